/**
 * What is wrong right now with the judge and with the operator's own page, each for itself, and how many checks came to
 * nothing because of it: told by the check worker, kept for status and screen, said on the bus. Owned by the engine's checking.
 */
import type { Bus } from '../core/bus.ts';
import type { Clock } from '../core/clock.ts';
import { troubleText, type JudgeOutage as Outage, type JudgeTrouble } from '../model/judge.ts';
import type { CheckReport } from '../model/report.ts';

type Who = Outage['who'];

export class JudgeOutage {
  readonly #bus: Bus;
  readonly #clock: Clock;
  readonly #now = new Map<Who, Outage>();

  constructor(bus: Bus, clock: Clock) {
    this.#bus = bus;
    this.#clock = clock;
  }

  /** The judge's before the page's: every check of the pool waits for the judge. */
  get now(): Outage | null {
    return this.#now.get('judge') ?? this.#now.get('page') ?? null;
  }

  /** In a few words beside the progress of a check; empty while all is well. */
  note(who: Who): string {
    const now = this.#now.get(who);
    return now === undefined ? '' : `, the ${who} ${troubleText(now)}`;
  }

  /**
   * A check begins. What was wrong is over where it has just answered; where the check asks somebody else nobody knows.
   * @param asked where it will ask, as {@link JudgeTrouble.at}
   * @param answered whether all of them have just been asked directly, and answered
   */
  begin(who: Who, asked: readonly string[], answered: boolean): void {
    const was = this.#now.get(who);
    if (was === undefined) return;
    if (!asked.includes(was.at)) {
      this.#now.delete(who);
      this.#bus.emit('judge.changed', { outage: null, was: null });
    } else if (answered) this.set(null, who);
  }

  /** @param trouble null = it answers again, as it did before */
  set(trouble: JudgeTrouble | null, who: Who): void {
    const was = this.#now.get(who) ?? null;
    if (trouble === null && was === null) return;
    if (trouble === null) this.#now.delete(who);
    else this.#now.set(who, { ...trouble, who, since: was?.since ?? this.#clock.now(), spared: was?.spared ?? 0 });
    this.#bus.emit('judge.changed', { outage: this.#now.get(who) ?? null, was });
  }

  /** Reports of a check that asked one of both. */
  add(reports: readonly CheckReport[], who: Who): void {
    const now = this.#now.get(who);
    if (now === undefined) return;
    const spared = reports.filter(({ results }) => results.some(({ reason }) => reason === 'judge-down')).length;
    if (spared > 0) this.#now.set(who, { ...now, spared: now.spared + spared });
  }
}
