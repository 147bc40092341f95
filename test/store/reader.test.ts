/** Reading without parsing twice: what a checksum vouches for is handed over as it stands, and gives what a careful look gives. */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { siblings } from '../../src/core/paths.ts';
import { checksum, sealLine } from '../../store/journal-line.ts';
import { isOpen, openSnapshot } from '../../store/reader.ts';
import { MemoryRows } from '../help/memory-rows.ts';
import { openTestStore } from '../help/open-test-store.ts';
import { copyState } from '../help/store-copy.ts';

let folder = '';
let file = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'refbot-reader-'));
  file = join(folder, 'state.json');
});
afterEach(async () => {
  for (const name of await readdir(tmpdir()))
    if (name.startsWith(basename(folder))) await rm(join(tmpdir(), name), { recursive: true, force: true });
});

/** As a kill leaves it: rows of the snapshot kept, changed and removed by journals, some of them several times. */
async function killed(): Promise<string> {
  const { store, rows } = await openTestStore(file);
  rows.add(1_500);
  await store.save();
  const commit = (): Promise<void> => store.durable(store.markDirty());
  for (let round = 0; round < 4; round++) {
    for (let at = round * 7; at < 1_200; at += 11 - round)
      rows.rows[at] = [rows.rows[at]![0], 'hö],[st', round + 1, null];
    rows.rows.splice(300 + round, 40);
    await commit();
    rows.add(300);
    await commit();
  }
  const copy = await copyState(file);
  await store.close();
  return copy;
}

async function rowsIn(at: string, careful: boolean, rows = new MemoryRows()): Promise<string> {
  const found = await openSnapshot(at, siblings(at).journal, careful);
  assert.ok(isOpen(found), JSON.stringify(found));
  await found.fill(rows);
  const byId = new Map(rows.rows.map((row) => [row[0] as number, row]));
  assert.equal(byId.size, rows.rows.length, 'no proxy twice');
  return JSON.stringify({ next: rows.nextId, rows: [...byId].sort(([a], [b]) => a - b) });
}

/** Without the ids before the rows, as the first RefBot with a journal wrote them. */
async function withoutIds(at: string): Promise<void> {
  for (const name of await readdir(dirname(at))) {
    if (!/\.journal-\d+$/.test(name)) continue;
    const path = join(dirname(at), name);
    const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
    const older = lines.map((line) => {
      const { crc: _crc, ids: _ids, ...entry } = JSON.parse(line) as Record<string, unknown>;
      return sealLine(JSON.stringify(entry).slice(1));
    });
    await writeFile(path, older.join(''));
  }
}

test('whether rows are parsed once or twice, and whether a journal names its ids: the same proxies', async () => {
  const copy = await killed();
  const believed = await rowsIn(copy, false);
  assert.equal(await rowsIn(copy, true), believed);
  assert.ok(believed.length > 40_000);
  await withoutIds(copy);
  assert.equal(await rowsIn(copy, false), believed);
  // Laid out anew by a person: no line of ours is left.
  await writeFile(copy, JSON.stringify(JSON.parse(await readFile(copy, 'utf8')), null, 1));
  assert.equal(await rowsIn(copy, false), believed);
});

for (const [what, spoil] of [
  ['no JSON', (text: string) => text.replace('[700,', '[700;')],
  ['values too many', (text: string) => text.replace('[700,"10.0.0.1",', '[700,"10.0.0.1",1,2,3,4,')],
  ['a port that is none', (text: string) => text.replace(/\n(\[700,"10.0.0.1"),\d+/, '\n$1,"no"')],
  ['two rows made one', (text: string) => text.replace(/\],\n\[701,/, ',[],')],
  ['a row too few', (text: string) => text.replace(/\n\[700,.*/, '')],
  ['no list', (text: string) => text.replace(/\n\[700,[^\n]*\]/, '\n{"id":700}')],
] as const) {
  test(`a file sealed by a defect (${what}) is found out, put aside, and the save before it is used`, async () => {
    const { store, rows } = await openTestStore(file);
    rows.add(1_000);
    await store.save();
    await store.save();
    await store.close();
    const text = spoil(await readFile(file, 'utf8'));
    const body = text.slice(0, text.lastIndexOf('"crc": '));
    const bad = `${body}"crc": "${checksum(body)}"\n}\n`;
    await writeFile(file, bad);
    const again = await openTestStore(file);
    assert.equal(again.rows.count(), 1_000);
    assert.match(again.store.notices.join('\n'), /was put aside as/);
    await again.store.close();
    const aside = (await readdir(folder)).find((name) => name.startsWith('state.json.bad-'))!;
    assert.equal(await readFile(join(folder, aside), 'utf8'), bad);
  });
}
