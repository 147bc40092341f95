/** How many connections the limit of file descriptors allows: by default, and to whoever asks for more. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultConcurrency, mostConcurrency } from '../../src/checker/fd-limit.ts';

const CASES: readonly [soft: number, byDefault: number, most: number][] = [
  [256, 64, 64],
  [1_024, 64, 64],
  [4_096, 3_072, 3_072],
  [11_024, 10_000, 10_000],
  [20_000, 10_000, 18_976],
  [1_048_576, 10_000, 50_000],
  [Infinity, 10_000, 50_000],
];

for (const [soft, byDefault, most] of CASES) {
  test(`a soft limit of ${soft}: ${byDefault} by default, ${most} when asked for`, () => {
    assert.equal(defaultConcurrency({ soft, hard: Infinity }), byDefault);
    assert.equal(mostConcurrency({ soft, hard: Infinity }), most);
  });
}

test('where the limit cannot be read both are what every system allows', () => {
  assert.deepEqual([defaultConcurrency(null), mostConcurrency(null)], [1_000, 1_000]);
});
