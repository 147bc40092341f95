/** What a run does on the main thread while it goes on: choosing tasks never adds up to a long one, whatever a choice takes. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { LIVENESS_PLAN } from '../../src/checker/judge-plan.ts';
import type { CheckTask } from '../../src/model/report.ts';
import { LOOPBACK, deadPort, task, withChecker } from '../help/checking.ts';

const TASKS = 200;
/** As a choice out of a pool far larger than any cache. */
const CHOICE_MS = 0.5;

let port: number;
before(async () => (port = await deadPort()));

function spin(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

test('tasks are chosen for a few milliseconds at a time, and not in the turn in which reports were stored', async () => {
  /** Chosen since the loop last went round. */
  let chosen = 0;
  let most = 0;
  let stored = false;
  let together = 0;
  let left = TASKS;
  const tasks: Iterator<CheckTask> = {
    next() {
      if (left-- === 0) return { done: true, value: undefined };
      if (chosen++ === 0) setImmediate(() => (chosen = 0));
      most = Math.max(most, chosen);
      if (stored) together++;
      spin(CHOICE_MS);
      return { done: false, value: task(port, ['http']) };
    },
  };
  const result = await withChecker({}, (checker) =>
    checker.check(tasks, { plan: LIVENESS_PLAN, policy: LOOPBACK, retries: 0 }, undefined, () => {
      stored = true;
      // In the order in which they were asked for: before anything that this turn still asks for.
      setImmediate(() => (stored = false));
    }),
  );
  assert.equal(result.reported, TASKS);
  assert.ok(most * CHOICE_MS < 10, `${most} in a row`);
  assert.equal(together, 0);
});

test('every task is handed out and reported once, however slowly they come', async () => {
  const given: number[] = [];
  const reported: number[] = [];
  function* slowly(): Generator<CheckTask> {
    for (let n = 0; n < 100; n++) {
      spin(n % 40 === 0 ? 3 : 0);
      const one = task(port, ['http']);
      given.push(one.id);
      yield one;
    }
  }
  await withChecker({}, (checker) =>
    checker.check(
      slowly(),
      { plan: LIVENESS_PLAN, policy: LOOPBACK, retries: 0, concurrency: 7 },
      undefined,
      (some) => {
        for (const { id } of some) reported.push(id);
      },
    ),
  );
  assert.deepEqual(
    reported.sort((a, b) => a - b),
    given,
  );
});
