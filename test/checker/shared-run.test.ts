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

test('tasks are chosen for a few milliseconds at a time', async () => {
  /** Chosen in this task. */
  let chosen = 0;
  let most = 0;
  let left = TASKS;
  const tasks: Iterator<CheckTask> = {
    next() {
      if (left-- === 0) return { done: true, value: undefined };
      if (chosen++ === 0) process.nextTick(() => (chosen = 0));
      most = Math.max(most, chosen);
      spin(CHOICE_MS);
      return { done: false, value: task(port, ['http']) };
    },
  };
  const result = await withChecker({}, (checker) =>
    checker.check(tasks, { plan: LIVENESS_PLAN, policy: LOOPBACK, retries: 0 }, undefined, () => {}),
  );
  assert.equal(result.reported, TASKS);
  assert.ok(most * CHOICE_MS < 10, `${most} in a row`);
});

test('every task is handed out and reported once, however slowly they come, and none is chosen where reports are stored', async () => {
  const given: number[] = [];
  const reported: number[] = [];
  let stored = false;
  let together = 0;
  function* slowly(): Generator<CheckTask> {
    for (let n = 0; n < TASKS; n++) {
      if (stored) together++;
      spin(n % 40 === 0 ? 3 : 0);
      const one = task(port, ['http']);
      given.push(one.id);
      yield one;
    }
  }
  const options = { plan: LIVENESS_PLAN, policy: LOOPBACK, retries: 0, concurrency: 2 };
  await withChecker({}, (checker) =>
    checker.check(slowly(), options, undefined, (some) => {
      stored = true;
      process.nextTick(() => (stored = false));
      for (const { id } of some) reported.push(id);
    }),
  );
  assert.deepEqual(
    reported.sort((a, b) => a - b),
    given,
  );
  assert.equal(together, 0);
});
