/** When the canary asks for its witnesses: a sudden silence among those begun together, and nothing less. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { Canary } from '../../../src/checker/pace/canary.ts';

/** Begins so many, of which each is there as told, and ends them in an order of choice. @returns alarms */
function run(canary: Canary, count: number, isThere: (index: number) => boolean, timeoutsLast = true): number {
  const cohorts = Array.from({ length: count }, () => canary.begin());
  const order = [...cohorts.keys()];
  if (timeoutsLast) order.sort((a, b) => Number(isThere(b)) - Number(isThere(a)));
  return order.filter((index) => canary.ended(cohorts[index]!, isThere(index))).length;
}

test('timeouts that all come after the answers are no silence', () => {
  assert.equal(
    run(new Canary(), 20_000, (index) => index % 5 === 0),
    0,
  );
});

test('a sudden silence is noticed, and goes on being noticed until it is known to be none', () => {
  const canary = new Canary();
  assert.equal(
    run(canary, 2_000, (index) => index % 5 === 0),
    0,
  );
  assert.ok(run(canary, 500, () => false) > 0);
  assert.ok(run(canary, 20_000, () => false) > 100, 'nobody gets used to it');
  canary.falseAlarm();
  assert.equal(
    run(canary, 5_000, () => false),
    0,
  );
});

test('a silence is noticed by whoever checks one after the other, too', () => {
  const canary = new Canary();
  const one = (isThere: boolean): boolean => canary.ended(canary.begin(), isThere);
  for (let index = 0; index < 1_000; index++) assert.equal(one(index % 2 === 0), false);
  assert.ok(Array.from({ length: 200 }, () => one(false)).includes(true));
});

test('a few that have not ended yet hold no judgement up', () => {
  const canary = new Canary();
  const group = (isThere: boolean): boolean => {
    const cohorts = Array.from({ length: 64 }, () => canary.begin());
    return cohorts.slice(4).filter((cohort) => canary.ended(cohort, isThere)).length > 0;
  };
  for (let index = 0; index < 10; index++) assert.equal(group(true), false);
  assert.equal(group(false), true);
});

test('a list of which nobody is ever there is no reason to look', () => {
  assert.equal(
    run(new Canary(), 20_000, () => false),
    0,
  );
});

test('shares that vary by chance ring no bell', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 3, max: 60 }),
      fc.infiniteStream(fc.integer({ min: 0, max: 99 })),
      (percent, dice) => {
        const there = Array.from({ length: 6_000 }, () => dice.next().value < percent);
        assert.equal(
          run(new Canary(), there.length, (index) => there[index]!),
          0,
        );
      },
    ),
    { numRuns: 20 },
  );
});

test('witnesses are of the last places that connected, each once', () => {
  const canary = new Canary();
  for (const port of [1, 1, 2, 3, 4]) canary.connected('127.0.0.1', port);
  assert.deepEqual(
    canary.witnesses(9).map(({ port }) => port),
    [2, 1],
  );
  for (let port = 10; port < 1_000; port++) canary.connected('127.0.0.1', port);
  const ports = canary.witnesses(99).map(({ port }) => port);
  assert.equal(new Set(ports).size, 8);
  assert.ok(Math.min(...ports) > 900);
  assert.deepEqual(canary.witnesses(3), canary.witnesses(99).slice(0, 3));
});
