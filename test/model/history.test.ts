import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { CheckOutcome } from '../../src/model/history.ts';
import { CHECK_OUTCOMES, HISTORY_SIZE, pointsOf, remember, streakOf } from '../../src/model/history.ts';

const outcomes = fc.array(fc.constantFrom<CheckOutcome>(...CHECK_OUTCOMES), { maxLength: 40 });
const pack = (list: readonly CheckOutcome[]): number =>
  list.reduce((history, outcome) => remember(history, outcome), 0);

test('nothing was checked yet', () => {
  assert.equal(pointsOf(0, 0), 0);
  assert.equal(Math.abs(streakOf(0, 0)), 0);
});

test('known histories', () => {
  const cases: [CheckOutcome[], points: number, streak: number][] = [
    [['confirmed'], 1, 1],
    [['failed', 'failed'], 0, -2],
    [['confirmed', 'failed', 'answered', 'failed'], 1 + 1 / 2 - 2 / 2, -1],
    [['failed', 'answered', 'confirmed'], 3 / 2, 2],
  ];
  for (const [list, points, streak] of cases) {
    assert.equal(pointsOf(pack(list), list.length), points, `points of ${list}`);
    assert.equal(streakOf(pack(list), list.length), streak, `streak of ${list}`);
  }
});

test('equals counting over the last sixteen', () => {
  fc.assert(
    fc.property(outcomes, (list) => {
      const tail = list.slice(-HISTORY_SIZE);
      const passed = tail.map((outcome) => outcome !== 'failed');
      let streak = 0;
      while (streak < passed.length && passed.at(-1 - streak) === passed.at(-1)) streak += 1;
      const answered = tail.filter((outcome) => outcome === 'answered').length;
      const confirmed = tail.filter((outcome) => outcome === 'confirmed').length;
      const falls = passed.filter((value, i) => value && passed[i + 1] === false).length;
      assert.equal(pointsOf(pack(list), list.length), confirmed + answered / 2 - falls / 2);
      assert.equal(Math.abs(streakOf(pack(list), list.length)), streak);
      assert.equal(streakOf(pack(list), list.length) > 0, passed.at(-1) ?? false);
    }),
  );
});
