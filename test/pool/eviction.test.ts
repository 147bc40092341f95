/** Who fails for too long is left alone, and is neither forgotten nor lost. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bad, createWorld, good, loopbackBatch, report, RULES, START, type World } from '../help/pool-world.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const EVICTING = { ...RULES, evictAfterMs: 2 * DAY };

/** Two proxies; the second passed once. Both fail every three hours, for as long as is said. */
async function failing(ms: number): Promise<World> {
  const world = createWorld();
  const { pool, clock } = world;
  await pool.configure(EVICTING);
  await pool.admit(loopbackBatch(2), { source: 's' });
  pool.apply([report(2, clock.at, [good()])]);
  for (; clock.at < START + ms; clock.at += 3 * HOUR)
    pool.apply([1, 2].map((id) => report(id, clock.at, [bad('refused')])));
  return world;
}

const evicted = ({ pool }: World): boolean[] => [1, 2].map((id) => pool.detail(id).evicted);

test('not before the time, then never due by itself, with its history kept', async () => {
  const early = await failing(2 * DAY - 3 * HOUR);
  assert.deepEqual(evicted(early), [false, false]);
  assert.equal(early.pool.stats().evicted, 0);
  const world = await failing(3 * DAY);
  const { pool, clock } = world;
  assert.deepEqual(evicted(world), [true, true]);
  clock.at += 300 * DAY;
  assert.deepEqual([await pool.dueCount(), pool.hasDue(), [...pool.dueTasks()].length], [0, false, 0]);
  const { status, failure, checks, passes, nextDueAt, sources } = pool.detail(2);
  assert.deepEqual(
    { status, failure, checks, passes, nextDueAt, sources },
    { status: 'failed', failure: 'refused', checks: 25, passes: 1, nextDueAt: null, sources: ['s'] },
  );
  assert.equal(pool.stats().evicted, 2);
  assert.equal((await pool.admit(loopbackBatch(2), { source: 't' })).added, 0, 'no list brings it back as new');
  assert.deepEqual(evicted(world), [true, true]);
});

test('asked for by name or all it is checked, and a pass brings it back', async () => {
  const world = await failing(3 * DAY);
  const { pool, clock } = world;
  const run = pool.allTasks();
  assert.equal([...run].length, 2);
  pool.apply([report(1, clock.at, [good()]), report(2, clock.at, [bad('refused')])]);
  await run.close();
  assert.deepEqual(evicted(world), [false, true]);
  assert.equal(pool.row(1).status, 'working');
  assert.equal(pool.stats().evicted, 1);
  assert.equal(pool.detail(1).nextDueAt, new Date(clock.at + 60_000).toISOString());
  // A judge that is down says nothing of it, whichever way.
  pool.apply([report(2, clock.at, [bad('judge-down')])]);
  assert.deepEqual(evicted(world), [false, true]);
});

test('other rules bring back whom they would not have evicted', async () => {
  const world = await failing(3 * DAY);
  const { pool } = world;
  await pool.configure({ ...EVICTING, evictAfterMs: 3 * DAY });
  assert.deepEqual(evicted(world), [false, false]);
  assert.equal(await pool.dueCount(), 2);
  assert.equal(pool.stats().evicted, 0);
});

test('a person who imports it wants it checked, with its history; a list that names it again does not', async () => {
  const world = await failing(3 * DAY);
  const { pool, clock } = world;
  const { checks, firstSeenAt } = pool.detail(1);
  assert.equal((await pool.admit(loopbackBatch(2), { source: 'list' })).recalled, 0);
  assert.deepEqual([...pool.rows({ where: (row) => row.evicted })].length, 2);
  pool.images.takeChanged();
  const { known, recalled } = await pool.admit(loopbackBatch(1), { source: 'list', recall: true });
  assert.deepEqual([known, recalled], [1, 1]);
  assert.deepEqual(evicted(world), [false, true]);
  assert.deepEqual([pool.row(1).evicted, await pool.dueCount(), pool.stats().evicted], [false, 1, 1]);
  assert.deepEqual(
    pool.images.takeChanged().flatMap((page) => [...page]),
    [1],
    'it is written down',
  );
  assert.deepEqual([pool.detail(1).checks, pool.detail(1).firstSeenAt], [checks, firstSeenAt]);
  pool.apply([report(1, clock.at, [bad('refused')])]);
  assert.deepEqual(evicted(world), [true, true], 'one more failure, and it is left alone again');
  assert.equal(pool.detail(1).checks, checks + 1);
});

test('it survives saving and loading', async () => {
  const { pool, clock } = await failing(3 * DAY);
  const next = createWorld();
  next.clock.at = clock.at;
  await next.pool.configure(EVICTING);
  next.pool.images.restore(JSON.parse(JSON.stringify([...pool.images.images()])), pool.images.columns);
  assert.deepEqual(evicted(next), [true, true]);
  assert.equal(next.pool.stats().evicted, 2);
});
