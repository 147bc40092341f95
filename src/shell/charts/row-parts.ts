/** Rows of the kept history as the parts of a line. What secondParts is for seconds without gaps, this is for rows with some. */
import type { Extent } from '../paint/chart.ts';

export interface HistoryValue {
  /** Epoch seconds. */
  readonly from: number;
  /** Seconds that it stands for, at least 1. */
  readonly length: number;
  readonly value: number;
}

/**
 * Smallest and largest value of each part, `count` of them for the last `seconds` up to `end` (epoch seconds), newest
 * right; null where nothing is known. A time has its part for good, so that the picture moves on and never shimmers.
 */
export function rowParts(
  values: readonly HistoryValue[],
  count: number,
  seconds: number,
  end: number,
): (Extent | null)[] {
  const parts = Array.from<Extent | null>({ length: count }).fill(null);
  const scale = count / seconds;
  const first = Math.floor(end * scale) - count + 1;
  for (const { from, length, value } of values) {
    const begin = Math.floor(from * scale);
    const last = Math.max(begin, Math.floor((from + length) * scale) - 1);
    for (let part = Math.max(0, begin - first); part <= Math.min(count - 1, last - first); part++) {
      const known = parts[part];
      parts[part] = known
        ? { low: Math.min(known.low, value), high: Math.max(known.high, value) }
        : { low: value, high: value };
    }
  }
  return parts;
}
