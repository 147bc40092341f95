/** Backups: made from the saved state, checked by their manifest, rotated, restored, and a restore taken back. */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { openTestStore } from '../help/open-test-store.ts';

let folder = '';
let file = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'refbot-backup-'));
  file = join(folder, 'state.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('a restore brings back documents and proxies, is durable, and can be taken back', async () => {
  const { store, rows } = await openTestStore(file);
  rows.add(1100);
  store.documents.aliases.a = 'one';
  const made = await store.backups.create('manual');
  assert.deepEqual([made.proxies, made.reason, made.bytes], [1100, 'manual', (await stat(file)).size]);
  const backups = join(folder, 'state.json.backups');
  assert.equal((await stat(backups)).mode & 0o777, 0o700, 'passwords are in there');
  for (const name of await readdir(backups)) assert.equal((await stat(join(backups, name))).mode & 0o777, 0o600, name);
  const before = structuredClone(rows.rows);

  rows.rows.splice(0, 1000);
  rows.add(5, '10.0.0.2');
  store.documents.aliases = { b: 'two' };
  const changed = structuredClone(rows.rows);
  const restored = await store.backups.restore(made.name);
  assert.equal(restored.proxies, 1100);
  assert.deepEqual(rows.rows, before);
  assert.deepEqual(store.documents.aliases, { a: 'one' });
  assert.equal(rows.nextId, 1106, 'ids given since are not given again');

  assert.deepEqual(
    (await store.backups.list()).map((backup) => backup.reason),
    ['manual', `before restore of ${made.name}`],
  );
  assert.equal((await store.backups.restore(restored.undo)).proxies, 105);
  assert.deepEqual(rows.rows, changed);
  await store.close();

  const again = await openTestStore(file);
  assert.deepEqual(again.rows.rows, changed);
  assert.deepEqual(again.store.documents.aliases, { b: 'two' });
  await again.store.close();
});

test('names that are no backup, and backups that were changed, are refused and change nothing', async () => {
  const { store, rows } = await openTestStore(file);
  rows.add(10);
  store.documents.aliases.a = 'one';
  const { name } = await store.backups.create('manual');
  for (const wrong of ['', '../state', `${name}x`, '20200101T000000Z', `../state.json.backups/${name}`]) {
    await assert.rejects(store.backups.restore(wrong), { errorName: 'unknown-backup' }, wrong);
  }
  const copy = join(folder, 'state.json.backups', `${name}.json`);
  const text = await readFile(copy, 'utf8');
  for (const changed of [text.replace('"one"', '"two"'), text.slice(0, -1), `${text} `, `\0${text.slice(1)}`]) {
    assert.notEqual(changed, text);
    await writeFile(copy, changed);
    await assert.rejects(store.backups.restore(name), { errorName: 'state-broken' });
  }
  assert.equal(rows.count(), 10);
  assert.equal((await store.backups.list()).length, 1, 'no backup was made for nothing');
  await store.close();
});

test('the newest ten are kept, in order; half-made ones go; the one that is restored stays', async () => {
  const clock = { now: () => Date.UTC(2026, 10, 20, 21, 35, 0), monotonic: () => performance.now() };
  const { store, rows } = await openTestStore(file, { clock });
  const first = await store.backups.create('number 0');
  assert.equal(first.name, '20261120T213500Z');
  const backups = join(folder, 'state.json.backups');
  await writeFile(join(backups, '20200101T000000Z.json'), 'a copy without manifest');
  await writeFile(join(backups, '.20200101T000000Z.json.1.a.tmp'), 'a temp');
  await writeFile(join(backups, 'note.txt'), 'somebody else’s');
  for (let number = 1; number <= 9; number++) {
    rows.add(1);
    await store.backups.create(`number ${number}`);
  }
  assert.deepEqual(
    (await store.backups.list()).map((backup) => [backup.reason, backup.proxies]),
    Array.from({ length: 10 }, (_, number) => [`number ${number}`, number]),
  );
  assert.equal((await store.backups.restore(first.name)).proxies, 0);
  const names = (await store.backups.list()).map((backup) => backup.name);
  assert.ok(names.includes(first.name), 'the restored one was spared');
  await store.backups.create('one more');
  const reasons = (await store.backups.list()).map((backup) => backup.reason);
  assert.equal(reasons.length, 10);
  assert.equal(reasons[0], 'number 2');
  assert.equal(reasons.at(-1), 'one more');
  assert.deepEqual(
    (await readdir(backups)).filter((name) => name.startsWith('2020') || name.startsWith('.') || name.endsWith('.txt')),
    ['note.txt'],
  );
  await store.close();
});

test('verify finds any flipped bit, in the copy and in its manifest; a removed backup is gone whole', async () => {
  const { store, rows } = await openTestStore(file);
  rows.add(20);
  const { name } = await store.backups.create('manual');
  const other = await store.backups.create('second');
  assert.deepEqual(
    (await store.backups.verify(null)).map((report) => [report.name, report.state, report.proxies]),
    [
      [name, 'ok', 20],
      [other.name, 'ok', 20],
    ],
  );
  for (const part of [`${name}.json`, `${name}.manifest.json`]) {
    const path = join(folder, 'state.json.backups', part);
    const good = await readFile(path);
    for (let at = 0; at < good.length; at += 7) {
      const changed = Buffer.from(good);
      changed[at]! ^= 1 << (at % 8);
      await writeFile(path, changed);
      const [report] = await store.backups.verify(name);
      assert.equal(report?.state, 'broken', `${part}, byte ${at}`);
    }
    await writeFile(path, good);
  }
  await assert.rejects(store.backups.verify('20200101T000000Z'), { errorName: 'unknown-backup' });
  await assert.rejects(store.backups.remove(`../state.json.backups/${name}`), { errorName: 'unknown-backup' });
  await store.backups.remove(name);
  assert.deepEqual(
    (await store.backups.list()).map((backup) => backup.name),
    [other.name],
  );
  const left = await readdir(join(folder, 'state.json.backups'));
  assert.deepEqual(left.sort(), [`${other.name}.json`, `${other.name}.manifest.json`].sort());
  await store.close();
});
