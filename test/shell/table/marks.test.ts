/** Marks of a table, and the set of ids they are kept in. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { IdSet } from '../../../src/shell/table/id-set.ts';
import { Marks } from '../../../src/shell/table/marks.ts';

const IDS = [7, 3, 9, 1, 5];

test('a range goes from the row marked last to the cursor, either way, in the order of the list', () => {
  const marks = new Marks();
  assert.equal(marks.range(IDS, 9), false, 'nothing was marked yet');
  marks.toggle(9);
  assert.equal(marks.range(IDS, 5), true);
  assert.deepEqual([...marks.ids], [1, 5, 9]);
  assert.equal(marks.range(IDS, 7), true);
  assert.equal(marks.size, 5);
});

test('all, invert and none; marks outside of the list stay where they are', () => {
  const marks = new Marks();
  marks.toggle(100);
  marks.all(IDS);
  assert.equal(marks.size, 6);
  marks.invert([3, 9]);
  assert.deepEqual([...marks.ids], [1, 5, 7, 100]);
  marks.toggle(7);
  marks.clear();
  assert.equal(marks.size, 0);
  assert.equal(marks.range(IDS, 9), false, 'a range begins at a mark that is there');
});

test('what is gone is forgotten', () => {
  const marks = new Marks();
  marks.all(IDS);
  const left = new IdSet();
  left.add(3);
  marks.keep(left);
  assert.deepEqual([...marks.ids], [3]);
});

test('a set of ids is a set', () => {
  const id = fc.oneof(fc.integer({ min: 1, max: 5000 }), fc.constantFrom('a', 'b', 'list-1'));
  const steps = fc.array(fc.tuple(fc.boolean(), id), { maxLength: 200 });
  fc.assert(
    fc.property(steps, (list) => {
      const [own, plain] = [new IdSet(), new Set<number | string>()];
      for (const [adds, one] of list) {
        if (adds) {
          own.add(one);
          plain.add(one);
        } else assert.equal(own.delete(one), plain.delete(one));
        assert.equal(own.has(one), plain.has(one));
      }
      assert.equal(own.size, plain.size);
      assert.deepEqual(new Set(own), plain);
    }),
  );
});
