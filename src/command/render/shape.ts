/** Which fields of the rows are shown, in which order, under which titles. Shared by the table and the machine formats. */
import { fail } from '../../model/errors.ts';
import { nearest } from '../../lib/suggest.ts';
import { readPath, resolveField } from '../expr/fields.ts';
import type { Column, Row } from '../define.ts';

export interface Shape {
  /** Asked for by `--columns`; null = not asked. */
  readonly wanted: readonly string[] | null;
  /** Columns of the table as the command declares them; null = from the rows. */
  readonly columns: readonly Column[] | null;
  /** Fields of the rows as the command declares them; for a header without rows. */
  readonly fields: readonly string[] | null;
}

/** Fields of the machine formats: every field of the row, or those asked for. @throws unknown-field */
export function machineFields(shape: Shape, first: Row | undefined): readonly string[] {
  if (!first) return shape.wanted ?? shape.fields ?? [];
  const all = Object.keys(first);
  return shape.wanted === null ? all : shape.wanted.map((name) => known(name, all, shape));
}

/** Columns of the table: those asked for, those declared, or every field. @throws unknown-field */
export function tableColumns(shape: Shape, first: Row): readonly Column[] {
  const all = Object.keys(first);
  const declared = new Map((shape.columns ?? []).map((column) => [column.field, column]));
  if (shape.wanted !== null)
    return shape.wanted.map((name) => known(name, all, shape)).map((field) => declared.get(field) ?? { field });
  return shape.columns ?? all.map((field) => ({ field }));
}

/** The row with the given fields only; dotted names reach into it. */
export function project(row: Row, fields: readonly string[]): Row {
  return Object.fromEntries(fields.map((field) => [field, valueAt(row, field)]));
}

export function valueAt(row: Row, field: string): unknown {
  return Object.hasOwn(row, field) ? row[field] : readPath(row, field.split('.'));
}

function known(name: string, fields: readonly string[], { columns }: Shape): string {
  const [head = '', ...rest] = name.split('.');
  const field = resolveField(name, fields);
  if (field !== null) return field;
  // What stands above a column is what a person sees of it.
  const titled = columns?.find(({ title, field }) => title === name && fields.includes(field));
  if (titled) return titled.field;
  const outer = rest.length === 0 ? null : resolveField(head, fields);
  if (outer !== null) return [outer, ...rest].join('.');
  const near = nearest(head, fields);
  throw fail('unknown-field', `the rows have no field ${name}`, {
    hint: near === null ? `fields: ${fields.join(', ')}` : `did you mean ${near} ?`,
  });
}
