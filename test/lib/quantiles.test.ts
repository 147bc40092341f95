import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { Moments } from '../../src/lib/moments.ts';
import { Quantiles } from '../../src/lib/quantiles.ts';
import { mean, percentile } from '../../src/lib/stats.ts';
import { textHash } from '../../src/lib/text-hash.ts';

const number = fc.oneof(
  fc.integer({ min: -1_000, max: 1_000 }),
  fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
  fc.constantFrom(0, -5, 250),
);

test('percentiles are exact for few values', () => {
  fc.assert(
    fc.property(fc.array(number, { maxLength: 60 }), fc.double({ min: 0, max: 1, noNaN: true }), (values, share) => {
      const quantiles = new Quantiles();
      for (const value of values) quantiles.add(value);
      assert.equal(quantiles.count, values.length);
      assert.equal(quantiles.at(share), percentile(values, share));
    }),
  );
});

test('and within one percent of a neighbouring rank for many, below zero as well', () => {
  fc.assert(
    fc.property(fc.array(number, { minLength: 30, maxLength: 50 }), fc.nat(100), (seed, percent) => {
      const values = Array.from({ length: 2_000 }, (_, i) => seed[i % seed.length]! * (1 + (i % 7) / 10));
      const quantiles = new Quantiles();
      for (const value of values) quantiles.add(value);
      const sorted = values.toSorted((a, b) => a - b);
      const exact = sorted[Math.floor((percent / 100) * (sorted.length - 1))]!;
      const found = quantiles.at(percent / 100)!;
      assert.ok(Math.abs(found - exact) <= Math.abs(exact) * 0.0101, `${found} for ${exact}`);
      assert.equal(quantiles.at(0)! >= sorted[0]!, true);
      assert.ok(quantiles.at(1)! <= sorted.at(-1)!);
    }),
    { numRuns: 60 },
  );
});

test('moments are what the whole list says, also far from zero', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 2, maxLength: 50 }), (list) => {
      const values = list.map((value) => value + 1e6);
      const moments = new Moments();
      for (const value of values) moments.add(value);
      const middle = mean(values)!;
      const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1));
      assert.ok(Math.abs(moments.mean! - middle) < 1e-6);
      assert.ok(Math.abs(moments.sd! - sd) < 1e-5);
      assert.deepEqual(
        [moments.min, moments.max, moments.count],
        [Math.min(...values), Math.max(...values), values.length],
      );
    }),
  );
  const none = new Moments();
  assert.deepEqual([none.count, none.sum, none.mean, none.min, none.max, none.sd], [0, 0, null, null, null, null]);
});

test('a hundred thousand texts that are alike get different numbers', () => {
  const met = new Set(
    Array.from({ length: 100_000 }, (_, i) => textHash(`{"id":${i},"address":"10.0.${i >> 8}.1:80"}`)),
  );
  assert.equal(met.size, 100_000);
  for (const hash of met) assert.ok(Number.isSafeInteger(hash) && hash >= 0);
});
