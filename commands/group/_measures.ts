/** What `group by` can work out of the rows of a group, without keeping them. */
import type { Row } from '../../src/command/define.ts';
import { valueAt } from '../../src/command/render/shape.ts';
import { Moments } from '../../src/lib/moments.ts';
import { Quantiles } from '../../src/lib/quantiles.ts';
import { numberAt, tidy } from '../_numbers.ts';

export const MEASURES = {
  avg: 'mean',
  sum: 'sum',
  min: 'least value, of numbers, texts or times',
  max: 'greatest value, of numbers, texts or times',
  median: 'median',
  p95: 'value that 95 % do not exceed',
} as const;
export type Measure = keyof typeof MEASURES;

export interface Measuring {
  add(row: Row): void;
  result(): unknown;
}

/** The name of the field that holds it: `avgLatencyMs`, so that its unit is still known. */
export function measureField(measure: Measure, field: string): string {
  const words = field.split('.').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return measure + words.join('');
}

export function measuring(measure: Measure, field: string): Measuring {
  switch (measure) {
    case 'avg':
    case 'sum': {
      const moments = new Moments();
      return {
        add(row) {
          const value = numberAt(row, field, measure);
          if (value !== null) moments.add(value);
        },
        result: () => tidy(measure === 'avg' ? moments.mean : moments.sum),
      };
    }
    case 'median':
    case 'p95': {
      const quantiles = new Quantiles();
      const share = measure === 'median' ? 0.5 : 0.95;
      return {
        add(row) {
          const value = numberAt(row, field, measure);
          if (value !== null) quantiles.add(value);
        },
        result: () => tidy(quantiles.at(share)),
      };
    }
    case 'min':
      return extreme(field, (value, best) => value < best);
    case 'max':
      return extreme(field, (value, best) => value > best);
  }
}

function extreme(field: string, isBetter: <T extends number | string>(value: T, best: T) => boolean): Measuring {
  let best: number | string | null = null;
  return {
    add(row) {
      const found = valueAt(row, field);
      const value = typeof found === 'string' && found !== '' ? found : numberAt(row, field, 'a comparison');
      if (value === null) return;
      if (best === null || (typeof value === typeof best && isBetter(value, best as typeof value))) best = value;
    },
    result: () => best,
  };
}
