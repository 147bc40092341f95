/** What a table shows of its rows: a column says its text, its look as a role of the theme, and what it is sorted by. */
import { resolveField } from '../../command/expr/fields.ts';
import { nearest } from '../../lib/suggest.ts';
import { fail } from '../../model/errors.ts';
import type { PlacedColumn, TableColumn } from '../paint/table.ts';
import type { Roles, Theme } from '../paint/style.ts';

/** What rows are ordered by; null is nothing, which always comes last. */
export type SortValue = string | number | null;

export interface Column<T> extends Omit<TableColumn<T>, 'text' | 'look'> {
  /** Its name in sorting and in filters. */
  readonly field: string;
  /** @param cells how many there are in this layout @param now epoch milliseconds, for ages */
  readonly text: (row: T, cells: number, now: number) => string;
  /** Default `text`. */
  readonly look?: (row: T) => keyof Roles;
  readonly value: (row: T) => SortValue;
  /** True where the greatest is the most interesting: it comes first unless the order is turned. */
  readonly greatestFirst?: true;
  /** Rows with a lower number stay before the others, whichever way they are sorted. */
  readonly group?: (row: T) => number;
}

/** A column that has its place in a frame. */
export type DressedColumn<T> = PlacedColumn<T> & Pick<Column<T>, 'field'>;

export interface Sorting {
  readonly field: string;
  /** Against the column's usual direction. */
  readonly turned: boolean;
}

/** True when the greatest comes first. */
export function isDescending<T>(column: Column<T>, { turned }: Sorting): boolean {
  return (column.greatestFirst === true) !== turned;
}

/** Ready for one frame, in this theme and at this time. The sorted column carries its arrow and is left out last. */
export function dress<T>(
  columns: readonly Column<T>[],
  sorting: Sorting,
  theme: Theme,
  now: number,
): (TableColumn<T> & Pick<Column<T>, 'field'>)[] {
  return columns.map((column) => {
    const isSorted = column.field === sorting.field;
    const title = isSorted ? column.title + arrow(column, sorting) : column.title;
    return {
      ...column,
      title,
      width: Math.max(column.width, isSorted ? title.length : 0),
      rank: isSorted ? Math.min(column.rank, 1) : column.rank,
      text: (row, cells) => column.text(row, cells, now),
      look: (row) => theme[column.look?.(row) ?? 'text'] as number,
    };
  });
}

/** `score▼`: the greatest first. */
export function arrow<T>(column: Column<T>, sorting: Sorting): string {
  return isDescending(column, sorting) ? '▼' : '▲';
}

/**
 * Sorted anew as a person asks.
 * @param by a column, or `next`, `previous`, `reverse` @param shown what the first two go through @throws unknown-field
 */
export function resorted<T>(
  by: string,
  { field, turned }: Sorting,
  shown: readonly Pick<Column<T>, 'field'>[],
  columns: readonly Column<T>[],
): Sorting {
  if (by === 'reverse') return { field, turned: !turned };
  if (by !== 'next' && by !== 'previous') return { field: findColumn(columns, by).field, turned: false };
  const row = shown.length > 0 ? shown : columns;
  const at = row.findIndex((column) => column.field === field);
  const next = by === 'next' ? row[(at + 1) % row.length] : row.at(Math.max(at, 0) - 1);
  return { field: next!.field, turned: false };
}

/** The column that a person means by a name: its title, its field, the beginning of one. @throws unknown-field */
function findColumn<T>(columns: readonly Column<T>[], name: string): Column<T> {
  const wanted = name.toLowerCase();
  const field = resolveField(
    name,
    columns.map((column) => column.field),
  );
  const found =
    columns.find((column) => column.title === wanted) ??
    columns.find((column) => column.field === field) ??
    columns.find((column) => column.title.startsWith(wanted) || column.field.toLowerCase().startsWith(wanted));
  if (found) return found;
  const titles = columns.map(({ title }) => title);
  const near = nearest(name, titles);
  throw fail('unknown-field', `there is no column ${name}`, {
    hint: near === null ? `columns: ${titles.join(', ')}` : `did you mean ${near} ?`,
  });
}
