/** Rows of a table as text for other programs: the titles, then a line a row, cells separated by tabs. Pure. */
import { formatCount } from '../../lib/units.ts';
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

/** What goes to the clipboard, and what the person is told of it. */
export interface Copied {
  readonly text: string;
  readonly told: string;
}

export function copied(text: string): Copied {
  return { text, told: `copied ${text.replaceAll('\t', '  ')}` };
}

/** The rows under their titles; those that a clipboard has no room for are left out. @param total how many there are */
export function copiedRows<T>(columns: readonly Column<T>[], rows: Iterable<T>, total: number, now: number): Copied {
  const lines = [columns.map(({ title }) => title).join('\t')];
  let length = lines[0]!.length;
  for (const row of rows) {
    const line = tsvRow(columns, row, now);
    length += line.length + 1;
    if (length > MAX_TEXT) break;
    lines.push(line);
  }
  const count = formatCount(lines.length - 1);
  const isWhole = lines.length - 1 === total;
  const told = isWhole ? `copied ${count} rows` : `copied the first ${count}: a clipboard takes no more`;
  return { text: lines.join('\n'), told };
}

/** Text of outside must not bring tabs and line ends of its own. */
function cellOf(text: string): string {
  return PRINTABLE.test(text) ? text.trim() : safeText(text, CELLS).trim();
}
