/** What a run does in the brain while it goes on: choosing tasks never adds up to a long one, and what it tells of the judge outlives no worker that saw it. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import type { Batch, CheckLane, Share } from '../../src/checker/check-lane.ts';
import { LIVENESS_PLAN } from '../../src/checker/judge-plan.ts';
import { startJudge } from '../../src/checker/judge/start.ts';
import { planJudge } from '../../src/checker/plan-judge.ts';
import { packReport, type PackedReports } from '../../src/checker/report-codec.ts';
import { runOptions } from '../../src/checker/run-options.ts';
import { SharedRun } from '../../src/checker/shared-run.ts';
import { siblingModule } from '../../src/lib/sibling.ts';
import type { JudgeTrouble, JudgeViewChange } from '../../src/model/judge.ts';
import type { CheckTask } from '../../src/model/report.ts';
import { LOOPBACK, deadPort, task, temporaryFolder, withChecker } from '../help/checking.ts';
import { endings } from '../help/endings.ts';
import { forwardProxy } from '../help/nasty.ts';

const TASKS = 200;
/** No connection goes out from there, so none takes the judge's ports while it is down. */
const HOST = '127.0.0.5';
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

test('reports that cost much are stored for a few milliseconds at a time, each once, however many come together', async () => {
  /** Stored in this task. */
  let stored = 0;
  let most = 0;
  const reported: number[] = [];
  const many = Array.from({ length: 250 }, () => task(port, ['http']));
  const options = { plan: LIVENESS_PLAN, policy: LOOPBACK, retries: 0, concurrency: 250 };
  await withChecker({}, (checker) =>
    checker.check(many.values(), options, undefined, (some) => {
      if (stored === 0) setImmediate(() => (stored = 0));
      stored += some.length;
      most = Math.max(most, stored);
      spin(some.length * CHOICE_MS);
      for (const { id } of some) reported.push(id);
    }),
  );
  assert.deepEqual(
    reported.sort((a, b) => a - b),
    many.map(({ id }) => id).sort((a, b) => a - b),
  );
  assert.ok(most <= 40, `${most} in a row`);
});

test('of a batch nothing more is told when the run is over', () => {
  const told: number[] = [];
  const lane = { isResting: false, give: () => {}, drop: () => {} };
  const options = { plan: LIVENESS_PLAN, policy: LOOPBACK };
  const run = new SharedRun({
    id: 1,
    tasks: [].values(),
    options,
    posted: runOptions({ ...options, concurrency: 2 }),
    lanes: [lane] as unknown as CheckLane[],
    onReports: (some) => {
      spin(some.length * CHOICE_MS);
      for (const { id } of some) told.push(id);
    },
  });
  const outstanding = new Map(Array.from({ length: 100 }, (_, id) => [id, task(port, ['http'])]));
  // The last of them was reported by a worker that died since.
  outstanding.delete(99);
  const share = { outstanding, credit: 0 } as unknown as Share;
  const reports: PackedReports = [];
  for (let id = 0; id < 100; id++)
    packReport(reports, { id, at: 1, results: [], reason: 'no-answer', exit: null, country: null, elapsedMs: 1 });
  const batch: Batch = { kind: 'batch', run: 1, reports, replies: [], taken: 3 };
  for (const _ of run.onBatch(share, batch)) if (told.length > 20) break;
  assert.ok(told.length < 60, `${told.length} at once`);
  told.length = 0;
  for (const _ of run.onBatch(share, batch)) continue;
  assert.equal(told.at(-1), 98);
  assert.equal(share.credit, 3);
  const parts = run.onBatch({ ...share, outstanding: new Map([[0, task(port, ['http'])]]) }, batch);
  run.close();
  told.length = 0;
  for (const _ of parts) continue;
  assert.deepEqual(told, []);
});

const SILENT: JudgeTrouble = { at: 'http://192.0.2.1', how: 'silent', detail: 'no reply' };

test('trouble that a dead worker had told is over, unless another worker sees it, too', async () => {
  const shares: Share[] = [];
  const lane = { isResting: false, give: (share: Share) => void shares.push(share), drop: () => {} };
  const told: (JudgeTrouble | null)[] = [];
  const changes: JudgeViewChange[] = [];
  const options = {
    plan: LIVENESS_PLAN,
    policy: LOOPBACK,
    onJudge: (one: JudgeTrouble | null) => void told.push(one),
    onView: (change: JudgeViewChange) => void changes.push(change),
  };
  const run = new SharedRun({
    id: 1,
    tasks: Array.from({ length: 9 }, () => task(port)).values(),
    options,
    posted: runOptions({ ...options, concurrency: 2 }),
    lanes: [lane, lane] as unknown as CheckLane[],
    onReports: () => {},
  });
  run.start();
  for (const until = performance.now() + 2_000; new Set(shares).size < 2 && performance.now() < until;)
    await new Promise((next) => setTimeout(next, 1));
  const [one, two] = [...new Set(shares)] as [Share, Share];
  run.onBack(one);
  assert.equal(told.length, 0, 'who had seen nothing takes nothing back');
  run.onMessage(one, { kind: 'judge', run: 1, trouble: SILENT });
  run.onMessage(two, { kind: 'judge', run: 1, trouble: { ...SILENT, how: 'other' } });
  run.onBack(one);
  assert.deepEqual(
    told.map((trouble) => trouble?.how ?? null),
    ['silent', 'silent', 'other'],
  );
  run.onBack(two);
  assert.equal(told.at(-1), null);
  for (const share of [one, two])
    for (const address of [true, false])
      run.onMessage(share, {
        kind: 'view',
        run: 1,
        change: { at: 'http://192.0.2.1', address, request: null, response: true, hidden: null },
      });
  assert.deepEqual(
    changes.map(({ address }) => address),
    [true, false],
    'what several workers find is told once',
  );
  run.close();
});

test('a worker that dies in an outage leaves none behind: its successor finds the judge well and says nothing', async (t) => {
  const ends = endings(t);
  const [keys, folder] = [temporaryFolder(), temporaryFolder()];
  for (const { drop } of [keys, folder]) ends(drop);
  const lives = join(folder.path, 'lives');
  writeFileSync(lives, '1 400');
  let judge = await startJudge({ keyFolder: keys.path, host: HOST });
  ends(() => judge.stop());
  const plan = await planJudge({
    judge: judge.http,
    allLoopback: true,
    startOwn: async () => judge,
    policy: LOOPBACK,
    verifyChain: false,
  });
  const [listens, listensTls] = [judge.http, judge.https].map((url) => Number(new URL(url).port));
  await judge.stop();
  const proxy = await forwardProxy({ delayMs: 10 });
  ends(() => proxy.stop());
  const told: (JudgeTrouble | null)[] = [];
  const over = new AbortController();
  const backs: Promise<unknown>[] = [];
  ends(() => Promise.allSettled(backs));
  const mortal = {
    workerModule: siblingModule(import.meta.url, './fixtures/mortal-worker'),
    geoFile: lives,
    onNote: (note: string): void => {
      if (!note.includes('died as told')) return;
      const back = startJudge({ host: HOST, keyFolder: keys.path, port: listens!, httpsPort: listensTls! }).then(
        (it) => {
          judge = it;
          setTimeout(() => over.abort(), 700);
        },
      );
      // Nothing else would end the run.
      back.catch(() => over.abort());
      backs.push(back);
    },
  };
  await withChecker(mortal, async (checker) => {
    const tasks = function* (): Generator<CheckTask> {
      for (;;) yield task(proxy.port, ['http']);
    };
    const onJudge = (trouble: JudgeTrouble | null): void => void told.push(trouble);
    const options = { plan, policy: LOOPBACK, concurrency: 4, retries: 0, onJudge };
    await checker.check(tasks(), options, over.signal, () => {});
  });
  await Promise.all(backs);
  assert.equal(backs.length, 1, 'the worker died');
  assert.equal(told[0]?.how, 'silent');
  assert.equal(told.at(-1), null, JSON.stringify(told));
});
