/**
 * Keeps in mind which pages of the judge are in trouble and tells when that changes: trouble at once, its end only when it
 * has lasted, so that a judge that comes and goes does not fill the log. Lives in the check worker, fed by the judge watch.
 */
import { placeOf, type JudgeTrouble } from '../model/judge.ts';
import type { Ask } from './judge-plan.ts';

export type Trouble = Omit<JudgeTrouble, 'at'>;

/** A judge that answers for so long is back. */
const BACK_MS = 300;

export class JudgeHealth {
  readonly #tell: (trouble: JudgeTrouble | null) => void;
  readonly #troubles = new Map<Ask, JudgeTrouble>();
  #told: JudgeTrouble | null = null;
  #timer: NodeJS.Timeout | null = null;

  /** @param signal the run is over: what was not told yet is told then */
  constructor(tell: (trouble: JudgeTrouble | null) => void, signal: AbortSignal) {
    this.#tell = tell;
    signal.addEventListener('abort', () => {
      if (this.#timer) clearTimeout(this.#timer);
      this.#timer = null;
      if (this.#troubles.size === 0) this.#say(null);
    });
  }

  down(ask: Ask, trouble: Trouble): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#troubles.set(ask, { at: placeOf(ask), ...trouble });
    // The first page that fails speaks for all of them until it changes what it says.
    const first = this.#troubles.values().next().value!;
    this.#say(first);
  }

  up(ask: Ask): void {
    if (!this.#troubles.delete(ask)) return;
    if (this.#troubles.size > 0) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#say(null);
    }, BACK_MS);
  }

  #say(trouble: JudgeTrouble | null): void {
    const before = this.#told;
    if (trouble?.how === before?.how && trouble?.detail === before?.detail) return;
    this.#told = trouble;
    this.#tell(trouble);
  }
}
