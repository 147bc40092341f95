/** A number with or without a fraction, with bounds where the argument has some. */
import { badValue } from './bad-value.ts';
import { inWords } from './int.ts';
import type { Range } from './int.ts';
import type { ArgType } from '../types.ts';

export function number(range: Range = {}): ArgType<number> {
  const wanted = `a number${inWords(range)}`;
  const example = range.min ?? range.max ?? 10;
  return {
    name: 'number',
    parse(text) {
      const value = /^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : Number.NaN;
      const inside = value >= (range.min ?? -Infinity) && value <= (range.max ?? Infinity);
      if (!Number.isFinite(value) || !inside) throw badValue(text, wanted, String(example));
      return value;
    },
    display: String,
  };
}
