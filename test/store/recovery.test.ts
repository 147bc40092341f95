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

for (const [what, edit, said] of [
  ['a row of one value', [/^\[3,.*\],$/m, '[3],'], 'proxy 3 (line LINE) has no host and no port'],
  ['a row of two values', [/^\[3,.*\],$/m, '[3,"10.0.0.1"],'], 'proxy 3 (line LINE) has no port'],
  ['no port but more values', [/^\[3,"10.0.0.1",\d+/m, '[3,"10.0.0.1",0'], 'proxy 3 (line LINE) has no port'],
  ['a row of nothing', [/^\[3,.*\],$/m, '[],'], 'proxy 3 (line LINE) is not a list of at most 4 values, one a column'],
  ['a row that is none', [/^\[3,.*\],$/m, '[3,"10.0.0.1" 4],'], 'it is not JSON in line LINE'],
  ['something before the rows', ['"aliases": {}', '"aliases": {} {}'], 'it is not JSON in line LINE'],
  ['something behind the rows', ['"count": 4', '"count": 4 4'], 'it is not JSON in line LINE'],
] as const)
  test(`a file that was edited into ${what}: the place is said, the edited file is kept`, async () => {
    await saveTestState(file, 4);
    const text = await readFile(file, 'utf8');
    const edited = text.replace(edit[0], edit[1]);
    assert.notEqual(edited, text);
    await writeFile(file, edited);
    const line = 1 + edited.split('\n').findIndex((one, at) => one !== text.split('\n')[at]);
    const problem = said.replace('LINE', String(line));
    assert.equal((await verifyState(file)).main.problem, problem);
    const { store, rows } = await openTestStore(file);
    assert.equal(rows.count(), 4, 'the save before is used');
    assert.ok(store.notices.join('\n').includes(`could not be read (${problem}) and was put aside as `));
    const aside = (await readdir(folder)).find((name) => name.startsWith('state.json.bad-'))!;
    assert.equal(await readFile(join(folder, aside), 'utf8'), edited);
    await store.close();
  });

test('of a file that somebody laid out anew the proxy is said', async () => {
  await saveTestState(file, 4);
  const state = JSON.parse(await readFile(file, 'utf8')) as { proxies: { rows: unknown[][] } };
  state.proxies.rows[2]!.length = 2;
  await writeFile(file, JSON.stringify(state));
  assert.match(String((await verifyState(file)).main.problem), /^proxy 3 has no port$/);
});
