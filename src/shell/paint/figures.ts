/**
 * Numbers for panels: as a person reads them, in so many cells that what stands beside them never moves. Commands and
 * files use lib/units, whose words these share.
 */
import { formatCount, formatDuration } from '../../lib/units.ts';

const UNITS = ['k', 'M', 'G', 'T'] as const;

/** The most exact form of a count that fits: `18,204`, `18.2k`, `18k`, `1.2M`. */
export function shortCount(count: number, cells: number): string {
  const exact = formatCount(count);
  if (exact.length <= cells) return exact;
  const sign = count < 0 ? '-' : '';
  let value = Math.abs(count);
  let unit = '';
  for (const next of UNITS) {
    value /= 1000;
    unit = next;
    // 999.96k is 1.0M, not 1000.0k.
    if (value < 999.5) break;
  }
  for (const digits of [1, 0]) {
    const text = `${sign}${value.toFixed(digits)}${unit}`;
    if (text.length <= cells) return text;
  }
  return `${sign}${Math.round(value)}${unit}`;
}

/** A count right-aligned in `cells` cells. */
export function countFigure(count: number, cells: number): string {
  return shortCount(count, cells).padStart(cells);
}

/** ` 1,204/18,204`: the count of what is done is as wide as the total from the beginning. Null: nobody knows how much there is. */
export function progressCount(done: number, total: number | null): string {
  if (total === null) return formatCount(done);
  const of = formatCount(total);
  return `${formatCount(done).padStart(of.length)}/${of}`;
}

/** `312/s` right-aligned in `cells` cells. */
export function rateFigure(perSecond: number, cells: number): string {
  return `${shortCount(perSecond, cells - 2)}/s`.padStart(cells);
}

const PERCENT_CELLS = 6;

/** `6.6 %` with one decimal always; six cells. */
export function percentFigure(fraction: number): string {
  if (!Number.isFinite(fraction)) return '–'.padStart(PERCENT_CELLS);
  const percent = (fraction * 100).toFixed(1);
  return `${percent === '100.0' ? '100' : percent} %`.padStart(PERCENT_CELLS);
}

/** Longest: `23h 59m`. */
const DURATION_CELLS = 7;

/** `412 ms`, `2.9 s`, `4m 05s`, `3h 12m`; seven cells. Null is a dash. */
export function durationFigure(ms: number | null): string {
  return formatDuration(ms ?? Number.NaN).padStart(DURATION_CELLS);
}

/** `12 s`, `3m 05s`: without tenths of a second, for what passes while it is looked at. Less than nothing is nothing. */
export function wholeDuration(ms: number): string {
  return ms < 59_500 ? `${Math.round(Math.max(0, ms) / 1000)} s` : formatDuration(Math.max(60_000, ms));
}

/** The same in seven cells. */
export function wholeDurationFigure(ms: number): string {
  return wholeDuration(ms).padStart(DURATION_CELLS);
}
