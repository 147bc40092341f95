/** Gives a value of the language (from a variable, a list, a sub-pipeline or the text of a word) to a declared type. */
import { Quantity } from '../expr/quantity.ts';
import { fail } from '../../model/errors.ts';
import type { ArgType } from '../types.ts';

/** @throws bad-value, with the accepted form */
export function convert<T>(type: ArgType<T>, value: unknown): T {
  if (typeof value === 'string') return type.parse(value);
  if (type.asGiven && value !== null && value !== undefined) return type.from!(value) as T;
  if (value instanceof Quantity) return type.parse(value.text);
  if (typeof value === 'number' || typeof value === 'boolean') return type.parse(String(value));
  if (value === null || value === undefined) throw fail('bad-value', `the value is empty: <${type.name}> is needed`);
  const taken = type.from?.(value);
  if (taken !== undefined) return taken;
  throw fail('bad-value', `${Array.isArray(value) ? 'a list' : 'a whole row'} cannot stand for <${type.name}>`, {
    hint: Array.isArray(value) ? 'take one of it: $list.0' : 'take a field of it: $row.address',
  });
}
