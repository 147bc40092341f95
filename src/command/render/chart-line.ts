/** A series as a line over several rows of text: braille dots, or stars where there are none, with the scale at the left. Pure. */
import { displayWidth, padToWidth } from '../../lib/width.ts';
import type { Io } from '../io.ts';
import { paint } from './colour.ts';

export interface Line {
  /** 0..1 of the width, rising. */
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** What stands below the left and the right end. */
  readonly ends: readonly [string, string];
  /** A value as it is written at the scale. */
  readonly text: (value: number) => string;
}

/** Rows of text that the line takes. */
const HEIGHT = 10;
const MOST_COLUMNS = 120;
const DOTS = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
] as const;

/** Lines with their newlines. */
export function drawLine({ x, y, ends, text }: Line, output: Io['output']): string {
  let [low, high] = [Infinity, -Infinity];
  for (const value of y) [low, high] = [Math.min(low, value), Math.max(high, value)];
  // A level line stands in the middle of its row's worth.
  if (low === high) [low, high] = [low - (Math.abs(low) || 1) / 2, high + (Math.abs(high) || 1) / 2];
  const scale = [high, (low + high) / 2, low].map(text);
  const scaleWidth = Math.max(...scale.map(displayWidth));
  const columns = Math.max(8, Math.min(MOST_COLUMNS, output.columns - scaleWidth - 3));
  const across = output.utf8 ? columns * 2 : columns;
  const down = output.utf8 ? HEIGHT * 4 : HEIGHT;
  const rows = grid(x, y, across, down, (value) => (value - low) / (high - low));
  const axis = output.utf8 ? '│' : '|';
  const labels = new Map([
    [0, scale[0]!],
    [HEIGHT >> 1, scale[1]!],
    [HEIGHT - 1, scale[2]!],
  ]);
  const lines = Array.from({ length: HEIGHT }, (_, row) => {
    const label = padToWidth(labels.get(row) ?? '', scaleWidth, 'right');
    const cells = output.utf8 ? brailleRow(rows, row, columns) : starRow(rows, row, columns);
    return `${label} ${paint(axis, 'dim', output.color)} ${paint(cells, 'cyan', output.color)}`.trimEnd();
  });
  const [left, right] = ends;
  const room = columns - displayWidth(left);
  const below = `${' '.repeat(scaleWidth + 3)}${left}${room > displayWidth(right) ? padToWidth(right, room, 'right') : ''}`;
  return `${[...lines, below.trimEnd()].join('\n')}\n`;
}

/** Dots that are set: from the least to the greatest value of each column, and joined to the column before. */
function grid(
  x: readonly number[],
  y: readonly number[],
  across: number,
  down: number,
  heightOf: (value: number) => number,
): readonly Uint8Array[] {
  const dots = Array.from({ length: down }, () => new Uint8Array(across));
  const rowOf = (value: number): number => Math.round((1 - heightOf(value)) * (down - 1));
  let before: { readonly column: number; readonly row: number } | null = null;
  for (let i = 0; i < x.length; i += 1) {
    const column = Math.min(across - 1, Math.round(x[i]! * (across - 1)));
    const row = rowOf(y[i]!);
    const from: { readonly column: number; readonly row: number } = before ?? { column, row };
    const steps = Math.max(Math.abs(column - from.column), Math.abs(row - from.row), 1);
    for (let step = 0; step <= steps; step += 1) {
      const at = from.row + Math.round(((row - from.row) * step) / steps);
      dots[at]![from.column + Math.round(((column - from.column) * step) / steps)] = 1;
    }
    before = { column, row };
  }
  return dots;
}

function brailleRow(dots: readonly Uint8Array[], row: number, columns: number): string {
  let text = '';
  for (let column = 0; column < columns; column += 1) {
    let bits = 0;
    for (let side = 0; side < 2; side += 1)
      for (let dot = 0; dot < 4; dot += 1)
        if (dots[row * 4 + dot]![column * 2 + side] === 1) bits |= DOTS[side as 0 | 1][dot as 0 | 1 | 2 | 3];
    text += bits === 0 ? ' ' : String.fromCharCode(0x2800 + bits);
  }
  return text;
}

function starRow(dots: readonly Uint8Array[], row: number, columns: number): string {
  return Array.from({ length: columns }, (_, column) => (dots[row]![column] === 1 ? '*' : ' ')).join('');
}
