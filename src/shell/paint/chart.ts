/**
 * A line chart of braille dots: 2 x 4 dots a cell. Long series are reduced to the smallest and largest value of each
 * dot column, so that a spike of one second is never lost and the cost follows the width, not the series.
 */

const DOT = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
] as const;

export interface Extent {
  readonly low: number;
  readonly high: number;
}

/** Smallest and largest value of each of `columns` equal parts, newest right; fewer values than columns leave nulls on the left. */
export function downSample(values: readonly number[], columns: number): (Extent | null)[] {
  const parts: (Extent | null)[] = [];
  if (values.length <= columns) {
    for (let index = 0; index < columns - values.length; index++) parts.push(null);
    for (const value of values) parts.push({ low: value, high: value });
    return parts;
  }
  for (let column = 0; column < columns; column++) {
    const from = Math.floor((column * values.length) / columns);
    const to = Math.floor(((column + 1) * values.length) / columns);
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let index = from; index < to; index++) {
      const value = values[index]!;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    parts.push({ low, high });
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
 * Rows of braille text, top first, of `columns` x `rows` cells; a blank cell is a space.
 * @param top the value of the upper edge; zero is the lower edge
 */
export function brailleRows(values: readonly number[], columns: number, rows: number, top: number): string[] {
  const grid = new Uint8Array(columns * rows);
  const highest = rows * 4 - 1;
  const level = (value: number): number => Math.max(0, Math.min(highest, Math.round((value / top) * highest)));
  let before: Extent | null = null;
  for (const [x, part] of downSample(values, columns * 2).entries()) {
    if (!part) continue;
    let low = level(part.low);
    let high = level(part.high);
    if (before) {
      // Reaches back to the neighbour, so that the line has no gaps.
      if (level(before.low) > high + 1) high = level(before.low) - 1;
      if (level(before.high) < low - 1) low = level(before.high) + 1;
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

/** The same chart for terminals without braille: one `*` a column at its largest value. */
export function asciiRows(values: readonly number[], columns: number, rows: number, top: number): string[] {
  const grid = Array.from({ length: rows }, () => Array.from<string>({ length: columns }).fill(' '));
  for (const [x, part] of downSample(values, columns).entries()) {
    if (!part) continue;
    const y = Math.max(0, Math.min(rows - 1, Math.round((part.high / top) * (rows - 1))));
    grid[rows - 1 - y]![x] = '*';
  }
  return grid.map((row) => row.join(''));
}
