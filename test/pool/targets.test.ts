/** Results at own pages: kept for each page apart, beside a naive Map, and without a word in what the judge decides. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { CheckReport, FailureReason, ProtocolResult } from '../../src/model/report.ts';
import { FAILURE_REASONS } from '../../src/model/report.ts';
import type { TargetVerdict } from '../../src/model/target.ts';
import { targetVerdict } from '../../src/model/target.ts';
import { TARGETS_KEPT } from '../../src/pool/target-results.ts';
import { bad, batchOf, createWorld, good, loopbackBatch, report, START } from '../help/pool-world.ts';

const PAGE = 'http://127.0.0.1:8000/';

function verdict(id: number, part: Partial<TargetVerdict> = {}): TargetVerdict {
  return {
    id,
    at: START,
    passed: true,
    reason: null,
    status: 200,
    latencyMs: 12.3,
    protocols: 3,
    tlsIntact: null,
    reached: true,
    ...part,
  };
}

const refused = (id: number, at = START): TargetVerdict =>
  verdict(id, { at, passed: false, reason: 'refused', status: null, latencyMs: null, protocols: 0, reached: false });

test('what a check says at a page: both replies good, or the reason that tells most', () => {
  const codes = (status: number | null) => (): number | null => status;
  const cases: readonly (readonly [CheckReport, number | null, Partial<TargetVerdict>])[] = [
    [
      report(1, 5, [good()]),
      200,
      { passed: true, reason: null, status: 200, latencyMs: 120, protocols: 1, reached: true },
    ],
    [
      report(1, 5, [good({ latencyMs: 90 }), good({ protocol: 'socks5', latencyMs: 40, tlsIntact: false })]),
      200,
      { passed: true, latencyMs: 40, protocols: 9, tlsIntact: false },
    ],
    [
      report(1, 5, [good({ outcome: 'answered', reason: 'closed' })]),
      200,
      { passed: false, reason: 'closed', latencyMs: null, reached: true, status: 200 },
    ],
    [
      report(1, 5, [bad('unexpected-page')]),
      403,
      { passed: false, reason: 'unexpected-page', status: 403, reached: true },
    ],
    [report(1, 5, [bad('tls-untrusted', 'https')]), null, { passed: false, reason: 'tls-untrusted', reached: true }],
    [report(1, 5, [bad('refused')]), null, { passed: false, reason: 'refused', reached: false }],
    [report(1, 5, [bad('connect-timeout')]), null, { passed: false, reached: false }],
    // A page that is silent looks the same from behind a proxy that is.
    [report(1, 5, [bad('no-answer')]), null, { passed: false, reason: 'no-answer', reached: null }],
    [report(1, 5, [bad('closed', 'https'), bad('refused')]), null, { passed: false, reached: null }],
    [report(1, 5, [bad('judge-down')]), null, { passed: null, reached: null }],
    [report(1, 5, [bad('cancelled')]), null, { passed: null, reached: null }],
  ];
  for (const [given, status, wanted] of cases) {
    const found = targetVerdict(given, codes(status));
    for (const [name, value] of Object.entries(wanted))
      assert.deepEqual(found[name as keyof TargetVerdict], value, `${name} of ${JSON.stringify(given.results)}`);
  }
});

test('status, score, statistics, due times and predictor do not move, whatever a page says', async () => {
  const { pool, clock, facts } = createWorld();
  await pool.admit(loopbackBatch(3), { source: 's' });
  pool.apply([report(1, clock.at, [good()]), report(2, clock.at, [bad('denied')])]);
  const known = async () => ({
    rows: [...pool.rows()].map((row) => ({ ...row, targets: [] })),
    stats: pool.stats(),
    due: await pool.dueCount(),
    survival: pool.survival.image(),
    timeline: pool.detail(1).timeline,
    next: [1, 2, 3].map((id) => pool.detail(id).nextDueAt),
    throughput: pool.throughput(60),
  });
  const before = await known();
  const told = facts['proxy.checked'].length;
  const id = pool.targets.use(PAGE);
  const run = pool.hopefulTasks();
  assert.deepEqual(
    [...run].map((task) => task.id),
    [1, 3],
    'not the one that is known to fail',
  );
  assert.equal(pool.stats().testing, 2);
  pool.targets.apply(id, [verdict(1, { passed: false, reason: 'unexpected-page', status: 500 }), verdict(3)]);
  assert.equal(await run.close(), 0);
  assert.deepEqual(await known(), before);
  assert.equal(facts['proxy.checked'].length, told);
  assert.deepEqual(
    [1, 2, 3].map((one) => pool.row(one).targets),
    [[], [], [PAGE]],
  );
  assert.deepEqual(
    pool.targets.list().map(({ checked, passed }) => [checked, passed]),
    [[2, 1]],
  );
});

test('that nobody listens is a fact about the proxy: it moves the breaker, and who is there again closes it', async () => {
  const { pool, clock, facts } = createWorld();
  await pool.admit(loopbackBatch(2), { source: 's' });
  pool.apply([report(1, clock.at, [good()])]);
  const id = pool.targets.use(PAGE);
  for (let time = 0; time < 3; time += 1) {
    pool.targets.apply(id, [refused(1, clock.at)]);
    pool.targets.apply(id, [verdict(2, { passed: false, reason: 'no-answer', reached: null, at: clock.at })]);
  }
  assert.deepEqual([pool.row(1).breaker, pool.row(1).status, pool.row(2).breaker], ['OPEN', 'working', 'CLOSED']);
  assert.deepEqual(facts['proxy.status'].at(-1)?.changes, [{ id: 1, from: 'CLOSED', to: 'OPEN' }]);
  const { nextDueAt, breakerCounts } = pool.detail(1);
  assert.ok(nextDueAt! >= breakerCounts.openUntil!, 'the judge asks when the breaker lets it');
  clock.at += 60_000;
  pool.targets.apply(id, [verdict(1, { at: clock.at })]);
  assert.equal(pool.row(1).breaker, 'CLOSED');
});

test('a page that is down, and a check that is cancelled, leave nothing behind but a proxy that is no longer tested', async () => {
  const { pool } = createWorld();
  await pool.admit(loopbackBatch(1), { source: 's' });
  const id = pool.targets.use(PAGE);
  const run = pool.hopefulTasks();
  run.next();
  pool.targets.apply(id, [verdict(1, { passed: null, reason: 'judge-down', reached: null })]);
  assert.equal(pool.row(1).status, 'new');
  assert.equal(pool.targets.result(id, 1), null);
});

test('the least lately used of sixteen gives way; its number is never given again', async () => {
  const { pool, clock } = createWorld();
  await pool.admit(loopbackBatch(1), { source: 's' });
  const urls = Array.from({ length: TARGETS_KEPT }, (_, at) => `http://127.0.0.1:${8_000 + at}/`);
  for (const url of urls) {
    clock.at += 1_000;
    pool.targets.apply(pool.targets.use(url), [verdict(1)]);
  }
  clock.at += 1_000;
  assert.equal(pool.targets.use(urls[0]!), 1, 'used again');
  clock.at += 1_000;
  assert.equal(pool.targets.use(PAGE.replace('8000', '9000')), TARGETS_KEPT + 1);
  const kept = pool.targets.list().map(({ key }) => key);
  assert.equal(kept.length, TARGETS_KEPT);
  assert.ok(kept.includes(urls[0]!) && !kept.includes(urls[1]!));
  // Rows that still name it, as a journal may, mean nobody.
  const rows = JSON.stringify([...pool.images.images()]).replaceAll('[3,"passed"', '[2,"passed"');
  const next = createWorld();
  next.pool.images.restore(JSON.parse(rows), pool.images.columns);
  next.pool.targets.restore(JSON.parse(JSON.stringify(pool.targets.image())));
  assert.equal(next.pool.targets.list().length, TARGETS_KEPT);
  assert.equal(next.pool.detail(1).ownPages.length, TARGETS_KEPT - 2);
  assert.ok(next.pool.targets.use('http://127.0.0.1:1/') > TARGETS_KEPT + 1);
});

test('keys in the URL of a page are neither shown with rows nor kept', async () => {
  const { pool } = createWorld();
  await pool.admit(loopbackBatch(1), { source: 's' });
  pool.targets.apply(pool.targets.use('http://127.0.0.1:8000/?token=s3cret'), [verdict(1)]);
  const told = [pool.row(1), pool.detail(1), pool.targets.image(), [...pool.images.images()]];
  assert.ok(!JSON.stringify(told).includes('s3cret'));
});

test('whatever a state file holds in its place, nothing is believed that is none', async () => {
  const { pool } = createWorld();
  await pool.admit(loopbackBatch(1), { source: 's' });
  await fc.assert(
    fc.asyncProperty(fc.anything(), fc.anything(), async (row, document) => {
      const next = createWorld();
      const image = [...pool.images.image(1)!];
      const at = pool.images.columns.indexOf('targets');
      next.pool.images.restore([image.with(at, row)], pool.images.columns);
      next.pool.images.restore([image.with(at, [[1, row, row, row, 5, 1, row]])], pool.images.columns);
      next.pool.targets.restore(document);
      next.pool.targets.restore({ next: document, list: [document, { id: 1, url: PAGE, usedAt: document }] });
      assert.ok(next.pool.detail(1).ownPages.length <= 1);
    }),
    { numRuns: 200 },
  );
});

const REASONS = Object.keys(FAILURE_REASONS) as FailureReason[];
const id = fc.integer({ min: 1, max: 9 });
const url = fc.integer({ min: 0, max: 19 }).map((port) => `http://127.0.0.1:${port + 1}/`);
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('check' as const),
      id,
      url,
      passed: fc.boolean(),
      reason: fc.constantFrom(...REASONS),
      status: fc.option(fc.integer({ min: 200, max: 599 })),
      latency: fc.integer({ min: 1, max: 90_000 }),
      protocols: fc.nat(15),
      tlsIntact: fc.option(fc.boolean()),
    }),
  },
  fc.record({ do: fc.constantFrom('remove' as const, 'renew' as const), id }),
  fc.record({ do: fc.constant('forget' as const), url }),
  fc.record({ do: fc.constant('restore' as const) }),
);

test('pages, counts and results are those of a Map of objects after every step', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60, size: 'max' }), async (steps) => {
      let world = createWorld();
      const logins = (pass: number) =>
        Array.from({ length: 9 }, (_, at) => ({ host: '127.0.0.1', port: at + 1, user: 'u', password: `${pass}` }));
      await world.pool.admit(batchOf(logins(0)), { source: 's' });
      const naive = new Map<
        string,
        { usedAt: number; results: Map<number, { checks: number; passes: number; last: object }> }
      >();
      let passwords = 0;
      for (const one of steps) {
        const { pool, clock } = world;
        clock.at += 1_000;
        if (one.do === 'check') {
          const { passed, tlsIntact, protocols } = one;
          const given = verdict(one.id, {
            at: clock.at,
            passed,
            reason: passed ? null : one.reason,
            status: one.status,
            latencyMs: passed ? one.latency / 10 : null,
            protocols,
            tlsIntact,
            reached: null,
          });
          pool.targets.apply(pool.targets.use(one.url), [given]);
          const page = naive.get(one.url) ?? { usedAt: 0, results: new Map() };
          naive.delete(one.url);
          naive.set(one.url, page);
          page.usedAt = clock.at;
          while (naive.size > TARGETS_KEPT) naive.delete(naive.keys().next().value!);
          if (pool.images.image(one.id) === null) continue;
          const before = page.results.get(one.id) ?? { checks: 0, passes: 0 };
          const last = { passed, reason: given.reason, status: given.status, latencyMs: given.latencyMs, tlsIntact };
          page.results.set(one.id, { checks: before.checks + 1, passes: before.passes + (passed ? 1 : 0), last });
        } else if (one.do === 'forget') {
          const found = pool.targets.list().find((page) => page.key === one.url);
          assert.equal(found !== undefined, naive.delete(one.url));
          if (found) pool.targets.remove(found.id);
        } else if (one.do === 'restore') {
          const next = createWorld();
          next.clock.at = clock.at;
          next.pool.images.restore(JSON.parse(JSON.stringify([...pool.images.images()])), pool.images.columns);
          next.pool.images.nextId = pool.images.nextId;
          next.pool.targets.restore(JSON.parse(JSON.stringify(pool.targets.image())));
          world = next;
        } else {
          for (const page of naive.values()) page.results.delete(one.id);
          if (one.do === 'remove') await pool.remove([one.id]);
          else await pool.admit(batchOf(logins((passwords += 1)).slice(one.id - 1, one.id)), { source: 's' });
        }
        compare(world.pool, naive);
      }
    }),
    { numRuns: 150 },
  );
});

function compare(
  pool: ReturnType<typeof createWorld>['pool'],
  naive: ReadonlyMap<string, { results: ReadonlyMap<number, { checks: number; passes: number; last: object }> }>,
): void {
  assert.deepEqual(
    pool.targets
      .list()
      .map((page) => page.key)
      .toSorted(),
    [...naive.keys()].toSorted(),
  );
  for (const page of pool.targets.list()) {
    const { results } = naive.get(page.key)!;
    const passed = [...results.values()].filter(({ last }) => (last as { passed: boolean }).passed).length;
    assert.deepEqual([page.checked, page.passed], [results.size, passed]);
    for (const { id: proxy, targets } of pool.rows()) {
      const found = pool.targets.result(page.id, proxy);
      const wanted = results.get(proxy);
      assert.equal(found === null, wanted === undefined);
      if (found === null || wanted === undefined) continue;
      const { checks, passes, reason, status, latencyMs, tlsIntact } = found;
      assert.deepEqual(
        { checks, passes, last: { passed: found.passed, reason, status, latencyMs, tlsIntact } } satisfies ProtocolLike,
        wanted,
      );
      assert.equal(targets.includes(page.shown), found.passed);
    }
  }
}

type ProtocolLike = {
  checks: number;
  passes: number;
  last: Partial<ProtocolResult> & { passed: boolean; status: number | null };
};

test('a hundred thousand proxies at one page take two megabytes', async () => {
  const { pool } = createWorld();
  const { addedIds } = await pool.admit(loopbackBatch(100_000), { source: 's' });
  const page = pool.targets.use(PAGE);
  const before = process.memoryUsage().arrayBuffers;
  for (let from = 0; from < 100_000; from += 250)
    pool.targets.apply(
      page,
      [...addedIds.subarray(from, from + 250)].map((one) => verdict(one)),
    );
  const bytes = process.memoryUsage().arrayBuffers - before;
  assert.ok(bytes < 2.5e6, `${bytes} bytes`);
  assert.equal((await pool.targets.checkedAt(page)).length, 100_000);
  assert.equal(pool.targets.list()[0]!.passed, 100_000);
  await pool.remove(addedIds);
  assert.deepEqual([pool.targets.list()[0]!.checked, pool.targets.list()[0]!.passed], [0, 0]);
});
