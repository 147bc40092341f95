/** What checks taught is in the state: kept, found again, set back where it is no good. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Store } from '../../store/store.ts';
import { resolvePaths } from '../../src/core/paths.ts';
import { createEngine } from '../../src/engine.ts';
import { PredictorKeeper } from '../../src/engine/predictor-keeper.ts';
import type { Engine } from '../../src/engine/types.ts';
import { emptyDocuments, type Json } from '../../src/model/state.ts';
import { bad, createWorld, good, loopbackBatch, report, START } from '../help/pool-world.ts';

/** A pool with two checked proxies, a store that only counts, and the keeper between them. */
async function keeperOver(predictor: Json) {
  const { pool, clock } = createWorld();
  await pool.admit(loopbackBatch(2), { source: 's' });
  const documents = { ...emptyDocuments(START), predictor };
  const told = { dirty: 0, notes: [] as string[] };
  const store = { documents, markDirty: () => (told.dirty += 1) } as unknown as Store;
  const keeper = new PredictorKeeper({ pool, store, clock, note: (message) => void told.notes.push(message) });
  const check = (): void => pool.apply([report(1, clock.at, [good()]), report(2, clock.at, [bad('refused')])]);
  return { pool, clock, documents, told, keeper, check };
}

test('what was learned is put into the state now and then, and only when there is something new', async () => {
  const { pool, clock, documents, told, keeper, check } = await keeperOver(null);
  check();
  keeper.checked();
  assert.equal(documents.predictor, null, 'not with every batch');
  clock.at += 60_000;
  keeper.checked();
  assert.deepEqual(documents.predictor, pool.survival.image());
  keeper.keep();
  clock.at += 60_000;
  keeper.checked();
  assert.deepEqual(told, { dirty: 1, notes: [] });
  const next = await keeperOver(JSON.parse(JSON.stringify(documents.predictor)) as Json);
  assert.deepEqual(next.pool.survival.image(), pool.survival.image());
  assert.deepEqual(next.told, { dirty: 0, notes: [] });
});

test('nonsense is set back with a note, and learning starts anew', async () => {
  for (const nonsense of ['x', { version: 9 }, { version: 1, learned: 3, passed: 1, weights: { bias: 'a lot' } }]) {
    const { pool, documents, told, keeper, check } = await keeperOver(nonsense);
    assert.equal(documents.predictor, null);
    assert.match(told.notes.join('\n'), /^what was learned .* \(predictor: .+\); learning starts anew$/);
    assert.equal(pool.survival.learned, 0);
    check();
    keeper.keep();
    assert.equal((documents.predictor as unknown as { learned?: number }).learned, 2);
  }
});

test('the next engine goes on with what this one learned, and a restore goes back to what was known then', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'refbot-predictor-'));
  const env = { HOME: folder, XDG_RUNTIME_DIR: folder, REFBOT_NETWORK: 'loopback' };
  const paths = resolvePaths({ env, cwd: folder, state: join(folder, 's.json'), config: join(folder, 'c.json') });
  const opened: Engine[] = [];
  const open = async (): Promise<Engine> => {
    const engine = await createEngine({ paths, env, mode: 'once', flags: { 'network.allow_private': true } });
    opened.push(engine);
    return engine;
  };
  try {
    const first = await open();
    await first.act.import(lines('127.0.0.2:1', '127.0.0.3:1'), { source: 'a' });
    const fresh = first.view.detail(1).survival.chance;
    const { name } = await first.act.createBackup('before');
    // Nothing listens there.
    const { failed } = await first.act.check({ select: 'due' });
    assert.equal(failed, 2);
    await first.stop();
    const second = await open();
    await second.act.import(lines('127.0.0.4:1'), { source: 'a' });
    const warned = second.view.detail(3).survival.chance;
    assert.ok(warned < fresh, `${warned} ${fresh}`);
    await second.act.restoreBackup(name);
    const again = second.view.detail(1).survival.chance;
    assert.ok(Math.abs(again - fresh) < 0.01, `${again} ${fresh}`);
  } finally {
    for (const engine of opened) await engine.stop();
    await rm(folder, { recursive: true, force: true });
  }
});

async function* lines(...texts: string[]): AsyncIterable<Uint8Array> {
  yield Buffer.from(texts.join('\n'));
}
