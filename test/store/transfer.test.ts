/** A state on its way to another machine: whole, without secrets, refused when it was damaged, and taken back. */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { systemClock } from '../../src/core/clock.ts';
import { openStore, type Store } from '../../store/store.ts';
import { openTestStore } from '../help/open-test-store.ts';
import { batchOf, createWorld, good, report, START } from '../help/pool-world.ts';
import type { Pool } from '../../src/pool/pool.ts';

let folder = '';
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'refbot-transfer-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

async function openPool(name: string): Promise<{ store: Store; pool: Pool }> {
  const { pool } = createWorld();
  const store = await openStore({
    file: join(folder, name),
    rows: pool.images,
    clock: systemClock,
    intervalMs: 2 ** 30,
    socket: null,
    counts: () => ({ working: pool.stats().working }),
    onSaved: () => {},
    onFailed: (error) => assert.fail(error),
  });
  return { store, pool };
}

async function exported({ store }: { store: Store }): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of store.exportText()) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function* bytesOf(content: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < content.length; at += 1_000) yield content.subarray(at, at + 1_000);
}

async function source(): Promise<{ store: Store; pool: Pool }> {
  const made = await openPool('first.json');
  await made.pool.admit(
    batchOf([
      { host: '198.51.100.1', port: 8080 },
      { host: '198.51.100.2', port: 3128, user: 'anna', password: 'hunter2' },
    ]),
    { source: 'list' },
  );
  made.pool.apply([report(1, START, [good()], { country: 'DE' })]);
  await made.pool.tag([1], 'mine');
  made.store.documents.aliases['pull'] = 'proxies import http://bob:tops3cret@lists.example/x.txt';
  return made;
}

test('what is exported arrives whole, without a password, and the state before can be had back', async () => {
  const first = await source();
  const content = await exported(first);
  assert.doesNotMatch(content.toString(), /hunter2|tops3cret/);
  const second = await openPool('second.json');
  await second.pool.admit(batchOf([{ host: '198.51.100.9', port: 1 }]), { source: 'own' });
  const { proxies, undo } = await second.store.backups.take(bytesOf(content), 'first.json');
  assert.equal(proxies, 2);
  assert.deepEqual([...second.pool.rows()], [...first.pool.rows()]);
  assert.equal(second.pool.endpoint(2).user, 'anna');
  assert.equal(second.pool.endpoint(2).password, undefined);
  assert.equal(second.store.documents.aliases['pull'], 'proxies import http://bob:***@lists.example/x.txt');
  assert.deepEqual(
    (await second.store.backups.list()).map(({ name, reason, counts }) => [name, reason, counts?.['working']]),
    [[undo, 'before import of first.json', 0]],
  );
  await second.store.close();

  const again = await openPool('second.json');
  assert.equal(again.pool.size, 2);
  await again.store.backups.restore(undo);
  assert.deepEqual(
    [...again.pool.rows()].map(({ address }) => address),
    ['198.51.100.9:1'],
  );
  const backup = await again.store.backups.create('full of things');
  assert.deepEqual(backup.counts, { working: 0, sources: 0, aliases: 0 });
  await first.store.close();
  await again.store.close();
});

test('the file is a state as it is', async () => {
  const first = await source();
  await writeFile(join(folder, 'third.json'), await exported(first));
  const third = await openPool('third.json');
  assert.deepEqual(third.store.notices, []);
  assert.deepEqual([...third.pool.rows()], [...first.pool.rows()]);
  await third.store.close();
  await first.store.close();
});

test('a file that was cut, edited, or is something else is refused and changes nothing', async () => {
  const first = await source();
  const content = await exported(first);
  await first.store.close();
  const second = await openTestStore(join(folder, 'second.json'));
  second.rows.add(3);
  await second.store.save();
  const text = content.toString();
  for (const [bad, name] of [
    [text.slice(0, -1), 'state-broken'],
    [text.slice(0, 700), 'state-broken'],
    [text.replace('198.51.100.1', '198.51.100.7'), 'state-broken'],
    [text.replace('"version": 2', '"version": 9'), 'state-newer'],
    ['', 'state-broken'],
    ['{"name":"other"}', 'state-broken'],
    ['198.51.100.1:8080\n', 'state-broken'],
  ] as const) {
    await assert.rejects(
      second.store.backups.take(bytesOf(Buffer.from(bad)), 'bad'),
      { errorName: name },
      bad.slice(-40),
    );
  }
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield content.subarray(0, 500);
    throw new Error('the pipe broke');
  }
  await assert.rejects(second.store.backups.take(broken(), 'pipe'), /the pipe broke/);
  assert.equal(second.rows.count(), 3);
  assert.deepEqual(await second.store.backups.list(), []);
  assert.deepEqual(await readdir(join(folder, 'second.json.backups')), [], 'nothing half is left');
  await second.store.close();
});
