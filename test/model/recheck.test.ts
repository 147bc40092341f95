import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { RECHECK_DEAD_MS, RECHECK_MAX_MS, RECHECK_MIN_MS, recheckMs } from '../../src/model/recheck.ts';

const DAY = 86_400_000;

test('intervals of known cases', () => {
  const cases: [boolean, number, boolean, number, number][] = [
    [true, 1, true, DAY, RECHECK_MIN_MS],
    [true, 2, true, DAY, 2 * RECHECK_MIN_MS],
    [true, 16, true, DAY, RECHECK_MAX_MS],
    [false, 1, true, DAY, RECHECK_MIN_MS],
    [false, 1, false, DAY, RECHECK_DEAD_MS],
    [false, 3, false, DAY, 4 * RECHECK_DEAD_MS],
    [false, 16, false, DAY, DAY],
    [true, 16, true, 1_000, 1_000],
  ];
  for (const [passed, streak, everPassed, ceiling, expected] of cases) {
    assert.equal(recheckMs({ passed, streak, everPassed }, ceiling), expected, `${passed} ${streak} ${everPassed}`);
  }
});

test('steadier never means sooner, and the ceiling holds', () => {
  const streak = fc.integer({ min: 1, max: 16 });
  fc.assert(
    fc.property(
      streak,
      streak,
      fc.boolean(),
      fc.boolean(),
      fc.integer({ min: 1, max: 7 * DAY }),
      (a, b, passed, ever, ceiling) => {
        const short = recheckMs({ passed, streak: Math.min(a, b), everPassed: passed || ever }, ceiling);
        const long = recheckMs({ passed, streak: Math.max(a, b), everPassed: passed || ever }, ceiling);
        assert.ok(short > 0 && short <= long && long <= ceiling);
      },
    ),
  );
});
