/** What a run remembers of its pace: the steps of its limit, and what kept it from going faster for how long. Pure bookkeeping. */
import { BOUNDS, type Bound, type PaceReason, type PaceStep } from '../../model/pace.ts';

/** A run of hours may meet the same trouble thousands of times. */
const KEPT = 40;

export class PaceLog {
  readonly #startedAt: number;
  readonly #steps: PaceStep[] = [];
  readonly #bound = Object.fromEntries(Object.keys(BOUNDS).map((name) => [name, 0])) as Record<Bound, number>;
  #kept: Bound | null = null;
  #keptSince: number;
  lost = 0;

  constructor(startedAt: number) {
    this.#startedAt = startedAt;
    this.#keptSince = startedAt;
  }

  get steps(): readonly PaceStep[] {
    return this.#steps;
  }

  /** Whole milliseconds by what kept the run; what still keeps it counts up to the last {@link keep}. */
  get bound(): Readonly<Record<Bound, number>> {
    return Object.fromEntries(Object.entries(this.#bound).map(([name, ms]) => [name, Math.round(ms)])) as Record<
      Bound,
      number
    >;
  }

  step(now: number, limit: number, why: PaceReason): void {
    const last = this.#steps.at(-1);
    if (last?.why === why) {
      this.#steps[this.#steps.length - 1] = { ...last, limit, times: last.times + 1 };
      return;
    }
    this.#steps.push({ atMs: Math.round(now - this.#startedAt), limit, why, times: 1 });
    if (this.#steps.length > KEPT) {
      this.#steps.splice(1, 1); // how it began stays
      this.lost++;
    }
  }

  /** From now on the run cannot begin one more because of this; null = it can. */
  keep(now: number, bound: Bound | null): void {
    if (this.#kept !== null) this.#bound[this.#kept] += now - this.#keptSince;
    this.#kept = bound;
    this.#keptSince = now;
  }
}
