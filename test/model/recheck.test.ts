import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { isEvicted, RECHECK_DEAD_MS, RECHECK_MAX_MS, RECHECK_MIN_MS, recheckMs } from '../../src/model/recheck.ts';
import { SUCCESS_HALF_LIFE_MS, tally } from '../../src/model/score.ts';

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

test('who is evicted: sixteen failures in a row, and no pass for so long', () => {
  const dead = { streak: -16, everPassed: false, passTally: 0, ageMs: 7 * DAY };
  const cases: [Partial<typeof dead>, boolean][] = [
    [{}, true],
    [{ streak: -15 }, false],
    [{ streak: 16 }, false],
    [{ ageMs: 7 * DAY - 1 }, false],
    [{ everPassed: true }, true],
    [{ everPassed: true, passTally: 0.5 ** 27 }, false],
    [{ everPassed: true, passTally: 0.5 ** 28 }, true],
    [{ everPassed: true, passTally: 3 }, false],
  ];
  for (const [part, evicted] of cases)
    assert.equal(isEvicted({ ...dead, ...part }, 7 * DAY), evicted, JSON.stringify(part));
  assert.equal(isEvicted({ ...dead, ageMs: 1e15 }, Infinity), false, 'none');
});

test('nobody that passed within the time is evicted, however its checks were spread; others are soon after', () => {
  const wait = fc.integer({ min: 0, max: 2 * DAY });
  fc.assert(
    fc.property(
      fc.array(wait, { minLength: 1, maxLength: 30 }),
      fc.array(wait, { maxLength: 20 }),
      (passes, failures) => {
        let counts = { passed: 0, checked: 0 };
        for (const ms of passes) counts = tally(counts, true, ms);
        for (const ms of failures) counts = tally(counts, false, ms);
        const sincePassMs = failures.reduce((sum, ms) => sum + ms, 0);
        const facts = { streak: -16, everPassed: true, passTally: counts.passed, ageMs: 365 * DAY };
        assert.equal(isEvicted(facts, sincePassMs + 1_000), false);
        const soonAfter = sincePassMs - SUCCESS_HALF_LIFE_MS * Math.log2(passes.length) - 1_000;
        assert.equal(isEvicted(facts, soonAfter), true);
      },
    ),
  );
});
