import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { Columns } from '../../src/pool/columns.ts';
import { WorthHeap } from '../../src/pool/worth-heap.ts';

const entry = fc.record({ worth: fc.constantFrom(0, 0.1, 0.1000001, 0.5, 4), dueAt: fc.nat(2), id: fc.nat(50) });

test('whatever is put in and given another worth comes out by worth, then due time, then id', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(entry, { selector: ({ id }) => id, maxLength: 40 }),
      fc.array(fc.record({ at: fc.nat(100), worth: fc.double({ min: 0, max: 4, noNaN: true }) }), { maxLength: 40 }),
      (entries, changes) => {
        const columns = new Columns();
        const heap = new WorthHeap(columns, 3);
        const worths = new Map<number, number>();
        for (const { worth, dueAt, id } of entries) {
          const slot = columns.take();
          columns.id[slot] = id;
          columns.dueAt[slot] = dueAt;
          heap.push(slot, worth);
          worths.set(slot, worth);
        }
        for (const { at, worth } of changes) {
          if (heap.size === 0) break;
          const place = at % heap.size;
          worths.set(heap.at(place), worth);
          heap.renew(place, worth);
        }
        const expected = [...worths.keys()].sort(
          (a, b) =>
            worths.get(b)! - worths.get(a)! || columns.dueAt[a]! - columns.dueAt[b]! || columns.id[a]! - columns.id[b]!,
        );
        assert.deepEqual(
          expected.map(() => heap.pop()),
          expected,
        );
        assert.equal(heap.pop(), -1);
      },
    ),
  );
});

test('it grows', () => {
  const columns = new Columns();
  const heap = new WorthHeap(columns, 3);
  for (let id = 1; id <= 10_000; id += 1) {
    const slot = columns.take();
    columns.id[slot] = id;
    heap.push(slot, id % 7);
  }
  const first = heap.pop();
  assert.equal(columns.id[first], 6);
  let count = 1;
  while (heap.pop() >= 0) count += 1;
  assert.equal(count, 10_000);
});
