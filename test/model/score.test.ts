import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { CheckOutcome } from '../../src/model/history.ts';
import { CHECK_OUTCOMES, remember } from '../../src/model/history.ts';
import {
  reliabilityOf,
  scoreOf,
  SCORE_WEIGHTS,
  speedOf,
  successOf,
  SUCCESS_HALF_LIFE_MS,
  tally,
} from '../../src/model/score.ts';

const close = (actual: number, expected: number): void =>
  assert.ok(Math.abs(actual - expected) < 1e-9, `${actual} is not ${expected}`);
const share = fc.double({ min: 0, max: 1, noNaN: true });
const rank = (outcome: CheckOutcome): number => CHECK_OUTCOMES.indexOf(outcome);
const pack = (list: readonly CheckOutcome[]): number =>
  list.reduce((history, outcome) => remember(history, outcome), 0);

test('success starts at the prior and halves old checks in six hours', () => {
  close(successOf({ passed: 0, checked: 0 }), 0.5);
  const two = tally(tally({ passed: 0, checked: 0 }, true, 0), true, 0);
  close(successOf(two), 3 / 4);
  const later = tally(two, false, SUCCESS_HALF_LIFE_MS);
  close(later.passed, 1);
  close(later.checked, 2);
  close(successOf(later), 2 / 4);
  assert.deepEqual(
    tally({ passed: 1, checked: 1 }, true, -5),
    { passed: 2, checked: 2 },
    'a clock set back decays nothing',
  );
});

test('speed is logarithmic between 100 ms and the timeout', () => {
  const cases: [number | null, number, number][] = [
    [null, 8_000, 0],
    [0, 8_000, 1],
    [100, 8_000, 1],
    [8_000, 8_000, 0],
    [9_999, 8_000, 0],
    [1_000, 10_000, 0.5],
    [60, 50, 1],
    [120, 90, 0],
  ];
  for (const [latency, timeout, expected] of cases) close(speedOf(latency, timeout), expected);
});

test('reliability of known histories', () => {
  const cases: [CheckOutcome[], number][] = [
    [[], 0],
    [['failed', 'failed'], 0],
    [['confirmed'], 0.25],
    [['confirmed', 'confirmed', 'confirmed', 'confirmed'], 1],
    [['answered', 'answered', 'answered', 'answered'], 0.5],
    [['confirmed', 'failed', 'confirmed', 'failed'], 0.25],
    [['failed', 'failed', 'confirmed', 'confirmed'], 0.5],
    [Array.from({ length: 16 }, () => 'confirmed' as const), 1],
  ];
  for (const [list, expected] of cases) close(reliabilityOf(pack(list), list.length), expected);
});

test('the score is the weighted sum of its parts', () => {
  close(scoreOf({ success: 1, speed: 0.5, reliability: 0 }), 0.4 + 0.15);
  close(scoreOf({ success: 1, speed: 0, reliability: 0 }, { success: 3, speed: 1, reliability: 0 }), 0.75);
  close(scoreOf({ success: 1, speed: 1, reliability: 1 }, { success: 0, speed: 0, reliability: 0 }), 0);
  close(SCORE_WEIGHTS.success + SCORE_WEIGHTS.speed + SCORE_WEIGHTS.reliability, 1);
});

test('a better part never lowers the score, and everything stays within 0..1', () => {
  const parts = fc.record({ success: share, speed: share, reliability: share });
  const weights = fc.record({ success: share, speed: share, reliability: share });
  fc.assert(
    fc.property(parts, parts, weights, (a, b, w) => {
      const better = {
        success: Math.max(a.success, b.success),
        speed: Math.max(a.speed, b.speed),
        reliability: Math.max(a.reliability, b.reliability),
      };
      const low = scoreOf(a, w);
      const high = scoreOf(better, w);
      assert.ok(low >= 0 && high <= 1 && low <= high + 1e-12);
    }),
  );
});

test('a faster proxy is never less speedy', () => {
  const latency = fc.double({ min: 0, max: 60_000, noNaN: true });
  fc.assert(
    fc.property(latency, latency, fc.integer({ min: 1, max: 60_000 }), (a, b, timeout) => {
      const fast = speedOf(Math.min(a, b), timeout);
      const slow = speedOf(Math.max(a, b), timeout);
      assert.ok(fast >= slow && fast <= 1 && slow >= 0);
    }),
  );
});

test('a better outcome of any one check never lowers success or reliability', () => {
  const check = fc.record({ outcome: fc.constantFrom<CheckOutcome>(...CHECK_OUTCOMES), elapsedMs: fc.nat(86_400_000) });
  fc.assert(
    fc.property(
      fc.array(check, { minLength: 1, maxLength: 24 }),
      fc.nat(),
      fc.constantFrom<CheckOutcome>(...CHECK_OUTCOMES),
      (checks, at, outcome) => {
        const place = at % checks.length;
        const changed = checks.map((one, i) => (i === place ? { ...one, outcome } : one));
        const [worse, better] = rank(outcome) >= rank(checks[place]!.outcome) ? [checks, changed] : [changed, checks];
        const success = (list: typeof checks): number =>
          successOf(
            list.reduce((counts, one) => tally(counts, one.outcome !== 'failed', one.elapsedMs), {
              passed: 0,
              checked: 0,
            }),
          );
        const reliability = (list: typeof checks): number =>
          reliabilityOf(pack(list.map((one) => one.outcome)), list.length);
        assert.ok(success(better) >= success(worse) - 1e-12);
        assert.ok(reliability(better) >= reliability(worse) - 1e-12);
        assert.ok(reliability(better) <= 1 && reliability(worse) >= 0);
      },
    ),
    { numRuns: 500 },
  );
});
