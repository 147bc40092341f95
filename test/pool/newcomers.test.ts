/** Who was never checked comes out once, from the group that is worth most by what is known then. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { Columns } from '../../src/pool/columns.ts';
import { Newcomers } from '../../src/pool/newcomers.ts';

const NOW = 1_800_000_000_000;

/** Slots of lists (numbers of a set), in their order; `room` may be too small. */
function waiting(lists: readonly number[], worths: readonly number[], room = 0): { all: Newcomers; columns: Columns } {
  const columns = new Columns();
  const all = new Newcomers(columns, room, NOW, (slot) => worths[columns.sources[slot]!]!);
  for (const [i, list] of lists.entries()) {
    const slot = columns.take();
    columns.id[slot] = i + 1;
    columns.sources[slot] = list;
    columns.firstSeen[slot] = NOW / 1_000;
    all.add(slot);
  }
  return { all, columns };
}

test('each comes out once, the best list first, in the order in which it came', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(6), { maxLength: 600 }), (lists) => {
      const { all, columns } = waiting(lists, [3, 1, 4, 1, 5, 9, 2]);
      const worth = [3, 1, 4, 1, 5, 9, 2];
      const taken: number[] = [];
      for (let slot = all.take(); slot >= 0; slot = all.take()) taken.push(slot);
      assert.deepEqual(
        taken.toSorted((a, b) => a - b),
        [...lists.keys()].map((i) => columns.top - lists.length + i),
      );
      const order = taken.map((slot) => worth[columns.sources[slot]!]!);
      assert.deepEqual(
        order,
        order.toSorted((a, b) => b - a),
      );
      for (const list of new Set(lists)) {
        const own = taken.filter((slot) => columns.sources[slot] === list);
        assert.deepEqual(
          own,
          own.toSorted((a, b) => a - b),
        );
      }
      assert.equal(all.most, -1);
    }),
    { numRuns: 30 },
  );
});

test('what is learned of a list moves all of it at once, and one that yields nothing steps back', () => {
  const worths = [1, 0.5, 0.4];
  const { all, columns } = waiting(
    Array.from({ length: 3_000 }, (_, i) => i % 3),
    worths,
  );
  const next = (): number => {
    all.renew(2);
    return columns.sources[all.take()]!;
  };
  assert.deepEqual([next(), next()], [0, 0]);
  worths[0] = 0.1;
  assert.equal(next(), 1);
  worths[2] = 2;
  assert.ok([next(), next()].includes(2));
  assert.deepEqual([next(), next(), next()], [2, 2, 2]);
});

test('a group that was used up begins anew when more of it come; old ones are a group of their own', () => {
  const { all, columns } = waiting([1], [0, 1]);
  const [first] = [all.take(), all.take()];
  assert.ok(first >= 0);
  const later = columns.take();
  columns.sources[later] = 1;
  columns.firstSeen[later] = NOW / 1_000 - 86_400;
  all.add(later);
  all.add(first);
  assert.deepEqual(new Set([all.take(), all.take(), all.take()]), new Set([first, later, -1]));
});
