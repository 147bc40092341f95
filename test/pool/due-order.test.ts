/** Who is checked next: the likely ones first, nobody never; over the pool as the engine uses it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { FAIR_SHARE } from '../../src/pool/due-order.ts';
import { firstRound, replay } from '../help/predictor-replay.ts';
import { bad, createWorld, good, loopbackBatch, report, type World } from '../help/pool-world.ts';

const HOUR = 3_600_000;
const ids = (tasks: Iterable<{ readonly id: number }>): number[] => Array.from(tasks, ({ id }) => id);

/** So many proxies, the first of which passed their only check, the second half of the rest failed it. */
async function halves(count: number): Promise<World> {
  const world = createWorld();
  await world.pool.admit(loopbackBatch(count), { source: 's' });
  const { pool, clock } = world;
  for (let id = 1; id <= count; id += 1) pool.apply([report(id, clock.at, [id % 2 === 0 ? good() : bad('refused')])]);
  clock.at += 24 * HOUR;
  return world;
}

test('who passed goes before who failed; one in eight goes by age', async () => {
  const { pool } = await halves(64);
  const order = ids(pool.dueTasks());
  assert.equal(order.length, 64);
  const early = order.slice(0, 32);
  assert.ok(early.filter((id) => id % 2 === 0).length >= 28, early.join(' '));
});

test('never checked ones of a source that yields go before those of one that does not, and before the dead', async () => {
  const { pool, clock } = createWorld();
  const all = loopbackBatch(120);
  const part = (from: number, to: number) => ({
    count: to - from,
    ipv4: all.ipv4.slice(from, to),
    port: all.port.slice(from, to),
    protocols: all.protocols.slice(from, to),
    odd: [],
  });
  await pool.admit(part(0, 40), { source: 'poor' });
  await pool.admit(part(40, 80), { source: 'rich' });
  pool.apply(Array.from({ length: 40 }, (_, i) => report(i + 1, clock.at, [bad('connect-timeout')])));
  pool.apply(Array.from({ length: 40 }, (_, i) => report(i + 41, clock.at, [good()])));
  await pool.admit(part(80, 100), { source: 'poor' });
  await pool.admit(part(100, 120), { source: 'rich' });
  const run = pool.dueTasks();
  const fresh = ids(run);
  await run.close();
  assert.equal(fresh.length, 40);
  assert.ok(fresh.slice(0, 20).filter((id) => id > 100).length >= 17, fresh.join(' '));
  clock.at += 2 * HOUR;
  const places = new Map(ids(pool.dueTasks()).map((id, place) => [id, place]));
  const mean = (from: number, to: number): number =>
    Array.from({ length: to - from }, (_, i) => places.get(from + 1 + i)!).reduce((a, b) => a + b) / (to - from);
  assert.ok(mean(100, 120) < mean(0, 40));
});

test('however hopeless, whoever is due is checked after so many others at the latest', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 13 }), async (limit) => {
      const { pool, clock } = await halves(40);
      for (let n = 0; n < 20; n += 1) pool.apply([report(1, clock.at, [bad('refused')])]);
      clock.at += 48 * HOUR;
      const due = await pool.dueCount();
      // Everybody else passes and is due again at once: by worth alone, the first would never get its turn.
      let given = 0;
      for (let met = false; !met;) {
        const run = pool.dueTasks(limit);
        for (const { id } of run) {
          given += 1;
          if (id === 1) met = true;
          else pool.apply([report(id, clock.at, [good()])]);
        }
        await run.close();
        clock.at += HOUR;
        assert.ok(given <= 2 * FAIR_SHARE * due, `${given}`);
      }
    }),
    { numRuns: 20 },
  );
});

test('new lists do not keep the checked ones waiting, nor these the new ones', async () => {
  const { pool } = await halves(20);
  await pool.admit(loopbackBatch(2_000), { source: 'flood' });
  const order = ids(pool.dueTasks(20 * 2 * FAIR_SHARE));
  assert.equal(order.filter((id) => id <= 20).length, 20);
  assert.ok(order.filter((id) => id > 20).length >= 20);
});

test('newcomers are those that no run will take', async () => {
  const { pool, clock } = createWorld();
  assert.equal(pool.hasNewcomers(), false);
  await pool.admit(loopbackBatch(2), { source: 's' });
  assert.equal(pool.hasNewcomers(), true);
  const run = pool.dueTasks();
  run.next();
  assert.equal(pool.hasNewcomers(), false, 'the run goes on');
  run.next();
  await pool.admit(loopbackBatch(3), { source: 's' });
  assert.equal(pool.hasNewcomers(), false, 'it takes this one, too');
  assert.equal(run.next().value?.id, 3);
  assert.equal(run.next().done, true);
  await pool.admit(loopbackBatch(4), { source: 's' });
  assert.equal(pool.hasNewcomers(), true);
  assert.deepEqual(ids(pool.dueTasks()), [4]);
  pool.apply([1, 2, 3, 4].map((id) => report(id, clock.at, [good()])));
  await run.close();
  clock.at += HOUR;
  assert.deepEqual([pool.hasDue(), pool.hasNewcomers()], [true, false], 'due again is no newcomer');
});

test('a run gives each due one once, however large the pool is and whatever happens meanwhile', async () => {
  const { pool, clock } = createWorld();
  await pool.admit(loopbackBatch(12_000), { source: 's' });
  const seen = new Set<number>();
  let turn = 0;
  for (const { id } of pool.dueTasks()) {
    assert.ok(!seen.has(id), `${id} twice`);
    seen.add(id);
    turn += 1;
    if (turn % 3 === 0) pool.apply([report(id, clock.at, [turn % 2 === 0 ? good() : bad('refused')])]);
    if (turn === 2_000) await pool.remove([11_990, 11_991]);
    if (turn === 2_001) await pool.ban([11_992]);
    if (turn === 3_000) await pool.admit(loopbackBatch(12_300), { source: 't' });
  }
  for (const gone of [11_990, 11_991, 11_992]) seen.delete(gone);
  // Those removed came back with the second list.
  assert.equal(seen.size, pool.size - 1);
});

test('making ready scores everybody and leaves the event loop its turns; the best come first then', async () => {
  const { pool, clock } = createWorld();
  await pool.admit(loopbackBatch(150_000), { source: 's' });
  const likely = [59_000, 123, 30_003];
  pool.apply(likely.map((id) => report(id, clock.at, [good()])));
  clock.at += 600_000;
  pool.apply(likely.map((id) => report(id, clock.at, [good()])));
  // The list itself is old and yields nothing.
  for (let id = 1; id < 3_000; id += 1) if (!likely.includes(id)) pool.apply([report(id, clock.at, [bad('refused')])]);
  clock.at += 20 * HOUR;
  const run = pool.dueTasks(5);
  let turns = 0;
  let busy = true;
  const count = (): void => {
    turns += 1;
    if (busy) setImmediate(count);
  };
  setImmediate(count);
  await run.prepare();
  busy = false;
  assert.ok(turns > 3, `${turns} turns`);
  const first = new Set(ids(run));
  for (const id of likely) assert.ok(first.has(id), [...first].join(' '));
});

test('in a made-up life it finds far more working ones early than oldest first does', async () => {
  const [worth, oldest] = [await replay('worth', 4_000, 3), await replay('oldest', 4_000, 3)];
  assert.ok(oldest.alive > 0.05 && oldest.alive < 0.08, `${oldest.alive}`);
  assert.ok(worth.inFifth >= 2 * oldest.inFifth, `${worth.inFifth} ${oldest.inFifth}`);
});

test('with time for a fifth only, it finds several times as many as both orders by age', async () => {
  const worth = await replay('worth', 4_000, 3, 0.2);
  for (const order of ['oldest', 'due'] as const) {
    const { working } = await replay(order, 4_000, 3, 0.2);
    assert.ok(worth.working >= 2.5 * working, `${worth.working} ${order} ${working}`);
  }
});

test('of a new pool it finds out within the round which lists are worth anything, whichever came first', async () => {
  for (const lists of ['mixed', 'best', 'worst'] as const) {
    const { working, inFifth } = await firstRound('worth', 10_000, 3, lists);
    assert.ok(inFifth >= 1.5 * 0.2 * working, `${lists} ${inFifth} of ${working}`);
    // The order of admission knows nothing but where the lists happened to stand; with the best first it is the answer itself.
    const oldest = await firstRound('oldest', 10_000, 3, lists);
    const least = lists === 'best' ? 0.88 : 1.9;
    assert.ok(inFifth >= least * oldest.inFifth, `${lists} ${inFifth} ${oldest.inFifth}`);
  }
});

test('counting who is due and scoring them begin in a turn of the event loop of their own', async () => {
  const { pool } = await halves(8);
  const turns: number[] = [];
  let turn = 0;
  let isOver = false;
  const next = (): void => {
    turn += 1;
    if (!isOver) setImmediate(next);
  };
  setImmediate(next);
  const run = pool.dueTasks();
  turns.push(turn);
  await run.count();
  turns.push(turn);
  await run.prepare();
  turns.push(turn);
  isOver = true;
  await run.close();
  assert.ok(turns[0]! < turns[1]! && turns[1]! < turns[2]!, turns.join(', '));
});
