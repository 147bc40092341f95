/** A restore clears the pool while others are on their way through it: its columns are zero then, lists and heaps are not. */
import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { ByteText } from '../../src/lib/byte-text.ts';
import { createWorld, good, loopbackBatch, report, RULES } from '../help/pool-world.ts';

const MANY = 600;

beforeEach(() => {
  mock.restoreAll();
  const allocate = Buffer.allocUnsafeSlow.bind(Buffer);
  mock.method(Buffer, 'allocUnsafeSlow', (bytes: number) => allocate(bytes).fill(0xaa));
});

async function filled() {
  const world = createWorld();
  await world.pool.admit(loopbackBatch(MANY), { source: 's' });
  return world;
}

test('whoever was walking over it meets nobody of those who were there', async () => {
  const { pool } = await filled();
  const text = new ByteText(0);
  const walks = [pool.images.images(), pool.images.texts!.all(text), pool.rows(), pool.allTasks()];
  for (const walk of walks) assert.equal(walk.next().done, false);
  pool.images.clear();
  for (const walk of walks) assert.equal(walk.next().done, true);
});

test('a round that was begun hands out nobody of those who were there, and everybody who comes', async () => {
  for (const isScored of [true, false]) {
    const { pool, clock } = await filled();
    const ids = Array.from({ length: MANY / 2 }, (_, i) => i + 1);
    pool.apply(ids.map((id) => report(id, clock.at, [good()])));
    clock.at += 48 * 3_600_000;
    const run = pool.dueTasks();
    if (isScored) await run.prepare();
    else run.next();
    pool.images.clear();
    for (let i = 0; i < 50; i += 1) assert.equal(run.next().done, true);
    await pool.admit(loopbackBatch(400), { source: 'other' });
    await run.prepare();
    assert.equal([...run].length, 400);
    await run.close();
  }
});

test('counters stay right when the rules change meanwhile', async (t) => {
  const { pool } = await filled();
  // Each look at the clock ends a slice.
  let now = 0;
  t.mock.method(performance, 'now', () => (now += 1_000));
  const changing = pool.configure({ ...RULES, timeoutMs: 1_000 });
  pool.images.clear();
  await pool.admit(loopbackBatch(3), { source: 's' });
  await changing;
  const { total, new: fresh, working, failed } = pool.stats();
  assert.deepEqual({ total, fresh, working, failed }, { total: 3, fresh: 3, working: 0, failed: 0 });
});
