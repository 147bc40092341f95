/** How `sort` orders rows: numbers by size, text by its letters, nothing always last. Pure. */
import { fieldReader } from './fields.ts';
import { Quantity } from './quantity.ts';
import type { SortKey } from '../types/sort-key.ts';
import type { Row } from '../define.ts';

export function compareRows(keys: readonly SortKey[]): (a: Row, b: Row) => number {
  const readers = keys.map(({ field, descending }) => ({
    read: fieldReader(field.split('.'), null),
    sign: descending ? -1 : 1,
  }));
  return (a, b) => {
    for (const { read, sign } of readers) {
      const left = plain(read(a));
      const right = plain(read(b));
      if (left === null || right === null) {
        if (left === right) continue;
        return left === null ? 1 : -1;
      }
      const order = compareValues(left, right);
      if (order !== 0) return order * sign;
    }
    return 0;
  };
}

function plain(value: unknown): unknown {
  if (value === undefined || value === null || value === '') return null;
  if (value instanceof Quantity) return value.value;
  return Array.isArray(value) ? (value.length === 0 ? null : value.join(',')) : value;
}

function compareValues(left: unknown, right: unknown): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (typeof left === 'boolean' && typeof right === 'boolean') return Number(left) - Number(right);
  const [a, b] = [String(left), String(right)];
  return a < b ? -1 : a > b ? 1 : 0;
}
