import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Removed } from '../../src/pool/removed.ts';
import { bad, batchOf, createWorld, good, loopbackBatch, report } from '../help/pool-world.ts';

const LIST = [
  { host: '127.0.0.1', port: 80, protocols: 1 },
  { host: 'proxy.example', port: 3128 },
  { host: '127.0.0.9', port: 8080, user: 'ann', password: 'secret' },
];

async function removedWorld() {
  const world = createWorld();
  const { pool, clock } = world;
  await pool.admit(batchOf(LIST), { source: 'one' });
  await pool.admit(batchOf(LIST.slice(0, 1)), { source: 'two' });
  pool.apply([
    report(1, clock.at, [good(), bad('denied', 'https')], { country: 'DE', exit: '127.1.1.1' }),
    report(2, clock.at, [bad('refused')]),
  ]);
  await pool.tag([1, 3], 'team-a');
  await pool.ban([2]);
  const facts = async () => ({
    rows: [...pool.rows()],
    details: [...pool.rows()].map(({ id }) => pool.detail(id)),
    images: [...pool.images.images()],
    stats: pool.stats(),
    yields: pool.yieldBySource(),
    due: await pool.dueCount(),
    endpoint: pool.endpoint(3),
  });
  const before = await facts();
  const removed: Removed[] = [];
  assert.equal(await pool.remove([3, 1, 2, 77], (one) => removed.push(one)), 3);
  assert.equal(pool.size, 0);
  const kept = JSON.parse(JSON.stringify(removed)) as Removed[];
  return { ...world, before, facts, removed: kept };
}

test('removed proxies come back with ids, password, tags, ban, history and what is derived from it', async () => {
  const { pool, before, removed, facts } = await removedWorld();
  await pool.bringBack([removed.slice(0, 1), removed.slice(1)]);
  assert.deepEqual(await facts(), before);
  assert.equal(before.details[0]!.timeline.length, 2);
  assert.deepEqual((await facts()).yields.get('one'), { listed: 3, working: 1 });
  const { addedIds } = await pool.admit(batchOf([{ host: '127.0.0.4', port: 1 }]), { source: 's' });
  assert.deepEqual([...addedIds], [4], 'ids go on');
  await pool.bringBack([removed]);
  assert.equal(pool.size, 4, 'who is there already stays');
});

test('a list that named them meanwhile does not stand in the way', async () => {
  const { pool, facts, removed } = await removedWorld();
  await pool.admit(batchOf(LIST), { source: 'three' });
  assert.equal(pool.row(4).status, 'new');
  await pool.bringBack([removed]);
  assert.deepEqual(
    [...pool.rows()].map(({ id, status, sources, tags, banned }) => [id, status, sources, tags, banned]),
    [
      [1, 'working', ['one', 'two', 'three'], ['team-a'], false],
      [2, 'failed', ['one', 'three'], [], true],
      [3, 'new', ['one', 'three'], ['team-a'], false],
    ],
  );
  assert.equal(pool.detail(1).timeline.length, 2);
  assert.deepEqual((await facts()).yields.get('three'), { listed: 3, working: 1 });
});

test('what was checked meanwhile or has another password stays, with tags, ban and sources of the old', async () => {
  const { pool, clock, removed } = await removedWorld();
  const [, , ann] = LIST;
  await pool.admit(batchOf([LIST[0]!, { ...ann!, password: 'newer' }]), { source: 'three' });
  pool.apply([report(4, clock.at, [bad('reset')])]);
  await pool.tag([4], 'mine');
  await pool.bringBack([removed]);
  assert.deepEqual(
    [...pool.rows()].map(({ id, status, sources, tags }) => [id, status, sources, tags]),
    [
      [2, 'failed', ['one'], []],
      [4, 'failed', ['one', 'two', 'three'], ['team-a', 'mine']],
      [5, 'new', ['one', 'three'], ['team-a']],
    ],
  );
  assert.equal(pool.endpoint(5).password, 'newer');
});

test('a banned one that comes back is not due, whoever named it meanwhile', async () => {
  const { pool, removed } = await removedWorld();
  await pool.admit(batchOf(LIST.slice(1, 2)), { source: 'three' });
  assert.equal(await pool.dueCount(), 1);
  await pool.bringBack([removed.filter(({ image }) => image[0] === 2)]);
  assert.equal(await pool.dueCount(), 0);
  assert.equal(pool.stats().banned, 1);
});

test('neither removing nor bringing back many holds up the thread', async () => {
  const { pool } = createWorld();
  const { addedIds } = await pool.admit(loopbackBatch(20_000), { source: 's' });
  const removed: Removed[] = [];
  let turns = 0;
  const timer = setInterval(() => (turns += 1), 1);
  await pool.remove(addedIds, (one) => removed.push(one));
  await pool.bringBack(Array.from({ length: 200 }, (_, i) => removed.slice(i * 100, i * 100 + 100)));
  clearInterval(timer);
  assert.equal(pool.size, 20_000);
  assert.ok(turns >= 3, `${turns} turns of the event loop`);
});
