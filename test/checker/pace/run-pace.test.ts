/** The pace of real runs against real listeners: a timeout that is learnt, networks that are spared, a way that is saturated. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, before, suite, test } from 'node:test';
import http from '../../../src/checker/checks/http.ts';
import { Checker } from '../../../src/checker/checker.ts';
import { CheckRun } from '../../../src/checker/check-run.ts';
import { LIVENESS_PLAN } from '../../../src/checker/judge-plan.ts';
import type { FromWorker, RunFacts } from '../../../src/checker/messages.ts';
import { ConnectTimes } from '../../../src/checker/pace/connect-times.ts';
import { unpackReports } from '../../../src/checker/report-codec.ts';
import { runOptions, type CheckRunOptions } from '../../../src/checker/run-options.ts';
import { TimerWheel } from '../../../src/lib/timer-wheel.ts';
import type { CheckTask } from '../../../src/model/report.ts';
import { LOOPBACK, checkAll, deadPort, task } from '../../help/checking.ts';
import { blackHole, nasty, type BlackHole, type Nasty } from '../../help/nasty.ts';

let alive: Nasty;
let hole: BlackHole;
before(async () => {
  [alive, hole] = await Promise.all([nasty((socket) => socket.destroy()), blackHole()]);
});
after(() => Promise.all([alive.stop(), hole.stop()]));

const many = (count: number, port: number): CheckTask[] => Array.from({ length: count }, () => task(port, ['http']));
const WHOLE_MS = 1_000;

/** Runs in this thread, where 127.0.0.0/8 can be taken for somebody else's networks. */
async function runAbroad(
  tasks: readonly CheckTask[],
  options: Partial<CheckRunOptions>,
): Promise<{ readonly facts: RunFacts; readonly order: readonly number[] }> {
  const wheel = new TimerWheel();
  const order: number[] = [];
  const facts = await new Promise<RunFacts>((resolve) => {
    const run = new CheckRun({
      id: 1,
      options: runOptions({ plan: LIVENESS_PLAN, policy: LOOPBACK, ...options }),
      checks: [http],
      wheel,
      country: () => null,
      history: { loopback: new ConnectTimes(), internet: new ConnectTimes() },
      isLocal: () => false,
      post: (message: FromWorker) => {
        if (message.kind === 'batch') order.push(...unpackReports(message.reports).map(({ id }) => id));
        else if (message.kind === 'finished') resolve(message.facts);
      },
      onOver: () => {},
    });
    run.add(tasks, true);
  });
  assert.equal(wheel.size, 0, 'no deadline is left');
  wheel.stop();
  return { facts, order };
}

// They mostly wait: together they take as long as the longest of them.
suite('pace of a run', { concurrency: true }, () => {
  test('once it is known how long connections take, those that never come about cost less, in flight as well', async () => {
    const checker = new Checker();
    const options = { plan: LIVENESS_PLAN, concurrency: 150, connectTimeoutMs: WHOLE_MS, retries: 0 };
    try {
      // The holes are in flight before anything is known.
      const run = await checkAll(checker, [...many(100, hole.port), ...many(300, alive.port)], {
        ...options,
        learnConnectTimeout: true,
      });
      const { learntMs, timeouts, timeoutsMs } = run.pace!;
      assert.ok(learntMs.loopback !== null && learntMs.loopback < WHOLE_MS / 2, String(learntMs.loopback));
      // Each is tried again late with the whole time: nobody is lost by less.
      assert.deepEqual([timeouts, run.retried, run.pace!.rescued], [200, 100, 0]);
      const oneEachMs = timeoutsMs / 100;
      assert.ok(oneEachMs > WHOLE_MS && oneEachMs < WHOLE_MS * 1.75, `${oneEachMs} ms for both tries of one`);
      // The next run of this worker knows, whether it uses it or not.
      const told = await checkAll(checker, many(1, alive.port), options);
      assert.equal(told.pace!.learntMs.loopback !== null, true);
      assert.equal(told.pace!.isLearning, false);
    } finally {
      await checker.stop();
    }
  });

  test('refused is final, however many retries there are', async () => {
    const checker = new Checker();
    const refused = task(await deadPort(), ['http']);
    const run = await checkAll(checker, [refused], { plan: LIVENESS_PLAN, retries: 3, learnConnectTimeout: true });
    assert.equal(run.reports.get(refused.id)?.reason, 'refused');
    assert.deepEqual([run.connections, run.retried], [1, 0]);
    await checker.stop();
  });

  test('whoever needs the whole time is found by the late retry', async () => {
    const slow = await blackHole();
    const checker = new Checker();
    try {
      const late = task(slow.port, ['http']);
      setTimeout(() => slow.wake(), 800);
      const run = await checkAll(checker, [...many(300, alive.port), late], {
        plan: LIVENESS_PLAN,
        connectTimeoutMs: 3_000,
        retries: 0,
        learnConnectTimeout: true,
      });
      assert.match(run.reports.get(late.id)?.reason ?? '', /^(closed|reset)$/, 'it connected');
      assert.deepEqual([run.retried, run.pace!.rescued], [1, 1]);
    } finally {
      await checker.stop();
      await slow.stop();
    }
  });

  test('of one network only so many at a time, and nobody else waits for them', async () => {
    const slow = await nasty((socket) => void setTimeout(() => socket.destroy(), 400));
    const elsewhere = await Promise.all([1, 2, 3, 4].map((n) => nasty((socket) => socket.destroy(), `127.0.7${n}.1`)));
    try {
      const crowd = many(40, slow.port);
      const others = elsewhere.flatMap(({ port }, index) =>
        Array.from({ length: 5 }, () => task(port, ['http'], { host: `127.0.7${index + 1}.1` })),
      );
      const { facts, order } = await runAbroad([...crowd, ...others], { perNetwork: 20, startsPerSecond: 100_000 });
      assert.equal(order.length, 60);
      // Five at once, then twenty a second, each for 0.4 s.
    assert.ok(slow.seen.peak <= 15, `${slow.seen.peak} at one time`);
      assert.equal(slow.seen.total, 40);
      assert.ok(elsewhere.every(({ seen }) => seen.total === 5));
      const lastOther = Math.max(...others.map(({ id }) => order.indexOf(id)));
      assert.ok(lastOther < 35, `the others were done as number ${lastOther} of 60`);
      assert.ok(facts.pace!.parked >= 30);
      assert.ok(facts.pace!.bound.networks > 1_000, 'two seconds at twenty a second, less what is begun at once');
    } finally {
      await Promise.all([slow, ...elsewhere].map((one) => one.stop()));
    }
  });

  test('the starts per second hold back, and it is told for how long', async () => {
    const { facts } = await runAbroad(many(60, alive.port), { perNetwork: null, startsPerSecond: 100 });
    const { starts, concurrency } = facts.pace!.bound;
    assert.ok(starts > 300 && starts < 2_000, `${starts} ms`);
    assert.equal(concurrency, 0);
  });

  test('when what connected a moment ago does not connect any more, half as many are tried', async () => {
    const program = `const { createServer } = require('node:net'); const ports = []; for (let i = 0; i < 2; i++) createServer((s) => { s.on('error', () => {}); s.destroy(); }).listen({ port: 0, host: '127.0.0.1', backlog: 1 }, function () { ports.push(this.address().port); if (ports.length === 2) console.log(JSON.stringify(ports)); })`;
    const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [text] = (await once(child.stdout, 'data')) as [Buffer];
    const ports = JSON.parse(text.toString()) as [number, number];
    const checker = new Checker();
    try {
      const abort = new AbortController();
      const tasks = Array.from({ length: 2_000 }, (_, index) => task(ports[index % 2]!, ['http']));
      let seen = 0;
      const { pace } = await checker.check(
        tasks[Symbol.iterator](),
        {
          plan: LIVENESS_PLAN,
          policy: LOOPBACK,
          concurrency: 160,
          connectTimeoutMs: 300,
          retries: 0,
          onPace: ({ why }) => {
            if (why === 'network') abort.abort();
          },
        },
        abort.signal,
        (reports) => {
          seen += reports.length;
          if (seen >= 200) child.kill('SIGSTOP');
        },
      );
      const saturated = pace!.steps.find(({ why }) => why === 'network');
      assert.ok(saturated, JSON.stringify(pace!.steps));
      assert.ok(saturated.limit >= 64 && saturated.limit <= 80, `${saturated.limit} of 160`);
    } finally {
      child.kill('SIGKILL');
      await checker.stop();
    }
  });
});
