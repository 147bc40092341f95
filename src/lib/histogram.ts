/**
 * Counts non-negative integers in buckets so that a percentile of a changing set costs a walk over the buckets instead
 * of a sort. Exact below 256, above that within 0.8 %. The pool keeps the latencies of its working proxies in one.
 */

const EXACT = 256;
/** Buckets of each doubling above {@link EXACT}. */
const STEPS = 128;
/** Doublings from 2⁸ to 2³². */
const BUCKETS = EXACT + 24 * STEPS;

export class Histogram {
  readonly #counts = new Uint32Array(BUCKETS);
  #total = 0;

  get total(): number {
    return this.#total;
  }

  /** @param value 0 ≤ value < 2³² */
  add(value: number): void {
    const bucket = bucketOf(value);
    this.#counts[bucket] = this.#counts[bucket]! + 1;
    this.#total += 1;
  }

  /** Takes back a value that was added before. */
  drop(value: number): void {
    const bucket = bucketOf(value);
    this.#counts[bucket] = this.#counts[bucket]! - 1;
    this.#total -= 1;
  }

  /**
   * The smallest value (middle of its bucket) that at least this share of the values does not exceed; null when empty.
   * @param share 0..1
   */
  percentile(share: number): number | null {
    if (this.#total === 0) return null;
    const rank = Math.max(1, Math.ceil(share * this.#total));
    let seen = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
      seen += this.#counts[bucket]!;
      if (seen >= rank) return middleOf(bucket);
    }
    return middleOf(BUCKETS - 1);
  }

  clear(): void {
    this.#counts.fill(0);
    this.#total = 0;
  }
}

function bucketOf(value: number): number {
  if (value < EXACT) return value;
  const doubling = 31 - Math.clz32(value);
  return EXACT + (doubling - 8) * STEPS + ((value >>> (doubling - 7)) & (STEPS - 1));
}

function middleOf(bucket: number): number {
  if (bucket < EXACT) return bucket;
  const doubling = 8 + Math.floor((bucket - EXACT) / STEPS);
  const width = 2 ** (doubling - 7);
  return 2 ** doubling + ((bucket - EXACT) % STEPS) * width + (width >> 1);
}
