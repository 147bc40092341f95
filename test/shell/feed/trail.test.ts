/** A trail has one number a second, whatever the pace of the readings. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Trail } from '../../../src/shell/feed/trail.ts';

test('a trail holds the newest reading of each second, no longer than it reaches back', () => {
  const trail = new Trail(5);
  assert.deepEqual(trail.values, []);
  const table: readonly (readonly [value: number, second: number, kept: readonly number[]])[] = [
    [7, 100, [7]],
    [8, 100, [8]],
    [9, 101, [8, 9]],
    // Nothing was read for two seconds.
    [4, 104, [8, 9, 9, 9, 4]],
    [5, 105, [9, 9, 9, 4, 5]],
    [6, 9999, [5, 5, 5, 5, 6]],
  ];
  for (const [value, second, kept] of table) {
    const before = trail.values;
    trail.read(value, second);
    assert.deepEqual(trail.values, kept);
    assert.notEqual(trail.values, before);
  }
});
