import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { Ring } from '../../src/lib/ring.ts';

test('behaves as the tail of an array', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9 }),
      fc.array(fc.integer(), { maxLength: 40 }),
      fc.nat(12),
      (capacity, values, count) => {
        const ring = new Ring<number>(capacity);
        values.forEach((value, i) => assert.equal(ring.push(value), i < capacity ? undefined : values[i - capacity]));
        const tail = values.slice(-capacity);
        assert.deepEqual([...ring], tail);
        assert.equal(ring.length, tail.length);
        assert.deepEqual(ring.last(count), count === 0 ? [] : tail.slice(-count));
        for (let i = -capacity - 1; i <= capacity; i += 1) assert.equal(ring.at(i), tail.at(i));
      },
    ),
  );
});

test('clear forgets everything and the ring goes on', () => {
  const ring = new Ring<string>(2);
  for (const value of ['a', 'b', 'c']) ring.push(value);
  ring.clear();
  assert.deepEqual([...ring], []);
  assert.equal(ring.at(-1), undefined);
  for (const value of ['d', 'e', 'f']) ring.push(value);
  assert.deepEqual([...ring], ['e', 'f']);
});

test('a capacity must be a positive integer', () => {
  for (const capacity of [0, -1, 1.5, Number.NaN]) assert.throws(() => new Ring(capacity), RangeError);
});
