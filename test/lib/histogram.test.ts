import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { Histogram } from '../../src/lib/histogram.ts';

test('an empty histogram has no percentile', () => {
  const histogram = new Histogram();
  assert.equal(histogram.percentile(0.5), null);
  histogram.add(7);
  histogram.drop(7);
  assert.equal(histogram.percentile(0.5), null);
});

test('percentiles are within 0.8 % of the nearest rank, exact below 256', () => {
  const value = fc.oneof(fc.nat(255), fc.nat(100_000), fc.integer({ min: 0, max: 2 ** 32 - 1 }));
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 1, maxLength: 80 }),
      fc.array(value, { maxLength: 20 }),
      share,
      (kept, gone, p) => {
        const histogram = new Histogram();
        for (const one of [...kept, ...gone]) histogram.add(one);
        for (const one of gone) histogram.drop(one);
        assert.equal(histogram.total, kept.length);
        const exact = kept.toSorted((a, b) => a - b)[Math.max(1, Math.ceil(p * kept.length)) - 1]!;
        const found = histogram.percentile(p)!;
        assert.ok(exact < 256 ? found === exact : Math.abs(found - exact) <= exact * 0.008, `${found} for ${exact}`);
      },
    ),
    { numRuns: 300 },
  );
});
