/** A whole number, with bounds where the argument has some. */
import { badValue } from './bad-value.ts';
import type { ArgType } from '../types.ts';

export interface Range {
  readonly min?: number;
  readonly max?: number;
}

export function int(range: Range = {}): ArgType<number> {
  const wanted = `a whole number${inWords(range)}`;
  return {
    name: 'n',
    parse(text) {
      const value = /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN;
      const inside = value >= (range.min ?? -Infinity) && value <= (range.max ?? Infinity);
      if (!Number.isSafeInteger(value) || !inside) throw badValue(text, wanted, examples(range));
      return value;
    },
    display: String,
  };
}

/** ` from 1 to 65535`, ` of at least 1`, `` */
export function inWords({ min, max }: Range): string {
  if (min !== undefined && max !== undefined) return ` from ${min} to ${max}`;
  if (min !== undefined) return ` of at least ${min}`;
  return max === undefined ? '' : ` of at most ${max}`;
}

function examples({ min = 1, max = Infinity }: Range): string {
  const tries = [...new Set([Math.max(min, 1), Math.max(min, 10), Math.max(min, 50)])].filter((value) => value <= max);
  return tries.join(', ');
}
