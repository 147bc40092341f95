/** Random lives of a pool beside a naive one made of objects: whatever is done, both must say the same. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { FailureReason, ProtocolResult } from '../../src/model/report.ts';
import { FAILURE_REASONS } from '../../src/model/report.ts';
import { ANONYMITIES, PROTOCOLS } from '../../src/model/proxy.ts';
import type { TaskRun } from '../../src/pool/tasks.ts';
import type { NaiveProxy } from '../help/naive-pool.ts';
import { NaivePool } from '../help/naive-pool.ts';
import { batchOf, createWorld, report } from '../help/pool-world.ts';
import type { World } from '../help/pool-world.ts';

const login = fc.constantFrom(
  {},
  {},
  { user: 'ann' },
  { user: 'ann', password: 'x' },
  { user: 'ann', password: 'y' },
  { user: 'bob', password: 'x' },
);
const candidate = fc
  .record({
    host: fc.constantFrom('127.0.0.1', '127.0.0.2', '127.3.2.1', '::1', 'a.example', 'b.example'),
    port: fc.constantFrom(80, 8_080),
    protocols: fc.nat(15),
    login,
  })
  .map(({ login, ...place }) => ({ ...place, ...login }));
const passing = fc.record({
  protocol: fc.constantFrom(...PROTOCOLS),
  outcome: fc.constantFrom('answered' as const, 'confirmed' as const),
  latencyMs: fc.option(fc.double({ min: 0, max: 9_000, noNaN: true })),
  reason: fc.constant(null),
  anonymity: fc.option(fc.constantFrom(...ANONYMITIES)),
  tlsIntact: fc.option(fc.boolean()),
  changed: fc.constant(null),
});
const failing = fc.record({
  protocol: fc.constantFrom(...PROTOCOLS),
  outcome: fc.constant('failed' as const),
  latencyMs: fc.constant(null),
  reason: fc.constantFrom(...(Object.keys(FAILURE_REASONS) as FailureReason[])),
  anonymity: fc.constant(null),
  tlsIntact: fc.constant(null),
  changed: fc.constant(null),
});
const results = fc.uniqueArray(fc.oneof(passing, failing), {
  minLength: 1,
  maxLength: 3,
  selector: (result: ProtocolResult) => result.protocol,
});
const id = fc.integer({ min: 1, max: 14 });
const ids = fc.array(id, { maxLength: 4 });
const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('admit' as const),
      list: fc.array(candidate, { maxLength: 6 }),
      source: fc.constantFrom('s1', 's2'),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('report' as const),
      id,
      results,
      country: fc.option(fc.constantFrom('DE', 'FR')),
      waitMs: fc.oneof(fc.nat(90_000), fc.nat(90_000_000)),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('begin' as const), limit: fc.nat(4) }) },
  fc.record({ do: fc.constant('close' as const) }),
  fc.record({
    do: fc.constantFrom('ban' as const, 'unban' as const, 'tag' as const, 'untag' as const, 'remove' as const),
    ids,
  }),
  fc.record({ do: fc.constant('restore' as const) }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

class Lives {
  world: World = createWorld();
  readonly naive = new NaivePool();
  #run: TaskRun | null = null;
  #tested: number[] = [];

  async take(step: Step): Promise<void> {
    const { naive } = this;
    const { pool, clock } = this.world;
    switch (step.do) {
      case 'admit':
        naive.admit(step.list, step.source);
        await pool.admit(batchOf(step.list), { source: step.source });
        break;
      case 'report': {
        clock.at += step.waitMs;
        const one = report(step.id, clock.at, step.results, { country: step.country });
        naive.apply(one);
        pool.apply([one]);
        break;
      }
      case 'begin':
        this.#close();
        this.#run = pool.dueTasks(step.limit);
        this.#tested = [...this.#run].map((task) => task.id);
        this.#compareTested(naive.due(clock.at), step.limit);
        for (const one of this.#tested) {
          const proxy = naive.byId.get(one)!;
          proxy.testing = true;
          const { breaker } = proxy.check;
          if (breaker.state === 'OPEN' && breaker.openUntil <= clock.at)
            proxy.check.breaker = { ...breaker, state: 'HALF_OPEN', openUntil: 0 };
        }
        break;
      case 'close':
        this.#close();
        break;
      case 'restore':
        this.#close();
        this.#reopen();
        break;
      default:
        for (const one of step.ids) {
          const proxy = naive.byId.get(one);
          if (proxy === undefined) continue;
          if (step.do === 'ban' || step.do === 'unban') proxy.banned = step.do === 'ban';
          else if (step.do === 'tag') proxy.tags.add('t');
          else if (step.do === 'untag') proxy.tags.delete('t');
          else naive.remove(one);
        }
        await (step.do === 'tag' || step.do === 'untag' ? pool[step.do](step.ids, 't') : pool[step.do](step.ids));
    }
  }

  /** Who goes first is the forecast's affair: as many as asked for, each of them due, nobody twice. */
  #compareTested(due: readonly NaiveProxy[], limit: number): void {
    assert.equal(this.#tested.length, Math.min(limit, due.length));
    assert.equal(new Set(this.#tested).size, this.#tested.length);
    const ids = new Set(due.map((proxy) => proxy.id));
    assert.ok(this.#tested.every((one) => ids.has(one)));
  }

  #close(): void {
    this.#run?.close();
    for (const one of this.#tested) {
      const proxy = this.naive.byId.get(one);
      if (proxy) proxy.testing = false;
    }
    this.#tested = [];
  }

  /** Saves, and goes on in another pool that was filled from what was saved. */
  #reopen(): void {
    const { pool, clock } = this.world;
    const text = JSON.stringify([...pool.images.images()]);
    const next = createWorld();
    next.clock.at = clock.at;
    next.pool.images.restore(JSON.parse(text), pool.images.columns);
    next.pool.images.nextId = pool.images.nextId;
    this.world = next;
  }

  async compare(): Promise<void> {
    const { naive } = this;
    const { pool, clock } = this.world;
    const rows = [...pool.rows()];
    const sorted = (row: (typeof rows)[number]) => ({ ...row, sources: row.sources.toSorted() });
    assert.deepEqual(
      rows.map(sorted),
      [...naive.byId.values()].map((proxy) => sorted(naive.row(proxy))),
    );
    const stats = pool.stats();
    const { avgLatencyMs, avgScore, ...sums } = naive.stats();
    for (const [name, value] of Object.entries(sums)) assert.deepEqual(stats[name as keyof typeof stats], value, name);
    for (const source of ['s1', 's2']) {
      const named = [...naive.byId.values()].filter(({ sources }) => sources.has(source));
      const working = named.filter(({ check }) => check.status === 'working').length;
      const yielded = pool.yieldBySource().get(source) ?? { listed: 0, working: 0 };
      assert.deepEqual(yielded, { listed: named.length, working });
    }
    const near = (a: number | null, b: number | null, by: number) =>
      assert.ok(a === b || Math.abs(a! - b!) <= by, `${a} ${b}`);
    near(stats.avgLatencyMs, avgLatencyMs, 0.051);
    near(stats.avgScore, avgScore, 0.000_051);
    assert.equal(stats.breaker.closed + stats.breaker.open + stats.breaker.halfOpen, stats.total - stats.new);
    assert.equal(
      stats.countries.reduce((sum, { working }) => sum + working, 0),
      stats.working,
    );
    assert.equal(
      stats.reasons.reduce((sum, { count }) => sum + count, 0),
      stats.failed,
    );
    assert.deepEqual(
      pool.rank(5).map((row) => row.id),
      naive.rank(5).map((proxy) => proxy.id),
    );
    assert.equal(pool.count(), naive.rank(Infinity).length);
    assert.equal(await pool.dueCount(), naive.due(clock.at).length);
    assert.equal(pool.hasDue(), (await pool.dueCount()) > 0);
    assert.equal(pool.images.nextId, naive.nextId);
    for (const proxy of naive.byId.values()) {
      assert.equal(
        pool.detail(proxy.id).nextDueAt,
        proxy.check.dueAt === 0 ? null : new Date(proxy.check.dueAt).toISOString(),
      );
      assert.equal(pool.detail(proxy.id).hasPassword, proxy.password !== undefined);
    }
  }
}

test('the pool and a Map of objects say the same after every step', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60, size: 'max' }), async (steps) => {
      const lives = new Lives();
      for (const one of steps) {
        await lives.take(one);
        await lives.compare();
      }
    }),
    { numRuns: 60 },
  );
});
