/** Descriptive statistics of plain numbers. Used by the pool, the checker and benches; an empty input has no statistic, hence `null`. */

export function mean(values: ArrayLike<number>): number | null {
  if (values.length === 0) return null;
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) sum += values[i]!;
  return sum / values.length;
}

export function median(values: ArrayLike<number>): number | null {
  return percentile(values, 0.5);
}

/**
 * The value below which a share of the values lies, interpolated between neighbours.
 * @param share 0..1, so `0.95` for p95; clamped
 */
export function percentile(values: ArrayLike<number>, share: number): number | null {
  // One value needs no order and no copy; most proxies were measured once.
  return percentileOfSorted(values.length < 2 ? values : Float64Array.from(values).sort(), share);
}

/** As {@link percentile}, of values that are already ascending: several shares of one sample cost one sort. */
export function percentileOfSorted(ascending: ArrayLike<number>, share: number): number | null {
  if (ascending.length === 0) return null;
  const place = Math.min(Math.max(share, 0), 1) * (ascending.length - 1);
  const below = Math.floor(place);
  const low = ascending[below]!;
  const high = ascending[Math.min(below + 1, ascending.length - 1)]!;
  // Equal neighbours are returned as they are: interpolating them can be off by a rounding step.
  return low === high ? low : low + (high - low) * (place - below);
}
