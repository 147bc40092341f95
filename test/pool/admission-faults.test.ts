/** Memory runs out, or a candidate is broken, in the middle of an admission: what was taken in until then must be whole. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CandidateBatch } from '../../src/model/candidate.ts';
import type { Candidate, World } from '../help/pool-world.ts';
import { batchOf, createWorld } from '../help/pool-world.ts';

type Arrays = 'Uint8Array' | 'Uint16Array' | 'Uint32Array' | 'ArrayBuffer' | 'SharedArrayBuffer';
const ARRAYS: readonly Arrays[] = ['Uint8Array', 'Uint16Array', 'Uint32Array', 'ArrayBuffer', 'SharedArrayBuffer'];

/** Enough for growth of every table, some known already, some with names and users. */
const LIST: readonly Candidate[] = Array.from({ length: 3_000 }, (_, i) => ({
  host: i % 50 === 7 ? `h${i % 400}.example` : `127.0.${(i * 7) % 23}.${i % 251}`,
  port: 80 + (i % 40),
  ...(i % 90 === 5 ? { user: `u${i % 5}`, password: 'x' } : {}),
}));

/** Runs `work` while the array made as number `at` cannot be. @returns how many were made */
async function whereMemoryEnds(at: number, work: () => Promise<unknown>): Promise<number> {
  let made = 0;
  const kept = ARRAYS.map((name) => [name, globalThis[name]] as const);
  for (const [name, Original] of kept)
    (globalThis as Record<string, unknown>)[name] = new Proxy(Original, {
      construct(target, given, self) {
        made += 1;
        if (made === at) throw new RangeError('Array buffer allocation failed');
        return Reflect.construct(target, given, self) as object;
      },
    });
  try {
    await work();
  } finally {
    for (const [name, Original] of kept) (globalThis as Record<string, unknown>)[name] = Original;
  }
  return made;
}

/** Everybody there is found by key, listed, counted, queued once, and takes part in what comes next. */
async function assertWhole({ pool }: World, batch: CandidateBatch, what: string): Promise<void> {
  const rows = [...pool.rows()];
  assert.equal(rows.length, pool.size, what);
  assert.equal(pool.stats().new, pool.size, what);
  assert.equal(pool.rank(pool.size + 1, { status: ['new'] }).length, pool.size, what);
  assert.equal(pool.yieldBySource().get('s')?.listed ?? 0, pool.size, what);
  assert.equal(new Set([...pool.dueTasks()].map(({ id }) => id)).size, pool.size, what);
  // Whoever is known is found, everybody else is new.
  const before = pool.size;
  const again = await pool.admit(batch, { source: 's' });
  assert.equal(before + again.added, pool.size, what);
  const whole = createWorld().pool;
  await whole.admit(batch, { source: 's' });
  assert.equal(pool.size, whole.size, what);
  await pool.remove([...pool.rows()].map(({ id }) => id));
  assert.equal(pool.stats().total, 0, what);
}

test('an admission for which memory ends somewhere keeps whoever it has taken, and nobody by halves', async () => {
  const batch = batchOf(LIST);
  const made = await whereMemoryEnds(Infinity, () => createWorld().pool.admit(batch, { source: 's' }));
  assert.ok(made > 100, 'arrays are made');
  let failed = 0;
  for (let at = 1; at <= made; at += at < 40 ? 1 : Math.ceil(made / 20)) {
    const world = createWorld();
    let admission: unknown = null;
    await whereMemoryEnds(at, () => world.pool.admit(batch, { source: 's' })).catch((error: unknown) => {
      admission = error;
    });
    if (admission !== null) failed += 1;
    await assertWhole(world, batch, `array ${at}: ${String(admission)}`);
  }
  assert.ok(failed > 8, `${failed} failed`);
});

test('a broken candidate in the middle of a block: those before it are in, and it is said how many', async () => {
  for (const index of [0, 1, 40, 63, 64, 100]) {
    const candidates = LIST.slice(0, 128).map(({ port }, i) => ({ host: `127.1.0.${i}`, port }));
    const batch = batchOf(candidates);
    const world = createWorld();
    const broken = { ...batch, odd: [{ index, host: null as unknown as string }] };
    await assert.rejects(world.pool.admit(broken, { source: 's' }), TypeError);
    assert.equal(world.pool.size, index);
    assert.deepEqual(
      world.facts['pool.changed'].map(({ added }) => added),
      index === 0 ? [] : [index],
    );
    await assertWhole(world, batch, `candidate ${index}`);
  }
});
