/** How a run of checks behaves as a whole: limits, cancelling, late retries, a worker that dies. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { after, before, test } from 'node:test';
import { Checker } from '../../src/checker/checker.ts';
import { openGeo } from '../../src/checker/geo.ts';
import type { JudgePlan } from '../../src/checker/judge-plan.ts';
import { siblingModule } from '../../src/lib/sibling.ts';
import { RefbotError } from '../../src/model/errors.ts';
import type { CheckReport, CheckTask } from '../../src/model/report.ts';
import { LOOPBACK, checkAll, task, temporaryFolder, testJudge, withChecker, type TestJudge } from '../help/checking.ts';
import { blackHole, forwardProxy, nasty, type Nasty } from '../help/nasty.ts';

let judge: TestJudge;
let checker: Checker;
let proxy: Nasty;
before(async () => {
  [judge, proxy] = await Promise.all([testJudge(), forwardProxy()]);
  checker = new Checker();
});
after(async () => {
  await checker.stop();
  await Promise.all([proxy.stop(), judge.stop()]);
});

const many = (count: number, make: () => CheckTask): CheckTask[] => Array.from({ length: count }, make);
const is = (name: string) => (error: unknown) => error instanceof RefbotError && error.errorName === name;

test('each task is reported once, in batches, and no more connections are open than allowed', async () => {
  const slow = await forwardProxy({ delayMs: 5 });
  try {
    const tasks = many(120, () => task(slow.port, ['http']));
    let batches = 0;
    const seen: number[] = [];
    const onlyHttp: JudgePlan = { ...(judge.plan as JudgePlan), https: null };
    const result = await checker.check(
      tasks[Symbol.iterator](),
      { plan: onlyHttp, policy: LOOPBACK, concurrency: 7 },
      undefined,
      (reports) => {
        batches++;
        for (const report of reports) seen.push(report.id);
      },
    );
    assert.deepEqual(
      seen.sort((a, b) => a - b),
      tasks.map(({ id }) => id),
    );
    assert.ok(batches < 60, `${batches} batches for 120 proxies`);
    assert.equal(result.reported, 120);
    assert.equal(result.connections, 240, 'two connections each: the reply and its confirmation');
    assert.equal(result.peakConnections, 7);
    assert.ok(slow.seen.peak <= 8, `${slow.seen.peak} connections at one time`); // one may be closing
    assert.equal(result.cancelled, 0);
    assert.equal(result.partial, false);
    assert.ok(result.busyMs > 0);
  } finally {
    await slow.stop();
  }
});

test('http and https have ceilings of their own', async () => {
  const slow = await forwardProxy({ delayMs: 10 });
  try {
    const onlyHttp: JudgePlan = { ...(judge.plan as JudgePlan), https: null };
    const { reports, peakConnections } = await checkAll(
      checker,
      many(30, () => task(slow.port, ['http'])),
      { plan: onlyHttp, concurrency: 20, httpLimit: 3 },
    );
    assert.equal(peakConnections, 3);
    assert.ok([...reports.values()].every((report) => report.reason === null));
  } finally {
    await slow.stop();
  }
});

test('cancelling keeps what was found and ends at once', async () => {
  const silent = await nasty(() => {});
  try {
    const tasks = [...many(3, () => task(proxy.port, ['http'])), ...many(2_000, () => task(silent.port, ['http']))];
    const abort = new AbortController();
    const reports: CheckReport[] = [];
    const startedAt = performance.now();
    const result = await checker.check(
      tasks[Symbol.iterator](),
      { plan: judge.plan, policy: LOOPBACK, concurrency: 50, timeoutMs: 60_000 },
      abort.signal,
      (batch) => {
        reports.push(...batch);
        if (reports.length === 3) abort.abort();
      },
    );
    assert.ok(performance.now() - startedAt < 30_000, 'does not wait for the silent ones');
    assert.equal(reports.length, 3);
    assert.equal(result.reported, 3);
    assert.ok(result.partial);
    assert.ok(result.cancelled >= 50, `${result.cancelled} were in flight or queued`);
  } finally {
    await silent.stop();
  }
});

test('a signal that has fired before checks nothing', async () => {
  const before = proxy.seen.total;
  const result = await checkAll(
    checker,
    many(5, () => task(proxy.port, ['http'])),
    { plan: judge.plan },
    AbortSignal.abort(),
  );
  assert.deepEqual([result.reported, result.partial, proxy.seen.total - before], [0, true, 0]);
});

test('an iterator or a listener that throws ends the run with its error, and the next run works', async () => {
  const tasks = function* (): Generator<CheckTask> {
    yield task(proxy.port, ['http']);
    throw new Error('no more');
  };
  await assert.rejects(
    checker.check(tasks(), { plan: judge.plan, policy: LOOPBACK }, undefined, () => {}),
    /no more/,
  );
  const throwing = (): never => {
    throw new Error('not today');
  };
  await assert.rejects(
    checker.check(
      [task(proxy.port, ['http'])][Symbol.iterator](),
      { plan: judge.plan, policy: LOOPBACK },
      undefined,
      throwing,
    ),
    /not today/,
  );
  const it = task(proxy.port, ['http']);
  assert.equal((await checkAll(checker, [it], { plan: judge.plan })).reports.get(it.id)?.reason, null);
});

test('two runs at a time do not get in each other’s way', async () => {
  const runs = await Promise.all(
    [many(20, () => task(proxy.port, ['http'])), many(20, () => task(proxy.port, ['https']))].map((tasks) =>
      checkAll(checker, tasks, { plan: judge.plan }),
    ),
  );
  for (const { reports } of runs)
    assert.deepEqual(
      [...reports.values()].map((report) => report.reason),
      Array(20).fill(null),
    );
});

test('a connect that timed out is tried again late, as often as told', async () => {
  const hole = await blackHole();
  try {
    const tasks = [task(hole.port, ['http']), task(hole.port, ['http'])];
    const twice = await checkAll(checker, tasks, { plan: judge.plan, connectTimeoutMs: 150, retries: 2 });
    assert.equal(twice.reports.get(tasks[0]!.id)?.reason, 'connect-timeout');
    assert.equal(twice.retried, 4);
    setTimeout(() => hole.wake(), 250);
    const woken = await checkAll(checker, tasks, { plan: judge.plan, connectTimeoutMs: 400, retries: 3 });
    assert.match(woken.reports.get(tasks[0]!.id)?.reason ?? '', /^(closed|reset)$/, 'the retry got through');
  } finally {
    await hole.stop();
  }
});

test('a worker that dies comes back and loses nothing', async () => {
  const folder = temporaryFolder();
  const lives = join(folder.path, 'lives');
  writeFileSync(lives, '1 150');
  const notes: string[] = [];
  const slow = await forwardProxy({ delayMs: 30 });
  try {
    await withChecker(
      {
        workerModule: siblingModule(import.meta.url, './fixtures/mortal-worker'),
        geoFile: lives,
        onNote: (note) => notes.push(note),
      },
      async (mortal) => {
        const tasks = many(60, () => task(slow.port, ['http']));
        const counts = new Map<number, number>();
        const result = await mortal.check(
          tasks[Symbol.iterator](),
          { plan: judge.plan, policy: LOOPBACK, concurrency: 4 },
          undefined,
          (reports) => {
            for (const report of reports) {
              counts.set(report.id, (counts.get(report.id) ?? 0) + 1);
              assert.equal(report.reason, null);
            }
          },
        );
        assert.equal(result.reported, 60);
        assert.equal(counts.size, 60);
        assert.ok(
          [...counts.values()].every((count) => count === 1),
          'nobody is reported twice',
        );
        assert.ok(
          notes.some((note) => note.includes('died as told')),
          notes.join(),
        );
      },
    );
  } finally {
    await slow.stop();
    folder.drop();
  }
});

test('a worker that leaves again and again is given up, and the next check has a new one', async () => {
  const folder = temporaryFolder();
  const lives = join(folder.path, 'lives');
  writeFileSync(lives, '99 0 exit');
  const silent = await nasty(() => {});
  try {
    await withChecker(
      { workerModule: siblingModule(import.meta.url, './fixtures/mortal-worker'), geoFile: lives },
      async (mortal) => {
        await assert.rejects(
          checkAll(mortal, [task(silent.port, ['http'])], { plan: judge.plan, timeoutMs: 60_000 }),
          (error) =>
            is('engine-worker')(error) && /died 3 times within a minute: .*status 3/.test((error as Error).message),
        );
        writeFileSync(lives, '0 0');
        const it = task(proxy.port, ['http']);
        assert.equal((await checkAll(mortal, [it], { plan: judge.plan })).reports.get(it.id)?.reason, null);
      },
    );
  } finally {
    await silent.stop();
    folder.drop();
  }
});

test('stopping ends what runs; nothing can be checked afterwards', async () => {
  const silent = await nasty(() => {});
  const own = new Checker();
  const running = checkAll(own, [task(silent.port, ['http'])], { plan: judge.plan, timeoutMs: 60_000 });
  const ended = assert.rejects(running, is('cancelled'));
  await own.stop();
  await ended;
  await assert.rejects(checkAll(own, [], { plan: judge.plan }), is('not-running'));
  await silent.stop();
});

test('countries come from the database, or are null without one', async () => {
  const bundled = await openGeo(null);
  if (bundled.problem === null) {
    assert.equal(bundled.lookup('8.8.8.8'), 'US');
    assert.equal(bundled.lookup('127.0.0.1'), null);
  }
  const missing = await openGeo('/no/such/file.mmdb');
  assert.equal(missing.lookup('8.8.8.8'), null);
  assert.match(missing.problem ?? '', /no such file/);
});

test(
  'out of descriptors it waits, and blames nobody',
  { skip: process.platform !== 'linux' && 'ulimit is the shell’s' },
  async () => {
    const busy = await nasty((socket) => void setTimeout(() => socket.end('HTTP/1.1 200 OK\r\n\r\n'), 60));
    try {
      const script = fileURLToPath(new URL('./fixtures/short-of-descriptors.ts', import.meta.url));
      const { stdout } = await promisify(execFile)(
        'sh',
        ['-c', `ulimit -n 64; exec "$0" "$1" ${busy.port} 200`, process.execPath, script],
        { timeout: 20_000 },
      );
      const { good, exhausted } = JSON.parse(stdout) as { good: number; exhausted: number };
      assert.equal(good, 200);
      assert.ok(exhausted > 0, 'the limit was met');
    } finally {
      await busy.stop();
    }
  },
);
