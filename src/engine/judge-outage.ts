/**
 * What is wrong with the judge right now, and how many checks came to nothing because of it: told by the check worker,
 * kept for status and screen, said on the bus. Owned by the engine's checking.
 */
import type { Bus } from '../core/bus.ts';
import type { Clock } from '../core/clock.ts';
import { troubleText, type JudgeOutage as Outage, type JudgeTrouble } from '../model/judge.ts';
import type { CheckReport } from '../model/report.ts';

export class JudgeOutage {
  readonly #bus: Bus;
  readonly #clock: Clock;
  #now: Outage | null = null;

  constructor(bus: Bus, clock: Clock) {
    this.#bus = bus;
    this.#clock = clock;
  }

  get now(): Outage | null {
    return this.#now;
  }

  /** In a few words beside the progress of a check; empty while all is well. */
  get note(): string {
    return this.#now === null ? '' : `, the ${this.#now.who} ${troubleText(this.#now)}`;
  }

  /** @param trouble null = it answers again, as it did before */
  set(trouble: JudgeTrouble | null, who: Outage['who'] = 'judge'): void {
    const was = this.#now;
    if (trouble === null && was === null) return;
    this.#now = trouble && { ...trouble, who, since: was?.since ?? this.#clock.now(), spared: was?.spared ?? 0 };
    this.#bus.emit('judge.changed', { outage: this.#now, was });
  }

  add(reports: readonly CheckReport[]): void {
    if (this.#now === null) return;
    const spared = reports.filter(({ results }) => results.some(({ reason }) => reason === 'judge-down')).length;
    if (spared > 0) this.#now = { ...this.#now, spared: this.#now.spared + spared };
  }
}
