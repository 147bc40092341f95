/** The order of rows: the same as a plain sort, however often it is interrupted. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { Budget } from '../../../src/shell/table/budget.ts';
import { IdSet } from '../../../src/shell/table/id-set.ts';
import { type Order, orderRows } from '../../../src/shell/table/order-rows.ts';

interface Row {
  readonly id: number;
  readonly value: string | number | null;
  readonly group: number;
}

const value = fc.oneof(fc.integer({ min: -5, max: 5 }), fc.constantFrom('a', 'B', 'b', 'z'), fc.constant(null));
const rows = fc
  .array(fc.record({ value, group: fc.integer({ min: 0, max: 2 }) }), { maxLength: 3000 })
  .map((list): Row[] => list.map((row, index) => ({ ...row, id: index + 1 })));

/** Used up at every look, or never. */
function budget(isHurried: boolean): Budget {
  const made = new Budget();
  made.start(isHurried ? -1 : 1_000_000);
  return made;
}

function ordered(
  list: readonly Row[],
  descending: boolean,
  isHurried: boolean,
  watched = new IdSet(),
): [Order, number] {
  const steps = orderRows<Row>(
    function* (visit) {
      for (const row of list) if (visit(row)) yield;
    },
    {
      idOf: (row) => row.id,
      test: (row) => row.value !== 3,
      value: (row) => row.value,
      group: (row) => row.group,
      descending,
      watched,
    },
    budget(isHurried),
  );
  let pauses = 0;
  for (;;) {
    const step = steps.next();
    if (step.done === true) return [step.value, pauses];
    pauses += 1;
  }
}

function naive(list: readonly Row[], descending: boolean): number[] {
  const rank = (row: Row): number => (row.value === null ? 2 : typeof row.value === 'string' ? 1 : 0);
  return list
    .filter((row) => row.value !== 3)
    .sort((a, b) => {
      if (a.group !== b.group) return a.group - b.group;
      if (rank(a) !== rank(b)) return rank(a) - rank(b);
      if (a.value === b.value) return a.id - b.id;
      return (a.value! < b.value! ? -1 : 1) * (descending ? -1 : 1);
    })
    .map((row) => row.id);
}

test('the order is that of a plain sort, with and without pauses, and equal rows stand by their ids', () => {
  fc.assert(
    fc.property(rows, fc.boolean(), fc.boolean(), (list, descending, isHurried) => {
      assert.deepEqual(ordered(list, descending, isHurried)[0].ids, naive(list, descending));
    }),
    { numRuns: 60 },
  );
});

test('there is a pause at least every few dozen rows when time is short', () => {
  const list = Array.from({ length: 2000 }, (_, index): Row => ({ id: index + 1, value: index % 7, group: 0 }));
  assert.ok(ordered(list, false, true)[1] > 2000 / 64);
  assert.equal(ordered(list, false, false)[1], 0);
});

test('watched rows that exist are met whether they pass the filter or not', () => {
  const watched = new IdSet();
  for (const id of [1, 2, 99]) watched.add(id);
  const list: Row[] = [1, 2, 3].map((id) => ({ id, value: id === 1 ? 3 : id, group: 0 }));
  const [{ ids, met }] = ordered(list, false, false, watched);
  assert.deepEqual(ids, [2]);
  assert.deepEqual([...met], [1, 2]);
});
