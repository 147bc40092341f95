/** Percentages in columns: always one decimal, so that the digits of neighbouring rows stand below each other. */

/** A fraction as `6.6 %`, `40.0 %`. */
export function steadyPercent(fraction: number): string {
  return Number.isFinite(fraction) ? `${(fraction * 100).toFixed(1)} %` : '–';
}
