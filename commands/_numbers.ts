/** Reading numbers out of rows, for the filters that calculate: what is no number is said, what is nothing is left out. */
import { quoteForMessage } from '../src/command/types/bad-value.ts';
import type { Row } from '../src/command/define.ts';
import { Quantity } from '../src/command/expr/quantity.ts';
import { machineFields, valueAt } from '../src/command/render/shape.ts';
import { fail } from '../src/model/errors.ts';

/** The fields that are meant, as the rows have them. @throws unknown-field */
export function fieldsOf(wanted: readonly string[], row: Row): readonly string[] {
  return machineFields({ wanted, columns: null, fields: null }, row);
}

/** Null where there is nothing. @param by what wants a number: `avg` @throws bad-value for text, lists and yes or no */
export function numberAt(row: Row, field: string, by: string): number | null {
  const value = valueAt(row, field);
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (value === null || value === undefined || value === '') return null;
  if (value instanceof Quantity) return value.value;
  throw fail('bad-value', `${by} needs numbers, and ${field} is ${kindOf(value)}`, {
    hint: `\`group by ${field}\` counts how often each occurs`,
  });
}

/** Without the last digits, in which only the rounding of sums shows. */
export function tidy(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(12));
}

function kindOf(value: unknown): string {
  if (typeof value === 'string') return `text (${quoteForMessage(value)})`;
  if (typeof value === 'boolean') return 'yes or no';
  return Array.isArray(value) ? 'a list' : 'no number';
}
