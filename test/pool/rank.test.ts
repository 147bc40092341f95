import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { ProxyRow, ShownStatus } from '../../src/model/proxy.ts';
import type { RankKey } from '../../src/pool/rank.ts';
import { RANK_KEYS } from '../../src/pool/rank.ts';
import { bad, createWorld, good, loopbackBatch, report } from '../help/pool-world.ts';

/** Two thousand proxies with many equal values, some checked twice, some banned, some under test. */
async function pooled(count: number) {
  const { pool, clock } = createWorld();
  await pool.admit(loopbackBatch(count), { source: 's' });
  const checked = [...pool.rows()].filter(({ id }) => id % 7 !== 0);
  for (const round of [0, 1]) {
    clock.at += 60_000;
    pool.apply(
      checked
        .filter(({ id }) => round === 0 || id % 3 === 0)
        .map(({ id }) => {
          if (id % 5 === 0) return report(id, clock.at + (id % 11), [bad('refused')]);
          return report(id, clock.at + (id % 11), [
            good({ latencyMs: 100 * (1 + (id % 17)), outcome: id % 4 === 0 ? 'answered' : 'confirmed' }),
          ]);
        }),
    );
  }
  await pool.ban(checked.filter(({ id }) => id % 13 === 0).map(({ id }) => id));
  const run = pool.tasksOf([1, 2, 3, 4, 5, 7, 10, 14]);
  for (const _ of run);
  return pool;
}

/** The plain way: all rows, filtered, sorted, cut. */
function plainly(
  rows: readonly ProxyRow[],
  stored: (id: number) => string,
  query: { by: RankKey; reverse: boolean; status?: readonly ShownStatus[]; where?: (row: ProxyRow) => boolean },
): ProxyRow[] {
  const direction = (query.by === 'latencyMs' || query.by === 'id' ? 1 : -1) * (query.reverse ? -1 : 1);
  const value = (row: ProxyRow): number => {
    const field = row[query.by];
    if (field === null) return Infinity;
    return direction * (typeof field === 'string' ? Date.parse(field) : field);
  };
  return rows
    .filter((row) =>
      query.status === undefined
        ? stored(row.id) === 'working' && !row.banned
        : query.status.some((status) => (status === 'testing' ? row.status === 'testing' : stored(row.id) === status)),
    )
    .filter((row) => query.where?.(row) ?? true)
    .sort((a, b) => (value(a) === value(b) ? a.id - b.id : value(a) - value(b)));
}

test('rank, count and rows equal filtering and sorting everything', async () => {
  const pool = await pooled(2_000);
  const rows = [...pool.rows()];
  assert.deepEqual(
    rows.map(({ id }) => id),
    rows.map((_, i) => i + 1),
    'rows come by id',
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  // What is under test shows that instead of its stored status; the first check decided that one.
  const stored = (id: number): string => {
    const row = byId.get(id)!;
    if (row.status !== 'testing') return row.status;
    return id % 7 === 0 ? 'new' : id % 5 === 0 ? 'failed' : id % 4 === 0 ? 'answered' : 'working';
  };
  const status = fc.option(fc.subarray<ShownStatus>(['new', 'answered', 'working', 'failed', 'testing']), {
    nil: undefined,
  });
  const where = fc.constantFrom(
    undefined,
    (row: ProxyRow) => row.latencyMs !== null && row.latencyMs < 800,
    (row: ProxyRow) => row.id % 2 === 0,
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...RANK_KEYS),
      fc.boolean(),
      status,
      where,
      fc.nat(2_200),
      fc.nat(2_200),
      async (by, reverse, statuses, filter, limit, offset) => {
        const query = { by, reverse, offset, ...(statuses && { status: statuses }), ...(filter && { where: filter }) };
        const expected = plainly(rows, stored, query);
        assert.deepEqual(pool.rank(limit, query), expected.slice(offset, offset + limit));
        assert.equal(pool.count(query), expected.length);
        const { offset: _offset, ...whole } = query;
        const ranked: ProxyRow[] = [];
        for await (const row of pool.ranked(limit, whole)) ranked.push(row);
        assert.deepEqual(ranked, expected.slice(0, limit));
        if (statuses) {
          assert.deepEqual(
            [...pool.rows(query)],
            expected.toSorted((a, b) => a.id - b.id),
          );
        }
      },
    ),
    { numRuns: 40 },
  );
});

test('limits of nothing and more than there is', async () => {
  const pool = await pooled(50);
  assert.deepEqual(pool.rank(0), []);
  assert.deepEqual(pool.rank(-3), []);
  assert.equal(pool.rank(Infinity).length, pool.count());
  assert.deepEqual(pool.rank(5, { offset: 1_000 }), []);
});

test('a long ranking leaves out who goes while it is read', async () => {
  const pool = await pooled(5_000);
  const before = pool.rank(Infinity).map((row) => row.id);
  const seen: number[] = [];
  for await (const { id } of pool.ranked(Infinity)) {
    if (seen.length === 0) await pool.remove(before.filter((_, place) => place % 2 === 1));
    seen.push(id);
  }
  assert.deepEqual(
    seen,
    before.filter((_, place) => place % 2 === 0),
  );
});
