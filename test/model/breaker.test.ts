import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { Breaker } from '../../src/model/breaker.ts';
import { BREAKER_BASE_MS, BREAKER_MAX_MS, breakerStep, breakerTrial, CLOSED_BREAKER } from '../../src/model/breaker.ts';

const BREAKER_THRESHOLD = 3;

const fallen = (now: number): Breaker => {
  let breaker = CLOSED_BREAKER;
  for (let i = 0; i < BREAKER_THRESHOLD; i += 1) breaker = breakerStep(breaker, false, now, BREAKER_THRESHOLD);
  return breaker;
};

test('three reach failures in a row open it, two and a pass do not', () => {
  assert.deepEqual(fallen(1_000), { state: 'OPEN', failures: 0, opened: 1, openUntil: 1_000 + BREAKER_BASE_MS });
  let breaker = breakerStep(breakerStep(CLOSED_BREAKER, false, 0, BREAKER_THRESHOLD), false, 0, BREAKER_THRESHOLD);
  assert.equal(breaker.failures, 2);
  breaker = breakerStep(breaker, true, 0, BREAKER_THRESHOLD);
  assert.deepEqual(breaker, CLOSED_BREAKER);
  assert.equal(breakerStep(breaker, false, 0, BREAKER_THRESHOLD).state, 'CLOSED');
});

test('the pause doubles with every failed trial up to five minutes', () => {
  let breaker = fallen(0);
  let now = 0;
  const pauses: number[] = [];
  for (let i = 0; i < 8; i += 1) {
    pauses.push(breaker.openUntil - now);
    assert.equal(breakerTrial(breaker, breaker.openUntil - 1), breaker, 'not a moment earlier');
    now = breaker.openUntil;
    breaker = breakerStep(breakerTrial(breaker, now), false, now, BREAKER_THRESHOLD);
  }
  assert.deepEqual(pauses, [30_000, 60_000, 120_000, 240_000, 300_000, 300_000, 300_000, 300_000]);
});

test('a passed trial closes it and forgets everything', () => {
  const open = fallen(0);
  assert.deepEqual(
    breakerStep(breakerTrial(open, open.openUntil), true, open.openUntil, BREAKER_THRESHOLD),
    CLOSED_BREAKER,
  );
});

test('good news before the time is over earns the trial only; bad news changes nothing', () => {
  const open = fallen(0);
  assert.equal(breakerStep(open, true, 5, BREAKER_THRESHOLD).state, 'HALF_OPEN');
  assert.equal(breakerStep(open, false, 5, BREAKER_THRESHOLD), open);
});

test('no state is skipped, and an open breaker always has an end', () => {
  const allowed: Readonly<Record<string, readonly string[]>> = {
    CLOSED: ['CLOSED', 'OPEN'],
    OPEN: ['OPEN', 'HALF_OPEN'],
    HALF_OPEN: ['CLOSED', 'OPEN', 'HALF_OPEN'],
  };
  const event = fc.record({ what: fc.constantFrom('trial', 'reached', 'unreached'), waitMs: fc.nat(400_000) });
  fc.assert(
    fc.property(fc.array(event, { maxLength: 60 }), (events) => {
      let breaker = CLOSED_BREAKER;
      let now = 0;
      for (const { what, waitMs } of events) {
        now += waitMs;
        const next =
          what === 'trial'
            ? breakerTrial(breaker, now)
            : breakerStep(breaker, what === 'reached', now, BREAKER_THRESHOLD);
        assert.ok(allowed[breaker.state]!.includes(next.state), `${breaker.state} -> ${next.state}`);
        if (next.state === 'OPEN')
          assert.ok(next.openUntil - now <= BREAKER_MAX_MS && next.opened >= 1 && next.opened < 256);
        else assert.equal(next.openUntil, 0);
        if (next.state === 'CLOSED') assert.ok(next.failures < BREAKER_THRESHOLD && next.opened === 0);
        breaker = next;
      }
    }),
  );
});
