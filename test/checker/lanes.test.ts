/** Several check workers for one run: how it is divided, that nobody can tell it from the verdicts, and that one may die. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import * as fc from 'fast-check';
import { Checker } from '../../src/checker/checker.ts';
import { LIVENESS_PLAN, type JudgePlan } from '../../src/checker/judge-plan.ts';
import { laneCount, sharesOf, sumFacts, sumPaceNow } from '../../src/checker/lane-shares.ts';
import type { RunFacts } from '../../src/checker/messages.ts';
import { runOptions } from '../../src/checker/run-options.ts';
import { siblingModule } from '../../src/lib/sibling.ts';
import type { PaceFacts, PaceNow } from '../../src/model/pace.ts';
import type { CheckTask } from '../../src/model/report.ts';
import {
  LOOPBACK,
  checkAll,
  deadPort,
  outcomes,
  task,
  temporaryFolder,
  testJudge,
  withChecker,
  type TestJudge,
} from '../help/checking.ts';
import { answers, forwardProxy, nasty, type Nasty } from '../help/nasty.ts';

let judge: TestJudge;
let slow: Nasty;
let plan: JudgePlan;
before(async () => {
  [judge, slow] = await Promise.all([testJudge(), forwardProxy({ delayMs: 5 })]);
  plan = { ...(judge.plan as JudgePlan), https: null };
});
after(() => Promise.all([slow.stop(), judge.stop()]));

const many = (count: number, make: (nth: number) => CheckTask): CheckTask[] =>
  Array.from({ length: count }, (_, nth) => make(nth));
const options = (some: object) => runOptions({ plan: LIVENESS_PLAN, policy: LOOPBACK, ...some });

test('as many workers as asked for, or as suit the machine', () => {
  for (const [wanted, cores, count] of [
    [0, 1, 1],
    [0, 2, 1],
    [0, 3, 2],
    [0, 5, 4],
    [0, 64, 4],
    [3, 1, 3],
    [1, 64, 1],
  ] as const)
    assert.equal(laneCount(wanted, cores), count, `${wanted} wanted on ${cores} cores`);
});

test('ceilings are divided without a rest, and nobody gets a ceiling of nothing', () => {
  const concurrencies = (some: object, lanes: number): number[] =>
    sharesOf(options(some), lanes).map(({ concurrency }) => concurrency);
  assert.deepEqual(concurrencies({ concurrency: 5 }, 3), [2, 2, 1]);
  assert.deepEqual(concurrencies({ concurrency: 1 }, 3), [1]);
  assert.deepEqual(concurrencies({ concurrency: 9, httpsLimit: 2 }, 3), [5, 4]);
  const ceiling = fc.option(fc.integer({ min: 1, max: 500 }));
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 16 }),
      fc.integer({ min: 1, max: 5_000 }),
      fc.record({ httpLimit: ceiling, httpsLimit: ceiling, perNetwork: ceiling }),
      fc.integer({ min: 1, max: 10_000 }),
      (lanes, concurrency, ceilings, startsPerSecond) => {
        const whole = { ...options({ ...ceilings, startsPerSecond }), concurrency };
        const shares = sharesOf(whole, lanes);
        assert.ok(shares.length >= 1 && shares.length <= lanes);
        for (const key of ['concurrency', 'httpLimit', 'httpsLimit', 'perNetwork'] as const) {
          const parts = shares.map((share) => share[key]);
          if (whole[key] === null) assert.ok(parts.every((part) => part === null));
          else {
            assert.equal(
              parts.reduce((sum, part) => sum! + part!, 0),
              whole[key],
            );
            assert.ok(Math.min(...(parts as number[])) >= 1);
          }
        }
        const starts = shares.reduce((sum, share) => sum + share.startsPerSecond, 0);
        assert.ok(Math.abs(starts - startsPerSecond) < 1e-6);
      },
    ),
  );
});

test('what the workers tell becomes one', () => {
  const now: PaceNow = { limit: 90, wanted: 100, why: 'growing', learntMs: null };
  assert.deepEqual(sumPaceNow([now, { limit: 100, wanted: 100, why: 'full', learntMs: 900 }]), {
    limit: 190,
    wanted: 200,
    why: 'growing',
    learntMs: 900,
  });
  const pace: PaceFacts = {
    wanted: 100,
    allowed: 1_000,
    steps: [
      { atMs: 0, limit: 50, why: 'starting', times: 1 },
      { atMs: 40, limit: 100, why: 'full', times: 1 },
    ],
    stepsLost: 0,
    startsPerSecond: 250,
    perNetwork: 32,
    bound: { concurrency: 10, limit: 20, starts: 0, networks: 0, tasks: 0, answers: 4 },
    parked: 1,
    connectTimeoutMs: 3_000,
    learntMs: { internet: 700, loopback: null },
    isLearning: true,
    timeouts: 2,
    timeoutsMs: 10,
    rescued: 1,
  };
  const facts: RunFacts = {
    connections: 5,
    peakConnections: 3,
    busyMs: 100,
    retried: 1,
    judgeProbes: 2,
    exhausted: 0,
    pace,
  };
  const other = {
    ...pace,
    steps: [{ atMs: 20, limit: 60, why: 'behind', times: 1 } as const],
    bound: { ...pace.bound, limit: 40 },
    learntMs: { internet: 900, loopback: null },
  };
  const whole = options({ concurrency: 200, startsPerSecond: 500, perNetwork: 64 });
  const sum = sumFacts([facts, { ...facts, pace: other }], whole);
  assert.deepEqual([sum.connections, sum.peakConnections, sum.busyMs, sum.judgeProbes], [10, 6, 200, 4]);
  assert.deepEqual(
    sum.pace!.steps.map(({ atMs, limit, why }) => [atMs, limit, why]),
    [
      [0, 110, 'starting'],
      [20, 110, 'behind'],
      [40, 160, 'full'],
    ],
  );
  assert.deepEqual([sum.pace!.wanted, sum.pace!.startsPerSecond, sum.pace!.perNetwork], [200, 500, 64]);
  assert.deepEqual([sum.pace!.bound.limit, sum.pace!.learntMs.internet, sum.pace!.timeouts], [30, 900, 4]);
  assert.deepEqual(sumFacts([facts], whole), facts, 'one worker speaks for itself');
  assert.equal(sumFacts([], whole).pace, null);
});

test('two and three workers come to the same verdicts as one, with no more connections than asked for', async () => {
  const servers = await Promise.all([
    answers('SSH-2.0-x\r\n'),
    answers(''),
    nasty(() => {}),
    forwardProxy({ reply: (body) => `${body}<!-- -->` }),
  ]);
  try {
    const ports = [slow.port, ...servers.map(({ port }) => port), await deadPort()];
    const verdicts: string[][] = [];
    for (const [workers, concurrency] of [
      [1, 12],
      [2, 12],
      [3, 5],
    ] as const) {
      const tasks = many(50, (nth) => task(ports[nth % 10] ?? slow.port, ['http']));
      await withChecker({}, async (checker) => {
        const before = slow.seen.peak;
        const { reports, reported, connections, peakConnections, pace } = await checkAll(checker, tasks, {
          plan,
          workers,
          concurrency,
          timeoutMs: 800,
        });
        assert.equal(reported, 50);
        assert.ok(connections > 50);
        assert.ok(peakConnections <= concurrency, `${peakConnections} with ${workers} workers`);
        assert.ok(slow.seen.peak <= Math.max(before, concurrency + workers), 'one each may be closing');
        assert.equal(pace!.wanted, concurrency);
        verdicts.push(tasks.map(({ id }) => outcomes(reports.get(id))));
      });
    }
    assert.deepEqual(verdicts[1], verdicts[0]);
    assert.deepEqual(verdicts[2], verdicts[0]);
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
});

test('one of three workers dies in mid-run: nobody is lost, reported twice or blamed', async () => {
  const folder = temporaryFolder();
  const lives = join(folder.path, 'lives');
  writeFileSync(lives, '1 150');
  const notes: string[] = [];
  const mortal = {
    workerModule: siblingModule(import.meta.url, './fixtures/mortal-worker'),
    geoFile: lives,
    onNote: (note: string) => void notes.push(note),
  };
  const proxy = await forwardProxy({ delayMs: 25 });
  try {
    await withChecker(mortal, async (checker) => {
      const tasks = many(150, () => task(proxy.port, ['http']));
      const counts = new Map<number, number>();
      const { reported, cancelled } = await checker.check(
        tasks[Symbol.iterator](),
        { plan, policy: LOOPBACK, workers: 3, concurrency: 9 },
        undefined,
        (reports) => {
          for (const { id, reason } of reports) {
            counts.set(id, (counts.get(id) ?? 0) + 1);
            assert.equal(reason, null);
          }
        },
      );
      assert.deepEqual([reported, cancelled, counts.size], [150, 0, 150]);
      assert.ok([...counts.values()].every((count) => count === 1));
      assert.ok(
        notes.some((note) => note.includes('died as told')),
        notes.join(),
      );
    });
  } finally {
    await proxy.stop();
    folder.drop();
  }
});

test('cancelling ends the work of all workers, also of one that is dead at that moment', async () => {
  const folder = temporaryFolder();
  const lives = join(folder.path, 'lives');
  const silent = await nasty((socket) => void socket.resume());
  try {
    for (const state of ['0 0', '2 100']) {
      writeFileSync(lives, state);
      const died = Promise.withResolvers<void>();
      const mortal = {
        workerModule: siblingModule(import.meta.url, './fixtures/mortal-worker'),
        geoFile: lives,
        onNote: (note: string) => note.includes('died') && died.resolve(),
      };
      await withChecker(mortal, async (checker) => {
        const tasks = [...many(3, () => task(slow.port, ['http'])), ...many(500, () => task(silent.port, ['http']))];
        const abort = new AbortController();
        let reported = 0;
        const running = checker.check(
          tasks[Symbol.iterator](),
          { plan, policy: LOOPBACK, workers: 3, concurrency: 60, timeoutMs: 60_000 },
          abort.signal,
          (reports) => {
            reported += reports.length;
            if (reported === 3 && state === '0 0') abort.abort();
          },
        );
        if (state !== '0 0') void died.promise.then(() => abort.abort());
        const result = await running;
        assert.ok(result.partial);
        assert.equal(result.reported, reported);
        assert.ok(result.cancelled >= 60, `${result.cancelled} were in flight or queued`);
      });
      for (let wait = 0; silent.open() > 0 && wait < 100; wait++) await new Promise((next) => setTimeout(next, 20));
      assert.equal(silent.open(), 0, 'connections left open');
    }
  } finally {
    await silent.stop();
    folder.drop();
  }
});

test('a short list starts one worker only, and one that cannot live fails the run', async () => {
  const folder = temporaryFolder();
  const lives = join(folder.path, 'lives');
  const mortal = { workerModule: siblingModule(import.meta.url, './fixtures/mortal-worker'), geoFile: lives };
  try {
    writeFileSync(lives, '9 60000');
    await withChecker(mortal, async (checker) => {
      const tasks = many(3, () => task(slow.port, ['http']));
      assert.equal((await checkAll(checker, tasks, { plan, workers: 3 })).reported, 3);
      assert.match(readFileSync(lives, 'utf8'), /^8 /);
      assert.equal((await checkAll(checker, [], { plan, workers: 3 })).reported, 0);
    });
    writeFileSync(lives, '99 0');
    await withChecker(mortal, async (checker) => {
      const tasks = many(300, () => task(slow.port, ['http']));
      await assert.rejects(checkAll(checker, tasks, { plan, workers: 2 }), /died 3 times within a minute/);
    });
  } finally {
    folder.drop();
  }
});

test('without a word from the caller there is one worker', async () => {
  await withChecker({}, async (checker: Checker) => {
    const tasks = many(8, () => task(slow.port, ['http']));
    assert.equal((await checkAll(checker, tasks, { plan, concurrency: 2 })).pace!.wanted, 2);
  });
});
