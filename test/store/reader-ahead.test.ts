/** A state that is read before its lock is held: used when nobody wrote meanwhile, and read again when somebody did. */
import assert from 'node:assert/strict';
import { appendFile, copyFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { siblings } from '../../src/core/paths.ts';
import type { ProxyRowPort } from '../../src/model/state.ts';
import type { Pool } from '../../src/pool/pool.ts';
import { packingBy, USUAL_RULES } from '../../src/pool/packing.ts';
import { beginReading, type ReaderThread } from '../../store/reader-thread.ts';
import { openStore, type Store } from '../../store/store.ts';
import { createWorld, loopbackBatch } from '../help/pool-world.ts';

const PROXIES = 4_000;
/** Told apart from what the pool itself would say. */
const EARLY = { ...USUAL_RULES, timeoutMs: 7_999 };
let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'refbot-ahead-'));
  file = join(folder, 'state.json');
  const { store, pool } = await open();
  await pool.admit(loopbackBatch(PROXIES), { source: 'one' });
  await store.save();
  await store.close();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const begin = (): ReaderThread => beginReading(file, packingBy(EARLY))!;

/** Begun, and it has read the files. */
async function hasRead(): Promise<ReaderThread> {
  const thread = begin();
  let head: Awaited<ReturnType<ReaderThread['next']>> | null = await thread.next();
  const next = async (): ReturnType<ReaderThread['next']> => {
    const said = head ?? (await thread.next());
    head = null;
    return said;
  };
  return { data: thread.data, next, stop: () => thread.stop() } as unknown as ReaderThread;
}

/** @returns also whether what was read early was used */
async function open(reader?: ReaderThread): Promise<{ store: Store; pool: Pool; wasUsed: boolean }> {
  const { pool, clock } = createWorld();
  const { images } = pool;
  let wasUsed = false;
  const rows: ProxyRowPort = new Proxy(images, {
    get(_, name) {
      if (name === 'packing')
        return {
          ...images.packing!,
          receive: (packedWith: unknown, expected: number) => {
            wasUsed = (packedWith as typeof EARLY).timeoutMs === EARLY.timeoutMs;
            return images.packing!.receive(packedWith, expected);
          },
        };
      const value: unknown = Reflect.get(images, name, images);
      return typeof value === 'function' ? value.bind(images) : value;
    },
    set: (_, name, value) => Reflect.set(images, name, value, images),
  });
  const store = await openStore({
    file,
    rows,
    clock,
    intervalMs: 2 ** 30,
    socket: null,
    onSaved: () => {},
    onFailed: (error) => assert.fail(error),
    ...(reader === undefined ? {} : { reader }),
  });
  return { store, pool, wasUsed };
}

test('nobody wrote meanwhile: it is used', async () => {
  const { store, pool, wasUsed } = await open(begin());
  assert.ok(wasUsed);
  assert.equal(pool.size, PROXIES);
  assert.deepEqual(store.notices, []);
  await store.close();
});

test('somebody saved, committed or damaged it meanwhile: it is read again', async () => {
  let reader = await hasRead();
  const first = await open();
  await first.pool.admit(loopbackBatch(PROXIES + 5), { source: 'two' });
  await first.store.save();
  await first.store.close();
  const second = await open(reader);
  assert.equal(second.pool.size, PROXIES + 5);
  assert.ok(!second.wasUsed);
  await second.pool.remove([1]);
  second.store.touch();
  await second.store.durable(second.store.markDirty());
  // A copy of the moment between a commit and the next snapshot.
  const copies = (await readdir(folder)).filter((name) => name.startsWith('state.json') && !name.endsWith('.lock'));
  const kept = await mkdtemp(join(tmpdir(), 'refbot-ahead-'));
  for (const name of copies.filter((one) => !one.endsWith('.backups')))
    await copyFile(join(folder, name), join(kept, name));
  await second.store.close();
  await rm(folder, { recursive: true });
  folder = kept;
  file = join(folder, 'state.json');

  reader = await hasRead();
  const journal = copies.find((name) => name.includes('.journal-'))!;
  await appendFile(join(folder, journal), 'torn');
  const third = await open(reader);
  assert.ok(!third.wasUsed);
  assert.equal(third.pool.size, PROXIES + 4);
  assert.match(third.store.notices.join('\n'), /cut off/);
  await third.store.close();
});

test('a state that is small, missing or held is not read early', async () => {
  assert.equal(beginReading(join(folder, 'none.json'), packingBy(EARLY)), null);
  const reader = begin();
  const { store } = await open();
  assert.equal(beginReading(file, packingBy(EARLY)), null);
  // Whoever comes too late is refused, and what it read goes with it.
  await assert.rejects(open(reader), { errorName: 'state-held' });
  await store.close();
  assert.ok((await readdir(folder)).every((name) => join(folder, name) !== siblings(file).lock));
});
