import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { mean, median, percentile, percentileOfSorted } from '../../src/lib/stats.ts';

const numbers = fc.array(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), { minLength: 1, maxLength: 50 });

test('statistics of nothing are null', () => {
  assert.equal(mean([]), null);
  assert.equal(median([]), null);
  assert.equal(percentile([], 0.95), null);
});

test('known values', () => {
  assert.equal(mean([1, 2, 6]), 3);
  assert.equal(median([5]), 5);
  assert.equal(median([9, 1, 5]), 5);
  assert.equal(median([4, 1, 3, 2]), 2.5);
  assert.equal(percentile([10, 20, 30, 40, 50], 0.25), 20);
  assert.equal(percentile([10, 20], 0.75), 17.5);
  assert.equal(percentile([3, 1, 2], 7), 3, 'a share beyond 1 is the greatest');
});

test('the input is not reordered', () => {
  const values = [3, 1, 2];
  percentile(values, 0.5);
  assert.deepEqual(values, [3, 1, 2]);
});

test('percentiles rise with the share and stay inside the values', () => {
  fc.assert(
    fc.property(
      numbers,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (values, a, b) => {
        const low = percentile(values, Math.min(a, b))!;
        const high = percentile(values, Math.max(a, b))!;
        assert.ok(low <= high + 1e-6);
        assert.ok(low >= Math.min(...values) - 1e-6 && high <= Math.max(...values) + 1e-6);
        assert.equal(percentileOfSorted(Float64Array.from(values).sort(), a), percentile(values, a));
      },
    ),
  );
});
