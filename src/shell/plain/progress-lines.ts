/** Progress for people who hear the screen: a line at each tenth of the work, or now and then where the whole is unknown. Pure but for its memory. */
import type { Progress } from '../../engine/types.ts';
import { formatCount, formatDuration, formatPercent } from '../../lib/units.ts';

/** Shorter work says nothing, and longer work no more often. */
const MIN_MS = 1500;
/** Work whose end is not known is told of so often. */
const UNKNOWN_MS = 10_000;
const STEPS = 10;

export class ProgressLines {
  readonly #now: () => number;
  #step = 0;
  #lastAt: number | null = null;

  /** @param now monotonic milliseconds */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** @returns a line to print, or null when it is not yet time */
  next(progress: Progress | null): string | null {
    // Taken away before something is printed; it goes on afterwards.
    if (progress === null) return null;
    this.#lastAt ??= this.#now();
    const { done, total, etaMs, note } = progress;
    if (total === null || total === 0)
      return this.#isTime(UNKNOWN_MS) ? words([`${formatCount(done)} done`, note]) : null;
    const step = Math.floor((done / total) * STEPS);
    // Another piece of work has begun.
    if (step < this.#step) this.#step = 0;
    // The end is told by the result.
    if (step <= this.#step || step >= STEPS || !this.#isTime(MIN_MS)) return null;
    this.#step = step;
    const left = etaMs === null ? undefined : `${formatDuration(etaMs)} left`;
    return words([formatPercent(done / total), `${formatCount(done)} of ${formatCount(total)}`, left, note]);
  }

  #isTime(pauseMs: number): boolean {
    const now = this.#now();
    if (now - (this.#lastAt ?? now) < pauseMs) return false;
    this.#lastAt = now;
    return true;
  }
}

function words(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(', ');
}
