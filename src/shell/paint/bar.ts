/** Bars and sparklines as text, of eighth blocks or ASCII: the same length everywhere, readable without colour. */
import type { GraphSymbols } from './graph-symbols.ts';

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
const ASCII_EIGHTHS = ['', '-', '-', '-', '=', '=', '=', '='];

/** The filled part of a bar of `cells` cells; `fraction` outside 0..1 is clamped. A value above zero always shows. */
export function barText(fraction: number, cells: number, graph: GraphSymbols = 'block'): string {
  if (!(fraction > 0) || cells <= 0) return '';
  // Beside charts of fine dots, a line: blocks of neighbouring rows would run together.
  if (graph === 'braille') {
    const halves = Math.max(1, Math.round(Math.min(1, fraction) * cells * 2));
    return '━'.repeat(halves >> 1) + (halves % 2 === 1 ? '╸' : '');
  }
  const eighths = Math.max(1, Math.round(Math.min(1, fraction) * cells * 8));
  const [full, ends] = graph === 'ascii' ? ['#', ASCII_EIGHTHS] : ['█', EIGHTHS];
  return full.repeat(Math.floor(eighths / 8)) + ends[eighths % 8]!;
}

/** Not the full block: lines in neighbouring rows would run together. */
const LEVELS = '▁▂▃▄▅▆▇';
const ASCII_LEVELS = '_.-=+*#';
/** A trend is drawn over at least this share of its largest value, so that a change of one in a thousand stays flat. */
const LEAST_SPAN = 0.1;

/**
 * One character a value, newest right.
 * @param from `zero`: heights compare with each other; `low`: the smallest value is the floor, which shows a trend
 */
export function sparkText(
  values: readonly number[],
  graph: GraphSymbols = 'block',
  from: 'zero' | 'low' = 'zero',
): string {
  const levels = graph === 'ascii' ? ASCII_LEVELS : LEVELS;
  if (values.length === 0) return '';
  let high = 0;
  let low = Number.POSITIVE_INFINITY;
  for (const value of values) {
    if (value > high) high = value;
    if (value < low) low = value;
  }
  const span = from === 'zero' ? high : Math.max(high - low, 1, high * LEAST_SPAN);
  const floor = from === 'zero' ? 0 : (high + low - span) / 2;
  return values
    .map((value) => levels[high > 0 ? Math.max(0, Math.min(6, Math.floor(((value - floor) / span) * 6.999))) : 0])
    .join('');
}
