/**
 * How long connections took that came about, as a histogram of fixed size from which quantiles are read. One for this
 * machine and one for everything else live as long as the check worker: what one run has learnt the next one knows. Pure.
 */

/** Steps of 9 %: eight make a factor of two. */
const STEPS_PER_DOUBLING = 8;
const LEAST_MS = 0.1;
/** 0.1 ms to 105 s. */
const BUCKETS = 20 * STEPS_PER_DOUBLING + 1;
/** From so many on, old ones count half: a laptop changes its network. */
const FULL = 4_096;

export class ConnectTimes {
  readonly #buckets = new Float64Array(BUCKETS);
  #count = 0;

  /** Connections counted, older ones in part. */
  get count(): number {
    return this.#count;
  }

  add(ms: number): void {
    const at = ms <= LEAST_MS ? 0 : Math.ceil(Math.log2(ms / LEAST_MS) * STEPS_PER_DOUBLING);
    this.#buckets[Math.min(BUCKETS - 1, at)]! += 1;
    if (++this.#count < FULL) return;
    this.#count = 0;
    for (let index = 0; index < BUCKETS; index++) {
      this.#buckets[index]! /= 2;
      this.#count += this.#buckets[index]!;
    }
  }

  /** Milliseconds within which this share of connections came about, at most 9 % too high; null when there were none. */
  quantile(share: number): number | null {
    if (this.#count === 0) return null;
    let left = this.#count * share;
    for (let index = 0; index < BUCKETS; index++) {
      left -= this.#buckets[index]!;
      if (left <= 1e-9) return LEAST_MS * 2 ** (index / STEPS_PER_DOUBLING);
    }
    return LEAST_MS * 2 ** ((BUCKETS - 1) / STEPS_PER_DOUBLING);
  }
}
