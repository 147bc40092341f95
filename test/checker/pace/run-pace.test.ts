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
import { RunPace } from '../../../src/checker/pace/run-pace.ts';
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

/** A checker whose worker has learnt that connections take no time. */
async function taught(): Promise<Checker> {
  const checker = new Checker();
  for (let run = 0; run < 20; run++) {
    const { pace } = await checkAll(checker, many(300, alive.port), { plan: LIVENESS_PLAN });
    if ((pace!.learntMs.loopback ?? Infinity) <= 400) break;
  }
  return checker;
}

/** Runs in this thread, where 127.0.0.0/8 can be taken for somebody else's networks. @param lastAfterMs the end of the list is told so late */
async function runAbroad(
  tasks: readonly CheckTask[],
  options: Partial<CheckRunOptions>,
  lastAfterMs = 0,
  before: (run: CheckRun) => void = () => {},
  turned: (events: number, open: number) => void = () => {},
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
      turned,
      post: (message: FromWorker) => {
        if (message.kind === 'batch') order.push(...unpackReports(message.reports).map(({ id }) => id));
        else if (message.kind === 'finished') resolve(message.facts);
      },
      onOver: () => {},
    });
    before(run);
    run.add(tasks, lastAfterMs === 0);
    if (lastAfterMs > 0) setTimeout(() => run.add([], true), lastAfterMs);
  });
  assert.equal(wheel.size, 0, 'no deadline is left');
  wheel.stop();
  return { facts, order };
}

test('the brain is told when something has changed, and at most twice a second', () => {
  const wheel = new TimerWheel();
  const told: number[] = [];
  const pace = new RunPace({
    options: runOptions({ plan: LIVENESS_PLAN, policy: LOOPBACK, concurrency: 150 }),
    wheel,
    history: { loopback: new ConnectTimes(), internet: new ConnectTimes() },
    isLocal: () => true,
    isLate: () => false,
    signal: new AbortController().signal,
    tell: ({ limit }) => told.push(limit),
    open: () => 100,
    wake: () => {},
    cut: () => {},
  });
  for (let now = 1_000; now <= 3_000; now += 100) pace.keep(now, null);
  assert.deepEqual(told, [150]);
  pace.governor.ranOut(3_600, 'descriptors', 100);
  pace.keep(3_600, null);
  assert.deepEqual(told, [150, 90]);
  pace.governor.ranOut(3_800, 'descriptors', 80);
  pace.keep(3_800, null);
  assert.deepEqual(told, [150, 90], 'not so soon');
  pace.keep(4_200, null);
  assert.deepEqual(told, [150, 90, 72]);
  wheel.stop();
});

test('each turn says how many connections ended in it, and how many are open', async () => {
  const turns: { readonly events: number; readonly open: number }[] = [];
  const note = (events: number, open: number): void => void turns.push({ events, open });
  await runAbroad(many(60, alive.port), { concurrency: 20, retries: 0 }, 0, () => {}, note);
  const events = turns.reduce((sum, turn) => sum + turn.events, 0);
  // One for the tasks, one for each connection and one for each check, at least; turns that go on with a ramp have one, too.
  assert.ok(events >= 121 && events < 240, `${events} events`);
  assert.ok(turns.some(({ open }) => open > 1) && turns.every(({ open }) => open <= 20));
  assert.equal(turns.at(-1)!.open, 0);
});

// They mostly wait: together they take as long as the longest of them.
suite('pace of a run', { concurrency: true }, () => {
  test('once it is known how long connections take, those that never come about cost less, and nobody is lost by it', async () => {
    const wholeMs = 2_000;
    const checker = await taught();
    try {
      const options = {
        plan: LIVENESS_PLAN,
        connectTimeoutMs: wholeMs,
        timeoutMs: 8_000,
        retries: 0,
        learnConnectTimeout: true,
      };
      const run = await checkAll(checker, many(100, hole.port), options);
      // Each is tried again late with the whole time.
      assert.deepEqual([run.pace!.timeouts, run.retried, run.pace!.rescued], [200, 100, 0]);
      const oneEachMs = run.pace!.timeoutsMs / 100;
      assert.ok(oneEachMs > wholeMs && oneEachMs < wholeMs * 1.9, `${oneEachMs} ms for both tries of one`);
    } finally {
      await checker.stop();
    }
  });

  test('what is learnt and not wanted is only told', async () => {
    const checker = await taught();
    const run = await checkAll(checker, many(3, hole.port), { plan: LIVENESS_PLAN, connectTimeoutMs: 900, retries: 0 });
    await checker.stop();
    assert.deepEqual([run.retried, run.pace!.isLearning], [0, false]);
    assert.ok(run.pace!.learntMs.loopback !== null && run.pace!.timeoutsMs >= 2_700);
  });

  test('those that are in flight when it becomes known are cut as well', async () => {
    const checker = new Checker();
    const abort = new AbortController();
    const options = { plan: LIVENESS_PLAN, concurrency: 150, connectTimeoutMs: 30_000, retries: 0 };
    const { retried } = await checkAll(
      checker,
      [...many(100, hole.port), ...many(2_000, alive.port)],
      {
        ...options,
        learnConnectTimeout: true,
        onPace: ({ learntMs }) => {
          if (learntMs !== null) setTimeout(() => abort.abort(), learntMs + 500);
        },
      },
      abort.signal,
    );
    await checker.stop();
    assert.ok(retried > 0, 'by itself none could have timed out by now');
  });

  test('refused is final, however many retries there are', async () => {
    const checker = new Checker();
    const refused = task(await deadPort(), ['http']);
    const run = await checkAll(checker, [refused], { plan: LIVENESS_PLAN, retries: 3, learnConnectTimeout: true });
    assert.equal(run.reports.get(refused.id)?.reason, 'refused');
    assert.deepEqual([run.connections, run.retried], [1, 0]);
    await checker.stop();
  });

  test('a run of few at once goes on after this machine ran out of something', { timeout: 5_000 }, async () => {
    const { facts, order } = await runAbroad(many(20, alive.port), { concurrency: 4, perNetwork: null }, 0, (run) => {
      run.withSlot('http', () => {});
      run.freeSlot('http', 'descriptors');
    });
    assert.deepEqual([order.length, facts.exhausted], [20, 1]);
  });

  test('a late retry waits for the end of the list, so that a short outage is over by then', async () => {
    const slow = await blackHole();
    try {
      const [late] = many(1, slow.port) as [CheckTask];
      setTimeout(() => slow.wake(), 700);
      const options = { connectTimeoutMs: 200, timeoutMs: 2_000, retries: 1, perNetwork: null };
      const { facts, order } = await runAbroad([late], options, 900);
      assert.deepEqual([order, facts.retried, facts.pace!.rescued], [[late.id], 1, 1]);
    } finally {
      await slow.stop();
    }
  });

  test('whoever needs the whole time is found by the late retry', async () => {
    const slow = await blackHole();
    const checker = await taught();
    try {
      const late = task(slow.port, ['http']);
      // The late retry knocks again a second after its first try.
      setTimeout(() => slow.wake(), 1_100);
      const options = {
        plan: LIVENESS_PLAN,
        connectTimeoutMs: 8_000,
        timeoutMs: 8_000,
        retries: 0,
        learnConnectTimeout: true,
      };
      const run = await checkAll(checker, [late], options);
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
      assert.ok(slow.seen.peak <= 21, `${slow.seen.peak} at one time`); // one may be closing
      assert.equal(slow.seen.total, 40);
      assert.ok(elsewhere.every(({ seen }) => seen.total === 5));
      const lastOther = Math.max(...others.map(({ id }) => order.indexOf(id)));
      assert.ok(lastOther < 35, `the others were done as number ${lastOther} of 60`);
      assert.ok(facts.pace!.parked >= 30);
      assert.ok(facts.pace!.bound.networks > 500, 'two seconds at twenty a second, less what is begun at once');
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
    // A thread that is late itself does not blame the way: on a machine that slow, such a run says nothing.
    let saturated = await saturatedAt();
    for (let tries = 2; saturated === null && tries > 0; tries--) saturated = await saturatedAt();
    assert.ok(saturated !== null, 'it was not noticed');
    assert.ok(saturated >= 64 && saturated <= 80, `${saturated} of 160`);
  });
});

/** Two listeners that answer until two hundred have been checked, and no more then. @returns the limit that this led to */
async function saturatedAt(): Promise<number | null> {
  const program = `const { createServer } = require('node:net'); const ports = []; for (let i = 0; i < 2; i++) createServer((s) => { s.on('error', () => {}); s.destroy(); }).listen({ port: 0, host: '127.0.0.1', backlog: 1 }, function () { ports.push(this.address().port); if (ports.length === 2) console.log(JSON.stringify(ports)); })`;
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [text] = (await once(child.stdout, 'data')) as [Buffer];
  const ports = JSON.parse(text.toString()) as [number, number];
  const checker = new Checker();
  try {
    const abort = new AbortController();
    const tasks = Array.from({ length: 6_000 }, (_, index) => task(ports[index % 2]!, ['http']));
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
    return pace!.steps.find(({ why }) => why === 'network')?.limit ?? null;
  } finally {
    child.kill('SIGKILL');
    await checker.stop();
  }
}
