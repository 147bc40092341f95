/** Many candidates are taken in together, new ones in runs: the pool must be as if each had come alone. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { Candidate, World } from '../help/pool-world.ts';
import { bad, batchOf, createWorld, report } from '../help/pool-world.ts';

/** Few of each, so that lists name the same ones again; more of them than are looked at ahead. */
const plain = fc.record({
  host: fc.nat(60).map((last) => `127.0.0.${last}`),
  port: fc.constantFrom(80, 8_080),
  protocols: fc.nat(15),
});
const odd = fc.record(
  {
    host: fc.constantFrom('127.0.0.1', '::1', 'a.example'),
    port: fc.constantFrom(80, 8_080),
    user: fc.constantFrom('', 'ann', 'bob'),
    password: fc.constantFrom('x', 'y'),
    protocols: fc.nat(15),
  },
  { requiredKeys: ['host', 'port', 'user'] },
);
const list = fc.array(fc.oneof({ weight: 12, arbitrary: plain }, odd), { maxLength: 300, size: 'max' });

async function take(
  { pool }: World,
  candidates: readonly Candidate[],
  atOnce: number,
  source: string,
): Promise<readonly number[]> {
  const ids: number[] = [];
  for (let from = 0; from < candidates.length; from += atOnce) {
    const options = { source, protocols: 1, recall: true };
    ids.push(...(await pool.admit(batchOf(candidates.slice(from, from + atOnce)), options)).addedIds);
  }
  return ids;
}

/** What anybody can see of it, and whom it hands out, in which order. */
function shown({ pool }: World): unknown {
  const rows = [...pool.rows()].map((row) => [row, pool.detail(row.id)]);
  return { rows, stats: pool.stats(), sources: [...pool.yieldBySource()], due: [...pool.dueTasks()] };
}

test('a list is taken in as if each of its lines had come alone', async () => {
  await fc.assert(
    fc.asyncProperty(list, fc.array(fc.nat(200)), list, async (first, gone, second) => {
      const worlds = [createWorld(), createWorld()] as const;
      const seen = [];
      for (const [index, world] of worlds.entries()) {
        const atOnce = index === 0 ? Infinity : 1;
        const { pool, clock } = world;
        const ids = [await take(world, first, atOnce, 'one')];
        // Their places are free for the next ones, in any order; others are no longer new.
        await pool.remove(gone);
        pool.apply(gone.map((id) => report(id + 1, clock.at, [bad('refused')])));
        ids.push(await take(world, second, atOnce, 'two'));
        pool.images.clear();
        ids.push(await take(world, first, atOnce, 'three'));
        seen.push({ ids, shown: shown(world) });
      }
      assert.deepEqual(seen[0], seen[1]);
    }),
    { numRuns: 60 },
  );
});

test('whoever is read ahead is found where tables of keys grow for others in between', async () => {
  const known = Array.from({ length: 1_600 }, (_, i) => ({ host: `127.1.${i >> 8}.${i & 255}`, port: 80 }));
  for (const more of [200, 2_000, 8_000]) {
    const world = createWorld();
    await take(world, known, Infinity, 'one');
    // One with a user, which the tables take in one by one, before each of those that are there.
    const mixed = Array.from({ length: more }, (_, i) => [
      { host: `127.2.${i >> 8}.${i & 255}`, port: 80, user: 'ann' },
      known[(i * 7) % known.length]!,
    ]).flat();
    const { added, known: again } = await world.pool.admit(batchOf(mixed), { source: 'two' });
    assert.deepEqual({ added, again }, { added: more, again: more });
    assert.equal(world.pool.size, known.length + more);
  }
});

test('a thousand, each named a hundred times, are a thousand', async () => {
  const world = createWorld();
  const ipv4 = Uint32Array.from({ length: 100_000 }, (_, i) => 0x0b00_0000 + (i % 1_000) * 7_919);
  const port = new Uint16Array(ipv4.length).fill(80);
  const batch = { count: ipv4.length, ipv4, port, protocols: new Uint8Array(ipv4.length), odd: [] };
  const { added, known, addedIds } = await world.pool.admit(batch, { source: 's' });
  assert.deepEqual([added, known, addedIds.length, world.pool.size], [1_000, 99_000, 1_000, 1_000]);
  assert.equal(addedIds.at(-1), 1_000);
});
