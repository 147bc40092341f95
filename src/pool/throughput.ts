/** How many checks passed and failed in each of the last fifteen minutes' seconds; the chart of checks per second reads it. */

/** A finished second of checking. */
export interface Second {
  /** Epoch seconds. */
  readonly second: number;
  readonly ok: number;
  readonly failed: number;
}

export const SECONDS_KEPT = 900;

export class Throughput {
  readonly #second = new Uint32Array(SECONDS_KEPT);
  readonly #ok = new Uint32Array(SECONDS_KEPT);
  readonly #failed = new Uint32Array(SECONDS_KEPT);
  readonly #totals = { ok: 0, failed: 0 };

  /**
   * @param at epoch milliseconds at the end of the check
   * @param now epoch milliseconds; what is older than the buffer is left out, what is later counts as now
   */
  record(at: number, passed: boolean, now: number): void {
    this.#totals[passed ? 'ok' : 'failed'] += 1;
    const current = Math.floor(now / 1_000);
    const second = Math.min(Math.floor(at / 1_000), current);
    if (second <= current - SECONDS_KEPT) return;
    const place = second % SECONDS_KEPT;
    if (this.#second[place] !== second) {
      this.#second[place] = second;
      this.#ok[place] = 0;
      this.#failed[place] = 0;
    }
    const counters = passed ? this.#ok : this.#failed;
    counters[place] = counters[place]! + 1;
  }

  /** All that were ever recorded. */
  get totals(): Readonly<Pick<Second, 'ok' | 'failed'>> {
    return this.#totals;
  }

  /** The last finished seconds, oldest first, gaps filled with zero. */
  last(seconds: number, now: number): Second[] {
    const current = Math.floor(now / 1_000);
    const wanted = Math.max(0, Math.min(Math.floor(seconds), SECONDS_KEPT - 1));
    return Array.from({ length: wanted }, (_, i) => {
      const second = current - wanted + i;
      const place = second % SECONDS_KEPT;
      const known = this.#second[place] === second;
      return { second, ok: known ? this.#ok[place]! : 0, failed: known ? this.#failed[place]! : 0 };
    });
  }
}
