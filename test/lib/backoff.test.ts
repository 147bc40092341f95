import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { backoffMs } from '../../src/lib/backoff.ts';

const policy = { baseMs: 500, maxMs: 8000 };

test('delays double from the base to the cap', () => {
  const longest = [0, 1, 2, 3, 4, 5, 60].map((attempt) => backoffMs(attempt, policy, () => 0.999999));
  assert.deepEqual(longest, [500, 1000, 2000, 4000, 8000, 8000, 8000]);
  assert.equal(
    backoffMs(0, policy, () => 0),
    250,
  );
});

test('a delay is within the upper half of its step, whatever the attempt', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -5, max: 5000 }),
      fc.double({ min: 0, max: 0.999999, noNaN: true }),
      (attempt, random) => {
        const delay = backoffMs(attempt, policy, () => random);
        assert.ok(delay >= policy.baseMs / 2 && delay <= policy.maxMs);
      },
    ),
  );
});
