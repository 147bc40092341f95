/** Rows of a table as text for other programs: the titles, then a line a row, cells separated by tabs. Pure. */
import { safeText } from '../../lib/safe-text.ts';
import type { Column } from './column.ts';

/** Room that every cell has here. */
const CELLS = 400;
const PRINTABLE = /^[ -~]*$/;
/** What the clipboard of a terminal takes. */
const MAX_TEXT = 50_000;

export function tsvRow<T>(columns: readonly Column<T>[], row: T, now: number): string {
  return columns.map((column) => cellOf(column.text(row, CELLS, now))).join('\t');
}

/** The rows under their titles; those that a clipboard has no room for are left out. */
export function tsvOf<T>(
  columns: readonly Column<T>[],
  rows: Iterable<T>,
  now: number,
): { readonly text: string; readonly rows: number } {
  const lines = [columns.map(({ title }) => title).join('\t')];
  let length = lines[0]!.length;
  for (const row of rows) {
    const line = tsvRow(columns, row, now);
    length += line.length + 1;
    if (length > MAX_TEXT) break;
    lines.push(line);
  }
  return { text: lines.join('\n'), rows: lines.length - 1 };
}

/** Text of outside must not bring tabs and line ends of its own. */
function cellOf(text: string): string {
  return PRINTABLE.test(text) ? text.trim() : safeText(text, CELLS).trim();
}
