/**
 * What is kept of each minute and each hour: numbers in a fixed order. Counters of a span are sums of what happened in
 * it, levels are what was so at its end; that is all there is to making long spans of short ones.
 */

/** Sums over a span. `seconds` says how much of it the program ran. */
export const COUNTERS = ['seconds', 'checks', 'passed', 'fetched', 'fetchErrors', 'found', 'added'] as const;
/** As they were at the end of a span; 0 = none, also of a latency that was not measured. */
export const LEVELS = [
  ...(['total', 'working', 'answered', 'failed', 'new'] as const),
  ...(['http', 'https', 'socks4', 'socks5', 'p50LatencyMs', 'p95LatencyMs'] as const),
] as const;
/** The order of the numbers in a row, and the names that files know them by. */
export const METRICS = [...COUNTERS, ...LEVELS] as const;
export type Metric = (typeof METRICS)[number];
export type Metrics = Readonly<Record<Metric, number>>;

export const WIDTH = METRICS.length;
/** Every row that there is has it above zero. */
export const SECONDS = METRICS.indexOf('seconds');
/** No number is greater, so that sums of a year of them are exact. */
export const MOST = 2 ** 40;

/** Adds a later span to the row of a longer one, which may be empty. */
export function addTo(row: Float64Array, later: ArrayLike<number>): void {
  for (let i = 0; i < COUNTERS.length; i += 1) row[i] = Math.min(MOST, row[i]! + later[i]!);
  for (let i = COUNTERS.length; i < WIDTH; i += 1) row[i] = later[i]!;
}

export function packed(metrics: Metrics): Float64Array {
  return Float64Array.from(METRICS, (name) => Math.min(MOST, Math.max(0, Math.round(metrics[name]))));
}

export function unpacked(row: ArrayLike<number>): Metrics {
  return Object.fromEntries(METRICS.map((name, i) => [name, row[i]!])) as Record<Metric, number>;
}
