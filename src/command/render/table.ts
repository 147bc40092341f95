/**
 * The table a person sees: columns aligned, numbers to the right, as many columns as the terminal has room for; in a
 * pipe or file all of them, whole. Formatting and printing are sliced, so that 100,000 rows do not hold up the screen.
 */
import { cellText, titleOf } from './cell.ts';
import { colourOf, paint } from './colour.ts';
import { displayWidth, padToWidth, truncateToWidth } from '../../lib/width.ts';
import { fitColumns } from './fit.ts';
import { foldToWidth } from '../../lib/fold.ts';
import { SLICE_MS, Slicer } from '../../lib/slices.ts';
import { tableColumns, valueAt } from './shape.ts';
import type { Colour } from './colour.ts';
import type { Io } from '../io.ts';
import type { Column, Row } from '../define.ts';
import type { Shape } from './shape.ts';

const GAP = 2;
/** Text in a column that nobody declared is shortened no further than this. */
const LEAST_TEXT = 32;

interface TableColumn {
  readonly column: Column;
  readonly title: string;
  width: number;
  numbers: boolean;
  empty: boolean;
}

interface Cell {
  readonly text: string;
  readonly colour: Colour | null;
}

interface Collected {
  readonly columns: readonly TableColumn[];
  /** Each row in the order of the columns: lists of columns would be long ones that all have to grow at the same row. */
  readonly texts: readonly (readonly string[])[];
  readonly colours: readonly (readonly (Colour | null)[])[];
}

export interface TableSize {
  readonly rows: number;
  /** Fields of the columns that there was no room for. */
  readonly hidden: readonly string[];
}

/** Lines of the table in chunks; nothing for no rows. `done` is told what came out behind the last line. */
export async function* renderTable(
  rows: AsyncIterable<Row>,
  shape: Shape,
  output: Io['output'],
  done: (size: TableSize) => void,
): AsyncGenerator<string> {
  const { columns, texts, colours } = await collect(rows, shape, output);
  if (texts.length === 0) return done({ rows: 0, hidden: [] });
  const present = columns.filter(({ column, empty }) => !empty || column.sparse !== true || shape.wanted !== null);
  const shown = fit(present, output, shape.wanted !== null);
  const places = shown.map((column) => columns.indexOf(column));
  const slicer = new Slicer(SLICE_MS);
  let chunk = line(
    shown,
    shown.map(({ title }) => ({ text: title, colour: 'dim' })),
    output,
  );
  for (const [index, row] of texts.entries()) {
    const cells = places.map((place) => ({ text: row[place]!, colour: colours[index]![place]! }));
    chunk += line(shown, cells, output);
    if (slicer.due()) {
      yield chunk;
      chunk = '';
      await slicer.breathe();
    }
  }
  yield chunk;
  done({
    rows: texts.length,
    hidden: present.filter((column) => !shown.includes(column)).map(({ column }) => column.field),
  });
}

async function collect(rows: AsyncIterable<Row>, shape: Shape, output: Io['output']): Promise<Collected> {
  let columns: TableColumn[] | null = null;
  const texts: string[][] = [];
  const colours: (Colour | null)[][] = [];
  for await (const row of rows) {
    columns ??= tableColumns(shape, row).map((column) => {
      const title = titleOf(column);
      return { column, title, width: displayWidth(title), numbers: true, empty: true };
    });
    const values = columns.map(({ column }) => valueAt(row, column.field));
    texts.push(columns.map((entry, place) => measured(entry, row, values[place], output)));
    colours.push(values.map((value) => (output.color ? colourOf(value) : null)));
  }
  return { columns: columns ?? [], texts, colours };
}

/** The text of a cell; what it says about its column is kept. */
function measured(entry: TableColumn, row: Row, value: unknown, output: Io['output']): string {
  const text = cellText(entry.column, row, value, output.utf8);
  entry.width = Math.max(entry.width, displayWidth(text));
  if (typeof value !== 'number' && value !== null && value !== undefined) entry.numbers = false;
  if (!isNothing(value)) entry.empty = false;
  return text;
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}

function fit(columns: readonly TableColumn[], output: Io['output'], keep: boolean): TableColumn[] {
  // Only a screen has an edge.
  if (!output.tty) return [...columns];
  const room = columns.map(({ column, title, width, numbers, empty }) => {
    const least = column.least ?? (isDeclared(column) || numbers ? width : LEAST_TEXT);
    return { wanted: width, least: Math.min(width, Math.max(least, displayWidth(title))), empty };
  });
  return fitColumns(room, output.columns, GAP, keep).map(({ index, width }) => {
    const column = columns[index]!;
    column.width = width;
    return column;
  });
}

/** A bare field, that nobody said how to show, may hold anything. */
function isDeclared({ show, title, align }: Column): boolean {
  return show !== undefined || title !== undefined || align !== undefined;
}

/** One row: a line, or several where a cell is folded. */
function line(columns: readonly TableColumn[], cells: readonly Cell[], output: Io['output']): string {
  const parts = columns.map(({ column, width }, index) => {
    const { text } = cells[index]!;
    return column.folds === true || !isDeclared(column)
      ? foldToWidth(text, width)
      : [displayWidth(text) > width ? truncateToWidth(text, width, output.utf8 ? '…' : '~') : text];
  });
  const height = Math.max(...parts.map(({ length }) => length));
  let lines = '';
  for (let row = 0; row < height; row++) {
    const texts = columns.map((column, index) => {
      const last = index === columns.length - 1;
      return cell(column, parts[index]![row] ?? '', cells[index]!.colour, last, output.color);
    });
    lines += `${texts.join(' '.repeat(GAP)).trimEnd()}\n`;
  }
  return lines;
}

function cell(column: TableColumn, text: string, colour: Colour | null, last: boolean, color: boolean): string {
  const { align } = column.column;
  const right = align === 'right' || (align === undefined && column.numbers && !column.empty);
  // Blanks at a line's end are noise when it is copied.
  const padded = last && !right ? text : padToWidth(text, column.width, right ? 'right' : 'left');
  return colour === null ? padded : paint(padded, colour, color);
}
