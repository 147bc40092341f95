/** Reduces a value a second to one a character. Buckets lie on the clock, not on the newest value, so that nothing wobbles. */

export interface SecondValue {
  /** Epoch seconds. */
  readonly second: number;
  readonly value: number;
}

/** Means of the last `count` stretches of `seconds`, oldest first; the newest is still filling. Nothing known is zero. */
export function meansOf(values: readonly SecondValue[], seconds: number, count: number): number[] {
  const newest = Math.floor((values.at(-1)?.second ?? 0) / seconds);
  const sums = new Float64Array(count);
  const seen = new Uint32Array(count);
  for (const { second, value } of values) {
    const bucket = count - 1 - (newest - Math.floor(second / seconds));
    if (bucket < 0) continue;
    sums[bucket] = sums[bucket]! + value;
    seen[bucket] = seen[bucket]! + 1;
  }
  return Array.from(sums, (sum, bucket) => (seen[bucket]! > 0 ? sum / seen[bucket]! : 0));
}
