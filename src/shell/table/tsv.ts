/** Rows of a table as text for other programs: the titles, then a line a row, cells separated by tabs. Pure. */
import { safeText } from '../../lib/safe-text.ts';
import type { Column } from './column.ts';

/** Room that every cell has here. */
const CELLS = 400;

export function tsvHead<T>(columns: readonly Column<T>[]): string {
  return columns.map(({ title }) => title).join('\t');
}

export function tsvRow<T>(columns: readonly Column<T>[], row: T, now: number): string {
  return columns.map((column) => safeText(column.text(row, CELLS, now), CELLS).trim()).join('\t');
}
