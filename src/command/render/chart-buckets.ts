/** Bounds of a histogram that people read: steps of 1, 2 or 5 times a power of ten, a last open bucket for the few far out. Pure. */

/** Closed ones at most. */
const MOST = 16;
const LEAST = 1e-300;

/**
 * @param high where most values end (their 99th percentile); what is above gets one open bucket
 * @returns bounds in rising order from `low` to above `high`; a bucket holds its lower bound and not its upper
 */
export function niceBounds(low: number, high: number): number[] {
  const size = Math.max(Math.abs(low), Math.abs(high));
  // Steps far smaller than the numbers themselves would be lost in their rounding.
  const step = niceStep(high > low ? Math.max((high - low) / MOST, size * 1e-9, LEAST) : size || 1);
  // 0.6 / 0.05 is 11.999999999999998.
  const first = Math.floor(low / step + 1e-9);
  const last = Math.floor(high / step + 1e-9) + 1;
  return Array.from({ length: last - first + 1 }, (_, i) => tidy((first + i) * step));
}

/** The least of 1, 2, 5, 10, … that is not below. */
function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return (([1, 2, 5].find((factor) => factor * power >= least * (1 - 1e-9)) ?? 10) as number) * power;
}

/** Without the rounding of multiples: 0.30000000000000004 is no bound. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}
