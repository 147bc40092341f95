/** What the store does with files it cannot use: recovery from the previous save, files put aside, refusals. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
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

for (const [what, damage] of [
  ['torn', async () => truncate(file, Math.floor((await stat(file)).size / 2))],
  ['garbage', () => writeFile(file, Buffer.alloc(4096, 0xc3))],
  ['zeros after a power cut', () => writeFile(file, Buffer.alloc(4096))],
  [
    'a row with a value too many',
    async () => writeFile(file, (await readFile(file, 'utf8')).replace('[7,"10.0.0.1",', '[7,"10.0.0.1",1,2,3,4,')),
  ],
  [
    'a missing comma between rows',
    async () => writeFile(file, (await readFile(file, 'utf8')).replace('],\n[501,', ']\n[501,')),
  ],
  [
    'a wrong type',
    async () => writeFile(file, (await readFile(file, 'utf8')).replace('"aliases": {}', '"aliases": 5')),
  ],
] as const) {
  test(`unreadable (${what}): put aside with its name said, the previous save is used, and the file is whole again after`, async () => {
    await prepare(700);
    await damage();
    const damaged = await readFile(file);
    const { store, rows } = await openTestStore(file);
    assert.equal(rows.count(), 700);
    const aside = (await readdir(folder)).find((name) => name.startsWith('state.json.bad-'));
    assert.ok(aside, 'put aside');
    assert.deepEqual(await readFile(join(folder, aside)), damaged, 'and not changed');
    assert.ok(
      store.notices.some((notice) => notice.includes(aside)),
      store.notices.join('\n'),
    );
    await store.close();
    assert.equal((await verifyState(file)).main.proxies, 700);
  });
}

test('an empty file: the previous save is used; with none it is a fresh start', async () => {
  await prepare(3);
  await truncate(file);
  const { store, rows } = await openTestStore(file);
  assert.equal(rows.count(), 3);
  assert.match(store.notices.join(), /was empty/);
  await store.close();
  assert.deepEqual(
    (await readdir(folder)).filter((name) => name.includes('.bad-')),
    [],
  );

  const other = join(folder, 'other.json');
  await writeFile(other, '');
  const fresh = await openTestStore(other);
  assert.equal(fresh.rows.count(), 0);
  await fresh.store.close();
});

test('both files unreadable: both are put aside, the start is fresh and says so', async () => {
  await prepare(3);
  await writeFile(file, 'x');
  await writeFile(`${file}.bak`, 'y');
  const { store, rows } = await openTestStore(file);
  assert.equal(rows.count(), 0);
  assert.equal(store.notices.length, 2);
  await store.close();
  assert.equal((await readdir(folder)).filter((name) => name.includes('.bad-')).length, 2);
});

test('a newer state, somebody else’s JSON and a folder are refused and not touched', async () => {
  await mkdir(join(folder, 'folder.json'));
  for (const [content, name] of [
    ['{"format":"refbot-state","version":99,"other":"shape"}', 'state-newer'],
    ['{"name":"my-package","version":"1.0.0"}', 'state-broken'],
    ['[1,2,3]', 'state-broken'],
  ] as const) {
    await writeFile(file, content);
    await assert.rejects(openTestStore(file), { errorName: name });
    assert.equal(await readFile(file, 'utf8'), content);
  }
  await assert.rejects(openTestStore(join(folder, 'folder.json')), { errorName: 'state-broken' });
  assert.deepEqual((await readdir(folder)).sort(), ['folder.json', 'state.json'], 'no lock, no temp stays');
});
