/**
 * Lines of a chart as rows of text: braille dots (2 x 4 a cell), columns of eighth blocks, or ASCII. Long series are
 * reduced to the smallest and largest value of each part, so that a spike of one second is never lost and the cost
 * follows the width, not the series.
 */
import type { GraphSymbols } from './graph-symbols.ts';

const DOT = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
] as const;
const EIGHTHS = ' ▁▂▃▄▅▆▇█';

export interface Extent {
  readonly low: number;
  readonly high: number;
}

/** Parts that so many columns of cells can show. */
export function partsAcross(columns: number, graph: GraphSymbols): number {
  return graph === 'braille' ? columns * 2 : columns;
}

/**
 * Smallest and largest value of each part, `count` of them for the last `seconds` up to `end`, newest right: each second
 * has its part for good, so that the picture moves on and never shimmers. Seconds before the first value are null.
 * @param values one a second @param end the second of the last value, counted from anywhere but the same at each call
 */
export function secondParts(values: readonly number[], count: number, seconds: number, end: number): (Extent | null)[] {
  const parts = Array.from<Extent | null>({ length: count }).fill(null);
  const scale = count / seconds;
  const partsOf = (second: number): readonly [from: number, to: number] => {
    const from = Math.floor(second * scale);
    return [from, Math.max(from, Math.floor((second + 1) * scale) - 1)];
  };
  const first = partsOf(end)[1] - count + 1;
  for (const [index, value] of values.entries()) {
    const [from, to] = partsOf(end - values.length + 1 + index);
    for (let part = Math.max(0, from - first); part <= to - first; part++) {
      const known = parts[part];
      parts[part] = known
        ? { low: Math.min(known.low, value), high: Math.max(known.high, value) }
        : { low: value, high: value };
    }
  }
  return parts;
}

/** The next round number at or above: 1, 2, 5 times a power of ten, and a few between. */
export function niceCeiling(value: number): number {
  if (!(value > 0)) return 4;
  const power = 10 ** Math.floor(Math.log10(value));
  for (const step of [1, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8, 10]) {
    if (step * power >= value && (step * power) % 1 === 0) return Math.max(4, step * power);
  }
  return Math.max(4, Math.ceil(value));
}

/**
 * Rows of text, top first; a blank cell is a space.
 * @param parts as many as {@link partsAcross} says
 * @param top the value of the upper edge; zero is the lower edge
 */
export function lineRows(
  parts: readonly (Extent | null)[],
  rows: number,
  top: number,
  graph: GraphSymbols = 'braille',
): string[] {
  if (graph === 'braille') return brailleRows(parts, rows, top);
  const levels = graph === 'block' ? 8 : 1;
  const grid = Array.from({ length: rows }, () => Array.from<string>({ length: parts.length }).fill(' '));
  for (const [x, part] of parts.entries()) {
    if (!part) continue;
    if (graph === 'ascii') {
      grid[rows - 1 - levelOf(part.high, top, rows - 1)]![x] = '*';
      continue;
    }
    // A column up to the largest value. What is not nothing shows.
    const filled = Math.max(part.high > 0 ? 1 : 0, levelOf(part.high, top, rows * levels));
    for (let y = 0; y * levels < filled; y++) grid[rows - 1 - y]![x] = EIGHTHS[Math.min(8, filled - y * levels)]!;
  }
  return grid.map((row) => row.join(''));
}

function levelOf(value: number, top: number, highest: number): number {
  const level = Math.round((value / top) * highest);
  return Number.isNaN(level) ? 0 : Math.max(0, Math.min(highest, level));
}

function brailleRows(parts: readonly (Extent | null)[], rows: number, top: number): string[] {
  const columns = parts.length >> 1;
  const grid = new Uint8Array(columns * rows);
  const highest = rows * 4 - 1;
  let before: Extent | null = null;
  for (const [x, part] of parts.entries()) {
    if (!part) continue;
    let low = levelOf(part.low, top, highest);
    let high = levelOf(part.high, top, highest);
    if (before) {
      // Reaches back to the neighbour, so that the line has no gaps.
      const [lowBefore, highBefore] = [levelOf(before.low, top, highest), levelOf(before.high, top, highest)];
      if (lowBefore > high + 1) high = lowBefore - 1;
      if (highBefore < low - 1) low = highBefore + 1;
    }
    for (let y = low; y <= high; y++) {
      const cell = (rows - 1 - Math.floor(y / 4)) * columns + (x >> 1);
      grid[cell]! |= DOT[(x & 1) as 0 | 1][(3 - (y % 4)) as 0 | 1 | 2 | 3];
    }
    before = part;
  }
  return Array.from({ length: rows }, (_, y) =>
    Array.from(grid.subarray(y * columns, (y + 1) * columns), (dots) =>
      dots === 0 ? ' ' : String.fromCharCode(0x2800 + dots),
    ).join(''),
  );
}
