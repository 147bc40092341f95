/** Columns that several tables are made of: text, counts, durations and ages of a row's field. */
import { formatCount, formatDuration } from '../../lib/units.ts';
import type { Column } from './column.ts';

/** What stands for a value that is not there. */
export const NOTHING = '–';

type Shape<T> = Pick<Column<T>, 'title' | 'width' | 'rank'> & Partial<Pick<Column<T>, 'grow' | 'look' | 'group'>>;
/** Fields of a row that hold values of one type. */
type FieldOf<T, V> = { [K in keyof T]: T[K] extends V ? K : never }[keyof T] & string;

export function textColumn<T>(field: FieldOf<T, string | null>, shape: Shape<T>): Column<T> {
  const value = (row: T): string | null => row[field] as string | null;
  return { field, ...shape, text: (row) => value(row) || NOTHING, value: (row) => value(row) || null };
}

export function countColumn<T>(field: FieldOf<T, number | null>, shape: Shape<T>): Column<T> {
  const value = (row: T): number | null => row[field] as number | null;
  const text = (row: T): string => (value(row) === null ? NOTHING : formatCount(value(row)!));
  return { field, align: 'right', greatestFirst: true, ...shape, text, value };
}

export function durationColumn<T>(field: FieldOf<T, number | null>, shape: Shape<T>): Column<T> {
  const value = (row: T): number | null => row[field] as number | null;
  const text = (row: T): string => (value(row) === null ? NOTHING : formatDuration(value(row)!));
  return { field, align: 'right', greatestFirst: true, ...shape, text, value };
}

/** How long ago an ISO time was; the newest first. @param absent what is said where there is none */
export function ageColumn<T>(field: FieldOf<T, string | null>, shape: Shape<T>, absent = NOTHING): Column<T> {
  const value = (row: T): string | null => row[field] as string | null;
  const text = (row: T, _cells: number, now: number): string => {
    const at = value(row);
    return at === null ? absent : formatDuration(Math.max(0, now - Date.parse(at)));
  };
  return { field, align: 'right', greatestFirst: true, look: () => 'dim', ...shape, text, value };
}
