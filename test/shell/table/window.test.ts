/** The cursor holds on to its row and stays in sight, whatever happens to the order. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { TableWindow } from '../../../src/shell/table/window.ts';

const ids = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

test('the cursor goes with its row when the order changes, and keeps its place on the screen', () => {
  const window = new TableWindow();
  window.fit(ids(100), 10, true);
  window.put(50);
  assert.deepEqual([window.offset, window.place, window.focus], [41, 50, 51]);
  // Row 51 falls by twenty places; what is above it on the screen changes, its line does not.
  const order = ids(100).filter((id) => id !== 51);
  order.splice(70, 0, 51);
  window.fit(order, 10, true);
  assert.deepEqual([window.offset, window.place, window.focus], [61, 70, 51]);
});

test('a row that is gone leaves the cursor where it was', () => {
  const window = new TableWindow();
  window.fit(ids(10), 5, true);
  window.put(3);
  window.fit([1, 2, 3, 5, 6], 5, true);
  assert.equal(window.focus, 5);
});

test('a row that was taken elsewhere leaves the cursor to the next one, whichever way it went', () => {
  const down = new TableWindow();
  down.fit(ids(10), 5, true);
  down.put(3);
  down.fit([1, 2, 3, 5, 6, 7, 8, 9, 10, 4], 5, true, true);
  assert.deepEqual([down.focus, down.offset], [5, 0]);
  const up = new TableWindow();
  up.fit(ids(10), 5, true);
  up.put(3);
  up.fit([4, 1, 2, 3, 5, 6, 7, 8, 9, 10], 5, true, true);
  assert.equal(up.focus, 5);
  up.fit([1, 2, 3, 5, 6, 7, 8, 9, 10, 4].reverse(), 5, true);
  assert.equal(up.focus, 5);
});

test('a table that nobody uses shows its beginning, whatever is first by now', () => {
  const window = new TableWindow();
  window.fit(ids(100), 8, false);
  assert.equal(window.isHeld, false);
  window.fit(ids(100).reverse(), 8, false);
  assert.deepEqual(window.visible, [100, 99, 98, 97, 96, 95, 94, 93]);
  assert.equal(window.focus, 100);
});

test('at the beginning the list stays, and the cursor falls with its row as long as that is in sight', () => {
  const window = new TableWindow();
  window.fit(ids(50), 8, true);
  window.fit([2, 3, 1, ...ids(50).slice(3)], 8, true);
  assert.deepEqual([window.offset, window.place, window.focus], [0, 2, 1]);
  window.fit([...ids(50).slice(1), 1], 8, true);
  assert.deepEqual([window.focus, window.offset], [1, 42]);
});

test('whatever is done, the cursor is a row of the list and in sight', () => {
  const step = fc.oneof(
    fc.record({ move: fc.integer({ min: -60, max: 60 }) }),
    fc.record({ scroll: fc.integer({ min: -60, max: 60 }) }),
    fc.record({ height: fc.integer({ min: 1, max: 30 }), count: fc.integer({ min: 0, max: 80 }), salt: fc.nat(50) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const window = new TableWindow();
      let height = 10;
      let count = 40;
      window.fit(ids(count), height, true);
      for (const one of steps) {
        if ('move' in one) window.move(one.move);
        else if ('scroll' in one) window.scroll(one.scroll);
        else {
          ({ height, count } = one);
          const held = window.focus;
          const order = ids(count).sort((a, b) => ((a * 31 + one.salt) % 47) - ((b * 31 + one.salt) % 47));
          window.fit(order, height, true);
          if (held !== null && order.includes(held as number)) assert.equal(window.focus, held);
        }
        assert.equal(window.focus === null, count === 0);
        assert.ok(window.offset >= 0 && window.offset <= Math.max(0, count - height));
        if (count > 0) assert.ok(window.place >= window.offset && window.place < window.offset + height);
      }
    }),
  );
});
