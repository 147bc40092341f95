import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { CheckOutcome } from '../../src/model/history.ts';
import { CHECK_OUTCOMES, HISTORY_SIZE, remember, streakOf, summarize } from '../../src/model/history.ts';

const outcomes = fc.array(fc.constantFrom<CheckOutcome>(...CHECK_OUTCOMES), { maxLength: 40 });
const pack = (list: readonly CheckOutcome[]): number =>
  list.reduce((history, outcome) => remember(history, outcome), 0);

test('nothing was checked yet', () => {
  assert.deepEqual(summarize(0, 0), { count: 0, answered: 0, confirmed: 0, falls: 0, streak: 0 });
});

test('known histories', () => {
  const cases: [CheckOutcome[], Partial<ReturnType<typeof summarize>>][] = [
    [['confirmed'], { count: 1, confirmed: 1, falls: 0, streak: 1 }],
    [['failed', 'failed'], { count: 2, answered: 0, confirmed: 0, falls: 0, streak: 2 }],
    [['confirmed', 'failed', 'answered', 'failed'], { count: 4, answered: 1, confirmed: 1, falls: 2, streak: 1 }],
    [['failed', 'answered', 'confirmed'], { falls: 0, streak: 2 }],
  ];
  for (const [list, expected] of cases) {
    const summary = summarize(pack(list), list.length);
    for (const [key, value] of Object.entries(expected))
      assert.equal(summary[key as keyof typeof summary], value, `${list} ${key}`);
  }
});

test('equals counting over the last sixteen', () => {
  fc.assert(
    fc.property(outcomes, (list) => {
      const tail = list.slice(-HISTORY_SIZE);
      const passed = tail.map((outcome) => outcome !== 'failed');
      let streak = 0;
      while (streak < passed.length && passed.at(-1 - streak) === passed.at(-1)) streak += 1;
      assert.deepEqual(summarize(pack(list), list.length), {
        count: tail.length,
        answered: tail.filter((outcome) => outcome === 'answered').length,
        confirmed: tail.filter((outcome) => outcome === 'confirmed').length,
        falls: passed.filter((value, i) => value && passed[i + 1] === false).length,
        streak,
      });
      assert.equal(Math.abs(streakOf(pack(list), list.length)), streak);
      assert.equal(streakOf(pack(list), list.length) > 0, passed.at(-1) ?? false);
    }),
  );
});
