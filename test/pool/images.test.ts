import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { bad, batchOf, createWorld, good, loopbackBatch, report } from '../help/pool-world.ts';

/** A pool with one proxy of every kind, some of them under test. */
async function variety() {
  const world = createWorld();
  const { pool, clock } = world;
  await pool.admit(
    batchOf([
      { host: '127.0.0.1', port: 80, protocols: 9 },
      { host: '::1', port: 81 },
    ]),
    { source: 'one, with a comma' },
  );
  await pool.admit(
    batchOf([
      { host: 'a.example', port: 82, user: 'ann', password: 'p:w@d' },
      { host: '127.0.0.1', port: 80 },
    ]),
    { source: 'two' },
  );
  await pool.admit(loopbackBatch(6), { source: 'three' });
  pool.apply([
    report(
      1,
      clock.at,
      [good({ tlsIntact: true, latencyMs: 33.33 }), good({ protocol: 'socks5', outcome: 'answered', latencyMs: 20 })],
      { exit: '127.1.1.1', country: 'DE' },
    ),
    report(2, clock.at, [
      bad('tampered'),
      { ...bad('tls-untrusted', 'https'), tlsIntact: false, changed: 'page: 3 bytes added' },
    ]),
  ]);
  for (let i = 0; i < 3; i += 1) pool.apply([report(4, (clock.at += 12_345), [bad('reset')])]);
  pool.apply([report(1, clock.at + 1_234_567, [good()])]);
  await pool.tag([1, 3], 'eu');
  await pool.tag([1], 'fast');
  await pool.ban([2]);
  pool.tasksOf([1, 5]).next();
  return world;
}

test('everything survives saving and loading; nothing of a check in flight does', async () => {
  const { pool, clock } = await variety();
  const rows = JSON.parse(JSON.stringify([...pool.images.images()])) as unknown[][];
  assert.equal(rows.length, pool.images.count());
  for (const row of rows) assert.equal(row.length, pool.images.columns.length);
  const later = createWorld();
  later.clock.at = clock.at;
  const next = later.pool;
  // In two chunks, as the store does.
  next.images.restore(rows.slice(0, 3), pool.images.columns);
  next.images.restore(rows.slice(3), pool.images.columns);
  assert.equal(pool.row(1).status, 'testing');
  pool.images.clear();
  pool.images.restore(rows, pool.images.columns);
  assert.equal(pool.row(1).status, 'working');
  const ids = [...next.rows()].map(({ id }) => id);
  assert.equal(ids.length, rows.length);
  // What checks taught is kept beside the proxies; single checks are remembered since the start only.
  assert.equal(next.survival.restore(pool.survival.image()), null);
  for (const id of ids) assert.deepEqual(next.detail(id), pool.detail(id));
  assert.deepEqual(next.stats(), pool.stats());
  assert.deepEqual([...next.images.images()], rows);
  assert.deepEqual(next.detail(1), { ...(await variety()).pool.detail(1), status: 'working' });
  assert.equal([...next.tasksOf([3])][0]?.password, 'p:w@d');
  assert.equal(next.images.nextId, Math.max(...ids) + 1);
});

test('ids go on after clear, and a lower next id is not taken over', async () => {
  const { pool } = await variety();
  const { nextId } = pool.images;
  pool.images.clear();
  pool.images.nextId = 2;
  assert.equal(pool.size, 0);
  assert.deepEqual(
    [...(await pool.admit(batchOf([{ host: '127.0.0.1', port: 1 }]), { source: 's' })).addedIds],
    [nextId],
  );
  assert.deepEqual(pool.stats(), { ...createWorld().pool.stats(), total: 1, new: 1 });
});

test('files of other versions: unknown columns are ignored, missing ones get their default', () => {
  const { pool } = createWorld();
  pool.images.restore([['colour', 80, '127.0.0.1', 7]], ['hue', 'port', 'host', 'id']);
  assert.deepEqual(
    [...pool.rows()].map(({ id, address, status }) => [id, address, status]),
    [[7, '127.0.0.1:80', 'new']],
  );
  assert.equal(pool.images.nextId, 8);
  assert.deepEqual(
    [...pool.dueTasks()].map(({ id }) => id),
    [7],
  );
});

test('a later image of an id replaces the earlier; a key that is taken by another id is passed over', () => {
  const { pool } = createWorld();
  const columns = ['id', 'host', 'port'];
  pool.images.restore(
    [
      [1, '127.0.0.1', 80],
      [2, '127.0.0.2', 80],
    ],
    columns,
  );
  pool.images.restore(
    [
      [1, '127.0.0.3', 80],
      [3, '127.0.0.2', 80],
    ],
    columns,
  );
  assert.deepEqual(
    [...pool.rows()].map(({ id, address }) => [id, address]),
    [
      [1, '127.0.0.3:80'],
      [2, '127.0.0.2:80'],
    ],
  );
});

test('rows that are no proxies are passed over', () => {
  const { pool } = createWorld();
  const columns = ['id', 'host', 'port'];
  pool.images.restore(
    [
      [],
      [0, 'a', 1],
      [1, '', 1],
      [1, 'a', 0],
      [1, 'a', 65_536],
      [1.5, 'a', 1],
      ['1', 'a', 1],
      [2 ** 33, 'a', 1],
      [null, null, null],
    ],
    columns,
  );
  assert.equal(pool.size, 0);
  assert.deepEqual(pool.stats(), createWorld().pool.stats());
});

test('whatever stands in the columns of a file, the pool loads it, counts it and saves it again', () => {
  const { pool: model } = createWorld();
  const value = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom('working', 'failed', 'OPEN', 'http socks5', 'DE', 'elite', 'refused', 'http:failed:refused x:y'),
    fc.nat(),
    fc.constant(0),
  );
  const rest = model.images.columns.slice(5);
  fc.assert(
    fc.property(
      fc.array(fc.array(value, { minLength: rest.length, maxLength: rest.length }), { maxLength: 5 }),
      (rows) => {
        const { pool } = createWorld();
        pool.images.restore(
          rows.map((row, i) => [i + 1, '127.0.0.1', i + 1, 0, 0, ...row]),
          model.images.columns,
        );
        assert.equal(pool.size, rows.length);
        const details = rows.map((_, i) => pool.detail(i + 1));
        for (const { score, success, speed, reliability } of details) {
          for (const part of [score, success, speed, reliability]) assert.ok(part >= 0 && part <= 1, `${part}`);
        }
        const again = createWorld().pool;
        again.images.restore(JSON.parse(JSON.stringify([...pool.images.images()])), pool.images.columns);
        assert.deepEqual(
          rows.map((_, i) => again.detail(i + 1)),
          details,
        );
        assert.deepEqual(again.stats(), pool.stats());
        pool.apply(rows.map((_, i) => report(i + 1, 1_800_000_000_000, [good()])));
        assert.equal(pool.stats().working, rows.length);
      },
    ),
    { numRuns: 300 },
  );
});
