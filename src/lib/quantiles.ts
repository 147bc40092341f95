/**
 * Percentiles of a stream in bounded memory: exact for the first thousand values, from then on from buckets that are one
 * percent wide. Used where rows go by and are not kept.
 */
import { percentile } from './stats.ts';

const EXACT = 1_000;
/** Neighbouring buckets differ by this factor: a value is told within half a percent. */
const LOG_GAMMA = Math.log(1.01);

export class Quantiles {
  #values: number[] | null = [];
  /** By exponent of the factor; negative numbers in a map of their own. */
  readonly #positive = new Map<number, number>();
  readonly #negative = new Map<number, number>();
  #zeros = 0;
  #count = 0;
  #least = Infinity;
  #most = -Infinity;

  get count(): number {
    return this.#count;
  }

  add(value: number): void {
    this.#count += 1;
    this.#least = Math.min(this.#least, value);
    this.#most = Math.max(this.#most, value);
    if (this.#values === null) return this.#bucket(value);
    this.#values.push(value);
    if (this.#values.length <= EXACT) return;
    for (const one of this.#values) this.#bucket(one);
    this.#values = null;
  }

  /** The value below which a share of the values lies; null when there are none. @param share 0..1 */
  at(share: number): number | null {
    if (this.#values !== null) return percentile(this.#values, share);
    const rank = Math.min(Math.max(share, 0), 1) * (this.#count - 1);
    let seen = 0;
    for (const [value, count] of this.#ascending()) {
      seen += count;
      if (seen > rank) return Math.min(this.#most, Math.max(this.#least, value));
    }
    return this.#most;
  }

  #bucket(value: number): void {
    if (value === 0) {
      this.#zeros += 1;
      return;
    }
    const buckets = value > 0 ? this.#positive : this.#negative;
    const exponent = Math.round(Math.log(Math.abs(value)) / LOG_GAMMA);
    buckets.set(exponent, (buckets.get(exponent) ?? 0) + 1);
  }

  *#ascending(): Generator<readonly [number, number]> {
    const valueOf = (exponent: number): number => Math.exp(exponent * LOG_GAMMA);
    for (const [exponent, count] of [...this.#negative].sort(([a], [b]) => b - a)) yield [-valueOf(exponent), count];
    if (this.#zeros > 0) yield [0, this.#zeros];
    for (const [exponent, count] of [...this.#positive].sort(([a], [b]) => a - b)) yield [valueOf(exponent), count];
  }
}
