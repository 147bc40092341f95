/**
 * The table a person sees: columns aligned, numbers to the right, cut to the width of the terminal. Formatting and
 * printing are sliced, so that 100,000 rows do not hold up the screen.
 */
import { cellText, titleOf } from './cell.ts';
import { colourOf, paint } from './colour.ts';
import { displayWidth, padToWidth, truncateToWidth } from '../../lib/width.ts';
import { SLICE_MS, Slicer } from '../../lib/slices.ts';
import { tableColumns, valueAt } from './shape.ts';
import type { Colour } from './colour.ts';
import type { Io } from '../io.ts';
import type { Column, Row } from '../define.ts';
import type { Shape } from './shape.ts';

const GAP = 2;
/** A column is cut no narrower than this, unless it is narrower by itself. */
const NARROWEST = 6;

interface TableColumn {
  readonly column: Column;
  readonly title: string;
  readonly texts: string[];
  readonly colours: (Colour | null)[];
  width: number;
  numbers: boolean;
}

/** Lines of the table in chunks; nothing for no rows. `hidden` is told how many columns did not fit. */
export async function* renderTable(
  rows: AsyncIterable<Row>,
  shape: Shape,
  output: Io['output'],
  hidden: (count: number) => void,
): AsyncGenerator<string> {
  const columns = await collect(rows, shape, output);
  const count = columns[0]?.texts.length ?? 0;
  if (count === 0) return;
  const shown = fit(columns, output.columns);
  if (shown.length < columns.length) hidden(columns.length - shown.length);
  const ellipsis = output.utf8 ? '…' : '~';
  const slicer = new Slicer(SLICE_MS);
  let chunk = `${line(shown, (column) => [column.title, 'dim'], output.color, ellipsis)}\n`;
  for (let index = 0; index < count; index++) {
    chunk += `${line(shown, (column) => [column.texts[index]!, column.colours[index]!], output.color, ellipsis)}\n`;
    if (slicer.due()) {
      yield chunk;
      chunk = '';
      await slicer.breathe();
    }
  }
  yield chunk;
}

async function collect(rows: AsyncIterable<Row>, shape: Shape, output: Io['output']): Promise<TableColumn[]> {
  let columns: TableColumn[] | null = null;
  for await (const row of rows) {
    columns ??= tableColumns(shape, row).map((column) => {
      const title = titleOf(column);
      return { column, title, texts: [], colours: [], width: displayWidth(title), numbers: true };
    });
    for (const entry of columns) {
      const value = valueAt(row, entry.column.field);
      const text = cellText(entry.column, row, value, output.utf8);
      entry.texts.push(text);
      entry.colours.push(output.color ? colourOf(value) : null);
      entry.width = Math.max(entry.width, displayWidth(text));
      if (typeof value !== 'number' && value !== null && value !== undefined) entry.numbers = false;
    }
  }
  return columns ?? [];
}

/** Narrows the widest columns until all fit; what cannot fit even so is left out from the right. */
function fit(columns: readonly TableColumn[], available: number): TableColumn[] {
  const shown = [...columns];
  const total = (): number => shown.reduce((sum, column) => sum + column.width, 0) + GAP * (shown.length - 1);
  const least = (): number =>
    shown.reduce((sum, column) => sum + Math.min(column.width, NARROWEST), 0) + GAP * (shown.length - 1);
  while (shown.length > 1 && least() > available) shown.pop();
  for (let over = total() - available; over > 0; over--) {
    const widest = shown.reduce((best, column) => (column.width > best.width ? column : best));
    if (widest.width <= NARROWEST && shown.length > 1) break;
    widest.width = Math.max(1, widest.width - 1);
  }
  return shown;
}

function line(
  columns: readonly TableColumn[],
  cell: (column: TableColumn) => readonly [string, Colour | null],
  color: boolean,
  ellipsis: string,
): string {
  const cells = columns.map((column, index) => {
    const [text, colour] = cell(column);
    const cut = truncateToWidth(text, column.width, ellipsis);
    const right = column.column.align === 'right' || (column.column.align === undefined && column.numbers);
    // Blanks at a line's end are noise when it is copied.
    const padded =
      index === columns.length - 1 && !right ? cut : padToWidth(cut, column.width, right ? 'right' : 'left');
    return colour === null ? padded : paint(padded, colour, color);
  });
  return cells.join(' '.repeat(GAP));
}
