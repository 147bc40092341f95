/** What the charts share: their arguments, the fields these mean, and values as a person reads them. */
import type { ArgSpec, Presentation, Row } from '../../src/command/define.ts';
import type { Io } from '../../src/command/io.ts';
import { Quantity } from '../../src/command/expr/quantity.ts';
import { humanText } from '../../src/command/render/cell.ts';
import { valueAt } from '../../src/command/render/shape.ts';
import { choice } from '../../src/command/types/choice.ts';
import { field } from '../../src/command/types/field.ts';
import { fail } from '../../src/model/errors.ts';
import { fieldsOf } from '../_numbers.ts';

const FIELD = { name: 'field', type: field, help: 'what is drawn' } as const satisfies ArgSpec<string>;
/** `<field>`, for what has nothing to compare. */
export const PLAIN_ARGS = [FIELD] as const;
/** `<field> [by <label>]` */
export const CHART_ARGS = [
  FIELD,
  { name: 'by', type: choice('by'), required: false, help: 'and by what' },
  { name: 'label', type: field, required: false, help: 'the field by which it is told apart' },
] as const satisfies readonly ArgSpec[];

export interface ChartArgs {
  readonly field: string;
  readonly by: 'by' | undefined;
  readonly label: string | undefined;
}

/** @throws missing-argument where nothing follows `by` */
export function labelOf({ by, label }: ChartArgs): string | null {
  if (by !== undefined && label === undefined) {
    throw fail('missing-argument', '`by` needs a field', { hint: 'chart bar latency by country' });
  }
  return label ?? null;
}

/** Fields as the rows have them. */
export interface Meant {
  readonly field: string;
  readonly label: string | null;
}

/** @throws unknown-field */
export function resolved({ field, label }: ChartArgs, row: Row): Meant {
  const [found, by] = fieldsOf(label === undefined ? [field] : [field, label], row) as [string, string?];
  return { field: found, label: by ?? null };
}

export function isNumber(value: unknown): boolean {
  return typeof value === 'number' || value instanceof Quantity;
}

/** Nothing that could be drawn. */
export function isNothing(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}

export function shown(row: Row, field: string, { utf8 }: Io['output']): string {
  return humanText(field, valueAt(row, field), utf8);
}

/** A list stands for its items. */
export function items(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) return [value ?? null];
  return value.length === 0 ? [null] : value;
}

/** The entry of a value of any kind. */
export function obtain<V>(map: Map<string, V>, key: unknown, make: () => V): V {
  const name = typeof key === 'string' ? `"${key}` : JSON.stringify(key);
  let found = map.get(name);
  if (found === undefined) map.set(name, (found = make()));
  return found;
}

/** The rows behind a chart, drawn for a person. Fields that were chosen in front are not fields of these rows. */
export async function* drawn(
  present: (presentation: Presentation) => void,
  rows: AsyncIterable<Row>,
  draw: NonNullable<Presentation['draw']>,
): AsyncGenerator<Row> {
  let first = true;
  for await (const row of rows) {
    if (first) present({ fields: null, draw });
    first = false;
    yield row;
  }
}
