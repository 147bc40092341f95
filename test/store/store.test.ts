/** The store on real files: round trips, one writer, auto-save, verify. */
import assert from 'node:assert/strict';
import { lstat, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { verifyState } from '../../store/verify.ts';
import { openTestStore, saveTestState } from '../help/open-test-store.ts';

let folder = '';
let file = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'refbot-store-'));
  file = join(folder, 'state.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const prepare = (proxies: number, times?: number): Promise<void> => saveTestState(file, proxies, times);

test('what was saved comes back: documents, rows, the next id; the file is private JSON that a person can read', async () => {
  const first = await openTestStore(file);
  first.rows.add(1234);
  first.rows.rows.splice(-5);
  first.store.documents.settings.auto = true;
  first.store.documents.aliases.de = 'proxies top 10 --country DE';
  first.store.documents.sources = [{ name: 'mine', url: 'http://127.0.0.1/list' }];
  first.store.documents.laterPart = { keeps: ['this'] };
  await first.store.durable(first.store.markDirty());
  const expected = structuredClone(first.store.documents);
  await first.store.close();

  assert.equal((await stat(file)).mode & 0o777, 0o600);
  const parsed = JSON.parse(await readFile(file, 'utf8')) as {
    proxies: { rows: unknown[]; count: number };
    version: number;
  };
  assert.equal(parsed.version, 2);
  assert.equal(parsed.proxies.rows.length, 1229);
  assert.equal(parsed.proxies.count, 1229);

  const second = await openTestStore(file);
  assert.deepEqual(second.store.documents, expected);
  assert.deepEqual(second.rows.rows, first.rows.rows);
  assert.equal(second.rows.nextId, 1235, 'ids of removed proxies are not given again');
  assert.ok(second.rows.batches.every((size) => size <= 1000));
  assert.deepEqual(second.store.notices, []);
  await second.store.close();
});

test('an empty pool and a folder that is not there yet', async () => {
  const deep = join(folder, 'a', 'b', 'state.json');
  const first = await openTestStore(deep);
  assert.deepEqual(first.store.notices, []);
  await first.store.save();
  await first.store.close();
  const second = await openTestStore(deep);
  assert.equal(second.rows.count(), 0);
  assert.equal(second.rows.nextId, 1);
  await second.store.close();
  assert.equal((await stat(join(folder, 'a'))).mode & 0o777, 0o700);
});

test('a file that somebody laid out anew is read all the same, and keys it lacks get their defaults', async () => {
  await prepare(1200, 1);
  const state = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
  delete state.aliases;
  delete state.settings;
  await writeFile(file, JSON.stringify(state, null, 4));
  const { store, rows } = await openTestStore(file);
  assert.equal(rows.count(), 1200);
  assert.deepEqual(store.documents.aliases, {});
  assert.deepEqual(store.documents.settings, { auto: false });
  await store.close();
});

test('columns are found by name, so an older file may have others', async () => {
  await writeFile(
    file,
    JSON.stringify({
      format: 'refbot-state',
      version: 1,
      proxies: { v: 1, cols: ['port', 'gone', 'id'], rows: [[8080, 'x', 5]], nextId: 6 },
    }),
  );
  const { store, rows } = await openTestStore(file);
  assert.deepEqual(rows.rows, [[5, null, 8080, null]]);
  await store.close();
});

test('one writer: a second store of the same file is refused, over a link too, until the first is closed', async () => {
  const first = await openTestStore(file, { socket: '/run/x.sock' });
  await first.store.save();
  const alias = join(folder, 'alias.json');
  await symlink(file, alias);
  for (const path of [file, alias]) {
    await assert.rejects(
      openTestStore(path),
      (error: { errorName: string; details: { data: Record<string, unknown> } }) => {
        assert.equal(error.errorName, 'state-held');
        assert.equal(error.details.data.pid, process.pid);
        assert.equal(error.details.data.socket, '/run/x.sock');
        return true;
      },
    );
  }
  await Promise.all([first.store.close(), first.store.close()]);
  await assert.rejects(first.store.save(), { errorName: 'state-write' });
  const second = await openTestStore(alias);
  second.rows.add(1);
  await second.store.save();
  await second.store.close();
  assert.ok((await lstat(alias)).isSymbolicLink());
  assert.equal((await verifyState(file)).main.proxies, 1);
});

test('temps of a killed process are swept at the start', async () => {
  await prepare(1, 1);
  await writeFile(join(folder, '.state.json.4242.abcdef.tmp'), 'half');
  await writeFile(join(folder, '.state.json.bak.4242.abcdef.tmp'), 'half');
  const { store } = await openTestStore(file);
  await store.close();
  assert.deepEqual((await readdir(folder)).sort(), ['state.json']);
});

test('closing saves what is not saved; a clean close writes nothing', async () => {
  const first = await openTestStore(file);
  first.rows.add(2);
  first.store.markDirty();
  await first.store.close();
  const before = await stat(file);
  const second = await openTestStore(file);
  assert.equal(second.rows.count(), 2);
  await second.store.close();
  assert.equal((await stat(file)).mtimeMs, before.mtimeMs);
  assert.equal(second.saved.length, 0);
});

test('it saves by itself while dirty', async () => {
  const { store, rows, saved } = await openTestStore(file, { intervalMs: 20 });
  rows.add(5);
  store.markDirty();
  while (saved.length === 0) await new Promise((done) => setTimeout(done, 5));
  assert.equal((await verifyState(file)).main.proxies, 5);
  await store.close();
});

test('a save after the lock was taken away replaces nothing', async () => {
  const { store, rows, failed } = await openTestStore(file);
  rows.add(1);
  await store.save();
  rows.add(1);
  await store.durable(store.markDirty());
  const before = await readFile(file);
  const { journals } = await verifyState(file);
  await rm(`${file}.lock`);
  await writeFile(`${file}.lock`, 'somebody else');
  await assert.rejects(store.save(), { errorName: 'state-held' });
  assert.equal(failed.length, 1);
  rows.add(1);
  await assert.rejects(store.durable(store.markDirty()), { errorName: 'state-held' });
  assert.deepEqual((await verifyState(file)).journals, journals, 'nor does it append to a journal');
  assert.deepEqual(await readFile(file), before);
  await assert.rejects(store.close(), { errorName: 'state-held' }, 'what could not be saved is said');
  assert.equal(await readFile(`${file}.lock`, 'utf8'), 'somebody else', 'the lock of somebody else stays');
});

test('verify: counts, both files, and a state that is not there', async () => {
  assert.deepEqual((await verifyState(file)).main.state, 'missing');
  assert.equal((await verifyState(file)).ok, true);
  await prepare(9);
  const good = await verifyState(file);
  assert.equal(good.ok, true);
  assert.equal(good.main.proxies, 9);
  assert.equal(good.previous.proxies, 9);
  await writeFile(file, (await readFile(file, 'utf8')).replace('"count": 9', '"count": 10'));
  const wrong = await verifyState(file);
  assert.equal(wrong.ok, false);
  assert.equal(wrong.main.problem, 'it holds 9 proxies and says 10');
});
