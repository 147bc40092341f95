import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FailureReason } from '../../src/model/report.ts';
import { RECHECK_BLAMELESS_MS, RECHECK_DEAD_MS, RECHECK_MIN_MS } from '../../src/model/recheck.ts';
import { bad, batchOf, createWorld, good, loopbackBatch, report, RULES, START } from '../help/pool-world.ts';

const three = batchOf([
  { host: '127.0.0.1', port: 80 },
  { host: '127.0.0.2', port: 80, protocols: 8 },
  { host: 'proxy.example', port: 3128 },
]);

test('candidates become new proxies once; a second list adds its name and its claims', async () => {
  const { pool, facts } = createWorld();
  assert.deepEqual(await pool.admit(three, { source: 'one', protocols: 1 }), {
    added: 3,
    known: 0,
    recalled: 0,
    addedIds: Uint32Array.of(1, 2, 3),
  });
  const again = batchOf([
    { host: '127.0.0.1', port: 80, protocols: 4 },
    { host: '127.0.0.1', port: 81 },
    { host: '127.0.0.1', port: 81 },
  ]);
  assert.deepEqual(await pool.admit(again, { source: 'two' }), {
    added: 1,
    known: 2,
    recalled: 0,
    addedIds: Uint32Array.of(4),
  });
  assert.deepEqual(pool.row(1), {
    id: 1,
    address: '127.0.0.1:80',
    protocols: ['http', 'socks4'],
    status: 'new',
    score: 0,
    success: 0,
    speed: 0,
    reliability: 0,
    latencyMs: null,
    anonymity: null,
    country: null,
    breaker: 'CLOSED',
    sources: ['one', 'two'],
    tags: [],
    lastCheckedAt: null,
    failure: null,
    changed: null,
    banned: false,
    evicted: false,
    throughput: null,
    targets: [],
    listed: null,
  });
  assert.deepEqual(pool.row(2).protocols, ['socks5'], 'what the line says goes before what the list says');
  assert.deepEqual(facts['pool.changed'], [
    { added: 3, removed: 0, total: 3 },
    { added: 1, removed: 0, total: 4 },
  ]);
});

test('a user name is part of the key, a password is not: another one makes the proxy new again', async () => {
  const { pool, clock } = createWorld();
  const login = (user: string, password: string) => batchOf([{ host: '127.0.0.9', port: 8_080, user, password }]);
  await pool.admit(login('ann', 'old'), { source: 's' });
  assert.equal((await pool.admit(login('bob', 'x'), { source: 's' })).added, 1);
  pool.apply([report(1, clock.at, [good()])]);
  assert.equal((await pool.admit(login('ann', 'old'), { source: 's' })).known, 1);
  assert.equal(pool.row(1).status, 'working');
  assert.equal((await pool.admit(login('ann', 'fresh'), { source: 's' })).known, 1);
  const { status, score, latencyMs, lastCheckedAt, address } = pool.row(1);
  assert.deepEqual(
    { status, score, latencyMs, lastCheckedAt, address },
    { status: 'new', score: 0, latencyMs: null, lastCheckedAt: null, address: 'ann@127.0.0.9:8080' },
  );
  assert.deepEqual(pool.detail(1).latencies, []);
  assert.ok(!JSON.stringify([pool.row(1), pool.detail(1)]).includes('fresh'), 'no password in rows');
  assert.deepEqual(
    [...pool.dueTasks()].map((task) => [task.id, task.user, task.password]),
    [
      [1, 'ann', 'fresh'],
      [2, 'bob', 'x'],
    ],
  );
});

test('a report decides status, protocols, latency, anonymity and when it is due again', async () => {
  const { pool, clock, facts } = createWorld();
  await pool.admit(three, { source: 's' });
  const at = clock.at;
  pool.apply([
    report(
      1,
      at,
      [
        good({ protocol: 'http', latencyMs: 900 }),
        good({ protocol: 'socks5', latencyMs: 300.04, anonymity: null }),
        bad('denied', 'https'),
      ],
      { country: 'de', exit: '127.9.9.9' },
    ),
    report(2, at, [good({ outcome: 'answered', anonymity: 'transparent' })]),
    report(3, at, [bad('refused')]),
    report(99, at, [good()]),
  ]);
  const row = pool.row(1);
  assert.deepEqual(
    [row.status, row.protocols, row.latencyMs, row.anonymity, row.country, row.failure],
    ['working', ['http', 'socks5'], 300, 'elite', 'DE', null],
  );
  const detail = pool.detail(1);
  assert.deepEqual(detail.results, [
    { protocol: 'http', outcome: 'confirmed', latencyMs: 900, reason: null },
    { protocol: 'https', outcome: 'failed', latencyMs: null, reason: 'denied' },
    { protocol: 'socks5', outcome: 'confirmed', latencyMs: 300, reason: null },
  ]);
  assert.deepEqual([detail.exit, detail.latencies, detail.checks, detail.passes], ['127.9.9.9', [300], 1, 1]);
  assert.equal(detail.nextDueAt, new Date(at + RECHECK_MIN_MS).toISOString());
  assert.equal(pool.row(2).status, 'answered');
  assert.deepEqual([pool.row(3).status, pool.row(3).failure, pool.row(3).protocols], ['failed', 'refused', []]);
  assert.equal(pool.detail(3).nextDueAt, new Date(at + RECHECK_DEAD_MS).toISOString());
  assert.deepEqual(
    facts['proxy.checked'][0]?.reports.map(({ id }) => id),
    [1, 2, 3],
    'reports on unknown proxies are dropped',
  );
  assert.deepEqual(facts['proxy.status'][0]?.changes, [
    { id: 1, from: 'new', to: 'working' },
    { id: 2, from: 'new', to: 'answered' },
    { id: 3, from: 'new', to: 'failed' },
  ]);
});

test('the latency is the median of the last nine of the fastest working protocol, and a failure keeps it', async () => {
  const { pool, clock } = createWorld();
  await pool.admit(three, { source: 's' });
  for (const latencyMs of [5_000, 100, 200, 300, 400, 500, 600, 700, 800, 900]) {
    clock.at += 60_000;
    pool.apply([report(1, clock.at, [good({ latencyMs })])]);
  }
  assert.equal(pool.row(1).latencyMs, 500);
  assert.deepEqual(pool.detail(1).latencies, [100, 200, 300, 400, 500, 600, 700, 800, 900]);
  pool.apply([report(1, clock.at, [good({ protocol: 'socks4', latencyMs: 450 })])]);
  assert.deepEqual(
    [pool.row(1).latencyMs, pool.row(1).protocols],
    [450, ['http', 'socks4']],
    'what was not tried is still believed',
  );
  const before = pool.row(1).score;
  pool.apply([report(1, clock.at, [bad('reset')])]);
  const { status, latencyMs, speed, score, protocols } = pool.row(1);
  assert.deepEqual(
    { status, latencyMs, speed, protocols },
    { status: 'failed', latencyMs: 450, speed: 0, protocols: [] },
  );
  assert.ok(score < before);
});

test('blameless reports change no counter; a cancelled one stays due, others wait a little', async () => {
  const { pool, clock } = createWorld();
  await pool.admit(three, { source: 's' });
  const before = pool.stats();
  const run = pool.dueTasks();
  assert.equal([...run].length, 3);
  const blameless: FailureReason[] = ['judge-down', 'blocked', 'cancelled'];
  pool.apply(blameless.map((reason, i) => report(i + 1, clock.at, [bad(reason)])));
  assert.deepEqual(pool.stats(), before);
  assert.equal(await run.close(), 0);
  assert.deepEqual(
    [...pool.dueTasks()].map(({ id }) => id),
    [3],
  );
  clock.at += RECHECK_BLAMELESS_MS;
  assert.deepEqual(
    [...pool.dueTasks()].map(({ id }) => id),
    [1, 2],
  );
  assert.deepEqual(
    pool.throughput(200),
    pool.throughput(200).map(({ second }) => ({ second, ok: 0, failed: 0 })),
  );
});

test('three reach failures open the breaker; its trial shows as HALF_OPEN and a pass closes it', async () => {
  const { pool, clock, facts } = createWorld();
  await pool.admit(batchOf([{ host: '127.0.0.1', port: 80 }]), { source: 's' });
  for (let i = 0; i < 3; i += 1) pool.apply([report(1, clock.at, [bad('connect-timeout')])]);
  assert.equal(pool.row(1).breaker, 'OPEN');
  assert.deepEqual(pool.stats().breaker, { closed: 0, open: 1, halfOpen: 0 });
  facts['proxy.status'].length = 0;
  clock.at += 24 * 3_600_000;
  const run = pool.dueTasks();
  assert.equal(run.next().value?.id, 1);
  assert.deepEqual([pool.row(1).breaker, pool.row(1).status], ['HALF_OPEN', 'testing']);
  await Promise.resolve();
  assert.deepEqual(facts['proxy.status'], [{ changes: [{ id: 1, from: 'OPEN', to: 'HALF_OPEN' }] }]);
  pool.apply([report(1, clock.at, [good()])]);
  assert.deepEqual(facts['proxy.status'][1]?.changes, [
    { id: 1, from: 'HALF_OPEN', to: 'CLOSED' },
    { id: 1, from: 'failed', to: 'working' },
  ]);
  assert.deepEqual(pool.stats().breaker, { closed: 1, open: 0, halfOpen: 0 });
});

test('a pass between failures begins the count anew', async () => {
  const { pool, clock } = createWorld();
  await pool.admit(batchOf([{ host: '127.0.0.1', port: 80 }]), { source: 's' });
  const down = bad('connect-timeout');
  for (const result of [down, down, good(), down, down]) pool.apply([report(1, clock.at, [result])]);
  assert.equal(pool.row(1).breaker, 'CLOSED');
  pool.apply([report(1, clock.at, [down])]);
  assert.equal(pool.row(1).breaker, 'OPEN');
});

test('a failure that reached the proxy never opens the breaker', async () => {
  const { pool, clock } = createWorld();
  await pool.admit(three, { source: 's' });
  for (let i = 0; i < 9; i += 1) pool.apply([report(1, clock.at, [bad(i % 2 === 0 ? 'bad-reply' : 'auth-required')])]);
  assert.equal(pool.row(1).breaker, 'CLOSED');
});

test('tasks: who is handed out is under test until reported or the run is closed', async () => {
  const { pool, clock } = createWorld();
  await pool.admit(three, { source: 's' });
  const run = pool.dueTasks(2);
  assert.equal(await run.count(), 2);
  const who = { host: '127.0.0.1', port: 80, user: null, password: null };
  assert.deepEqual(run.next().value, { id: 1, ...who, claimed: 0, tlsSkip: false });
  assert.equal(run.next().value?.claimed, 8);
  assert.equal(run.next().done, true, 'the limit');
  assert.equal(pool.stats().testing, 2);
  assert.equal(pool.stats().new, 3, 'the stored status stays');
  const other = pool.allTasks();
  assert.equal(await other.count(), 1);
  assert.deepEqual(
    [...other].map(({ id }) => id),
    [3],
    'nobody is handed out twice',
  );
  pool.apply([report(1, clock.at, [good()])]);
  assert.equal(await run.close(), 1);
  assert.equal(run.next().done, true);
  assert.equal(pool.stats().testing, 1, 'the other run goes on');
  assert.deepEqual(
    [...pool.dueTasks()].map(({ id }) => id),
    [2],
  );
  assert.deepEqual(
    [...pool.tasksOf([3, 77, 1])].map(({ id }) => id),
    [3, 1],
    'named ones are given whatever their state',
  );
});

test('a due run takes in what is admitted meanwhile, but nobody twice', async () => {
  const { pool, clock } = createWorld();
  await pool.admit(three, { source: 's' });
  const run = pool.dueTasks();
  const seen: number[] = [];
  for (const task of run) {
    seen.push(task.id);
    clock.at += 3_600_000;
    pool.apply([report(task.id, clock.at, [good()])]);
    if (seen.length === 2) await pool.admit(batchOf([{ host: '127.0.0.77', port: 1 }]), { source: 's' });
  }
  assert.deepEqual(seen.toSorted(), [1, 2, 3, 4]);
});

test('banned proxies are neither due nor ranked, stay known, and come back', async () => {
  const { pool, clock } = createWorld();
  await pool.admit(three, { source: 's' });
  pool.apply([1, 2].map((id) => report(id, clock.at, [good()])));
  assert.equal(await pool.ban([1, 3, 55]), 2);
  assert.equal(await pool.ban([1]), 0);
  assert.deepEqual(
    pool.rank(9).map(({ id }) => id),
    [2],
  );
  assert.equal(pool.count(), 1);
  assert.deepEqual(
    pool
      .rank(9, { status: ['working'] })
      .map(({ id }) => id)
      .sort(),
    [1, 2],
    'unless statuses are named',
  );
  assert.equal(pool.stats().banned, 2);
  clock.at += 86_400_000;
  assert.deepEqual(
    [...pool.dueTasks()].map(({ id }) => id),
    [2],
  );
  assert.equal((await pool.admit(three, { source: 't' })).added, 0);
  assert.equal(await pool.unban([1, 2, 3]), 2);
  assert.deepEqual(
    [...pool.dueTasks()].map(({ id }) => id),
    [3, 1],
  );
});

test('a ban during a check holds when the report comes', async () => {
  const { pool, clock } = createWorld();
  await pool.admit(three, { source: 's' });
  const run = pool.dueTasks(1);
  run.next();
  await pool.ban([1]);
  pool.apply([report(1, clock.at, [good()])]);
  clock.at += 86_400_000;
  assert.deepEqual(
    [...pool.dueTasks()].map(({ id }) => id),
    [2, 3],
  );
});

test('tags and removal; an id is never given again and a late report on it is dropped', async () => {
  const { pool, clock, facts } = createWorld();
  await pool.admit(three, { source: 's' });
  assert.equal(await pool.tag([1, 2], 'fast'), 2);
  assert.equal(await pool.tag([1, 2, 3], 'fast'), 1);
  assert.equal(await pool.untag([2], 'fast'), 1);
  assert.deepEqual(
    [1, 2, 3].map((id) => pool.row(id).tags),
    [['fast'], [], ['fast']],
  );
  pool.dueTasks().next();
  assert.equal(await pool.remove([1, 1, 9]), 1);
  assert.equal(pool.stats().testing, 0);
  assert.throws(() => pool.row(1), { errorName: 'unknown-proxy' });
  pool.apply([report(1, clock.at, [good()])]);
  assert.equal(facts['proxy.checked'].length, 0);
  const { addedIds } = await pool.admit(batchOf([{ host: '127.0.0.1', port: 80 }]), { source: 's' });
  assert.deepEqual([...addedIds], [4]);
  assert.deepEqual(pool.row(4).tags, []);
  assert.deepEqual(facts['pool.changed'].at(-2), { added: 0, removed: 1, total: 2 });
});

test('statistics of a small pool', async () => {
  const { pool, clock } = createWorld();
  await pool.admit(batchOf([1, 2, 3, 4, 5, 6].map((port) => ({ host: '127.0.0.1', port }))), { source: 's' });
  const https = { protocol: 'https', latencyMs: 200, tlsIntact: true } as const;
  pool.apply([
    report(1, clock.at, [good({ latencyMs: 100 }), good(https)], { country: 'DE' }),
    report(2, clock.at, [good({ latencyMs: 200, anonymity: 'transparent' })], { country: 'FR' }),
    report(3, clock.at, [good({ protocol: 'socks5', latencyMs: 300, anonymity: null })]),
    report(4, clock.at, [bad('refused')]),
    report(5, clock.at, [good({ ...https, outcome: 'answered' })]),
  ]);
  const { avgScore, ...stats } = pool.stats();
  assert.deepEqual(stats, {
    total: 6,
    new: 1,
    answered: 1,
    working: 3,
    failed: 1,
    testing: 0,
    banned: 0,
    evicted: 0,
    protocols: { http: 2, https: 1, socks4: 0, socks5: 1 },
    kinds: { http: 1, https: 0, both: 1 },
    anonymity: { transparent: 1, anonymous: 0, elite: 1, unknown: 1 },
    breaker: { closed: 5, open: 0, halfOpen: 0 },
    avgLatencyMs: 200,
    p50LatencyMs: stats.p50LatencyMs,
    p95LatencyMs: stats.p95LatencyMs,
    successRate: 0.6,
    latencies: [
      { underMs: 100, count: 0 },
      { underMs: 200, count: 1 },
      { underMs: 300, count: 1 },
      { underMs: 500, count: 1 },
      ...[700, 1_000, 1_500, 2_000, 3_000, 5_000, 8_000, null].map((underMs) => ({ underMs, count: 0 })),
    ],
    countries: [
      { country: '??', working: 1 },
      { country: 'DE', working: 1 },
      { country: 'FR', working: 1 },
    ],
    reasons: [{ reason: 'refused', count: 1 }],
  });
  assert.ok(Math.abs(stats.p50LatencyMs! - 200) < 2);
  assert.ok(Math.abs(stats.p95LatencyMs! - 300) < 3);
  const scores = [1, 2, 3].map((id) => pool.row(id).score);
  assert.ok(Math.abs(avgScore! - (scores[0]! + scores[1]! + scores[2]!) / 3) < 1e-4);
  assert.deepEqual(pool.yieldBySource(), new Map([['s', { listed: 6, working: 3 }]]));
  assert.deepEqual(createWorld().pool.stats().avgLatencyMs, null);
});

test('throughput gives the finished seconds, oldest first, with gaps', async () => {
  const { pool, clock } = createWorld();
  await pool.admit(three, { source: 's' });
  pool.apply([report(1, START, [good()]), report(2, START, [bad('refused')])]);
  clock.at += 2_500;
  pool.apply([report(3, START + 1_999, [good()]), report(1, clock.at, [good()])]);
  const second = START / 1_000;
  assert.deepEqual(pool.throughput(3), [
    { second: second - 1, ok: 0, failed: 0 },
    { second, ok: 1, failed: 1 },
    { second: second + 1, ok: 1, failed: 0 },
  ]);
  clock.at += 900_000;
  assert.ok(pool.throughput(5_000).every(({ ok, failed }) => ok === 0 && failed === 0));
  assert.equal(pool.throughput(5_000).length, 899);
});

test('new weights rescore everything, and the averages follow', async () => {
  const { pool, clock } = createWorld();
  await pool.admit(three, { source: 's' });
  pool.apply([report(1, clock.at, [good({ latencyMs: 50 })])]);
  await pool.configure({ ...RULES, weights: { success: 0, speed: 1, reliability: 0 } });
  assert.equal(pool.row(1).score, 1);
  assert.equal(pool.row(2).score, 0);
  assert.equal(pool.stats().avgScore, 1);
});

test('the row given to a filter has the fields of a row, as its own', async () => {
  const { pool, clock } = createWorld();
  await pool.admit(three, { source: 's' });
  pool.apply([report(2, clock.at, [good()])]);
  const seen: unknown[] = [];
  assert.equal(pool.count({ status: ['new', 'working'], where: (row) => seen.push({ ...row }) > 0 }), 3);
  assert.deepEqual(seen, [pool.row(1), pool.row(3), pool.row(2)]);
});

test('a slot that is used again knows nothing of its last proxy', async () => {
  const { pool, clock } = createWorld();
  await pool.admit(batchOf([{ host: 'a.example', port: 80, user: 'ann', password: 'pw' }]), { source: 's' });
  pool.apply([
    report(1, clock.at, [good({ tlsIntact: false, changed: 'certificate' })], { exit: '127.9.9.9', country: 'DE' }),
  ]);
  assert.deepEqual(
    [pool.detail(1).tlsIntact, pool.detail(1).changed, pool.detail(1).hasPassword],
    [false, 'certificate', true],
  );
  await pool.remove([1]);
  await pool.admit(batchOf([{ host: '127.0.0.1', port: 80 }]), { source: 't' });
  const { exit, latencies, changed, tlsIntact, hasPassword, results, checks, sources } = pool.detail(2);
  assert.deepEqual(
    { exit, latencies, changed, tlsIntact, hasPassword, results, checks, sources },
    {
      exit: null,
      latencies: [],
      changed: null,
      tlsIntact: null,
      hasPassword: false,
      results: [],
      checks: 0,
      sources: ['t'],
    },
  );
});

test('however low the ceiling, nobody is due before its breaker lets a trial through', async () => {
  const { pool, clock } = createWorld();
  await pool.configure({ ...RULES, revalidateMs: 1_000 });
  await pool.admit(three, { source: 's' });
  for (let i = 0; i < 3; i += 1) pool.apply([report(1, clock.at, [bad('refused')])]);
  assert.equal(pool.detail(1).nextDueAt, new Date(clock.at + 30_000).toISOString());
});

test('a report from long ago does not overwrite the throughput of now', async () => {
  const { pool, clock } = createWorld();
  await pool.admit(three, { source: 's' });
  pool.apply([
    report(1, clock.at, [good()]),
    report(2, clock.at - 900_000, [good()]),
    report(3, clock.at + 5_000, [good()]),
  ]);
  clock.at += 1_000;
  assert.deepEqual(pool.throughput(1), [{ second: START / 1_000, ok: 2, failed: 0 }]);
});

test('a fired signal ends an admission early and keeps what came in', async () => {
  const { pool, facts } = createWorld();
  const controller = new AbortController();
  // Not before some are in: on a slow day the first turn may come before the first proxy.
  const abortWithSome = (): void => {
    if (pool.size > 0) controller.abort();
    else setImmediate(abortWithSome);
  };
  setImmediate(abortWithSome);
  const { added } = await pool.admit(loopbackBatch(200_000), { source: 's', signal: controller.signal });
  assert.ok(added > 0 && added < 200_000, `${added}`);
  assert.equal(pool.size, added);
  assert.deepEqual(facts['pool.changed'], [{ added, removed: 0, total: added }]);
});

test('two hundred thousand at once leave the event loop its turns', async () => {
  const { pool } = createWorld();
  let turns = 0;
  let busy = true;
  const count = (): void => {
    turns += 1;
    if (busy) setImmediate(count);
  };
  setImmediate(count);
  const batch = loopbackBatch(200_000);
  const { added, known } = await pool.admit(batch, { source: 's' });
  assert.equal(added + known, 200_000);
  const admitting = turns;
  const all = [...pool.rows()].map(({ id }) => id);
  turns = 0;
  await pool.tag(all, 't');
  await pool.ban(all);
  await pool.remove(all);
  busy = false;
  assert.equal(pool.size, 0);
  // Each slice is a few milliseconds of work; in one task there would be no turn at all.
  assert.ok(admitting >= 5, `${admitting} turns while admitting`);
  assert.ok(turns >= 5, `${turns} turns while changing`);
});

test('what looks at many proxies before or after a check does so in slices', async (t) => {
  const { pool } = createWorld();
  const ipv4 = Uint32Array.from({ length: 40_000 }, (_, n) => 0x7f00_0001 + n);
  await pool.admit({ ...loopbackBatch(40_000), ipv4 }, { source: 's' });
  const ids = Array.from({ length: 40_000 }, (_, n) => n + 1);
  const run = pool.dueTasks();
  const begun = pool.dueTasks(500);
  assert.equal([...begun].length, 500);
  // Each look at the clock finds that the time is up: as on the largest pool, whatever this machine does meanwhile.
  let now = 0;
  t.mock.method(performance, 'now', () => (now += 1_000));
  for (const [what, work, result, least] of [
    ['letting go of those under test', () => begun.close(), 500, 6],
    ['counting', () => run.count(), 40_000, 3],
    ['looking at all that are due', () => pool.onlyLoopback('due'), true, 6],
    ['looking at named ones', () => pool.onlyLoopback(ids), true, 6],
  ] as const) {
    let turns = 0;
    let busy = true;
    const count = (): void => {
      turns += 1;
      if (busy) setImmediate(count);
    };
    setImmediate(count);
    assert.equal(await (work() as Promise<unknown>).finally(() => (busy = false)), result);
    assert.ok(turns >= least, `${turns} turns while ${what}`);
  }
});

test('a selection is only loopback when nothing else is in it', async () => {
  const { pool } = createWorld();
  assert.equal(await pool.onlyLoopback('all'), false, 'nothing is not loopback');
  await pool.admit(
    batchOf([
      { host: '127.0.0.1', port: 80 },
      { host: '::1', port: 80 },
    ]),
    { source: 's' },
  );
  assert.equal(await pool.onlyLoopback('all'), true);
  await pool.admit(
    batchOf([
      { host: '203.0.113.9', port: 80 },
      { host: 'a.example', port: 80 },
    ]),
    { source: 's' },
  );
  assert.deepEqual(
    await Promise.all([
      pool.onlyLoopback('due'),
      pool.onlyLoopback([1, 2]),
      pool.onlyLoopback([1, 3]),
      pool.onlyLoopback([1, 4]),
    ]),
    [false, true, false, false],
  );
});

test('what a proxy changed is shown until it passes again', async () => {
  const { pool, clock } = createWorld();
  await pool.admit(three, { source: 's' });
  pool.apply([report(1, clock.at, [{ ...bad('tampered'), changed: 'page: replaced' }])]);
  assert.equal(pool.detail(1).changed, 'page: replaced');
  pool.apply([report(1, clock.at + 60_000, [bad('refused')])]);
  assert.equal(pool.detail(1).changed, 'page: replaced', 'a check that says nothing of it takes nothing back');
  pool.apply([report(1, clock.at + 90_000, [good({ changeUnknown: true })])]);
  assert.equal(pool.detail(1).changed, 'page: replaced', 'nor does one that could not be told');
  pool.apply([report(1, clock.at + 120_000, [good()])]);
  assert.equal(pool.detail(1).changed, null);
});
