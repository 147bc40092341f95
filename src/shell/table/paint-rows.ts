/** A table as cells: the head, the rows that are visible, and what is told of the one under the cursor. */
import type { Brush, Segment } from '../paint/brush.ts';
import { paintHead, paintRow, type PlacedColumn } from '../paint/table.ts';
import { isPlain } from '../paint/glyphs.ts';
import { emphasized, type Style } from '../paint/style.ts';
import { wrapSegments } from '../paint/wrap.ts';

/** Cells before the first column: the cursor and the mark. */
export const GUTTER = 2;

export interface ShownRow<T> {
  /** Null for a row that is gone. */
  readonly row: T | null;
  readonly isMarked: boolean;
  readonly isUnderCursor: boolean;
}

/**
 * @param focused the table has the keys: the row under the cursor stands out as a whole
 * @param places which characters of a text were looked for
 */
export function paintRows<T>(
  brush: Brush,
  columns: readonly PlacedColumn<T>[],
  rows: readonly ShownRow<T>[],
  focused: boolean,
  places: ((cell: string) => readonly number[]) | null,
): void {
  const { theme } = brush;
  const body = brush.part(GUTTER, 0, brush.width - GUTTER, brush.height);
  paintHead(body, 0, columns, theme.dim);
  for (const [index, { row, isMarked, isUnderCursor }] of rows.entries()) {
    const y = index + 1;
    const look = focused && isUnderCursor ? theme.selected : undefined;
    if (look !== undefined) brush.band(y, look);
    if (isUnderCursor) brush.text(0, y, '▶', look ?? theme.dim);
    if (isMarked) brush.text(isUnderCursor ? 1 : 0, y, '*', look ?? theme.accent);
    if (row === null) body.text(0, y, 'gone', look ?? theme.dim);
    else {
      paintRow(body, y, columns, row, look);
      if (places) paintFound(body, y, columns, row, places, look);
    }
  }
}

/** Once more the characters that were looked for. Figures are not: nobody finds them by letters. */
function paintFound<T>(
  body: Brush,
  y: number,
  columns: readonly PlacedColumn<T>[],
  row: T,
  places: (cell: string) => readonly number[],
  look: Style | undefined,
): void {
  for (const column of columns) {
    if (column.align === 'right') continue;
    const text = column.text(row, column.cells);
    if (!isPlain(text)) continue;
    const end = text.length > column.cells ? column.cells - 1 : text.length;
    for (const at of places(text)) {
      const found = look === undefined ? body.theme.match : emphasized(look);
      if (at < end) body.text(column.x + at, y, text[at]!, found);
    }
  }
}

/** Lines below the rows, under a rule; long ones are folded as far as there is room. */
export function paintAbout(brush: Brush, lines: readonly Segment[][]): void {
  brush.fill(0, 0, brush.width, '─', brush.theme.faint);
  let y = 1;
  for (const line of lines) for (const row of wrapSegments(line, brush.width)) brush.line(0, y++, row);
}

/** What is said in place of rows: the reason first, then what can be done. */
export function paintEmpty(brush: Brush, lines: readonly string[]): void {
  let y = 1;
  for (const [index, line] of lines.entries()) {
    const look = index === 0 ? brush.theme.text : brush.theme.dim;
    for (const row of wrapSegments([[line, look]], brush.width - GUTTER)) brush.line(GUTTER, y++, row);
  }
}
