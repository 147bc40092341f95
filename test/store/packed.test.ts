/**
 * A state large enough to be packed by the thread that reads it, edited by hand, damaged, or sealed by a defect, with a
 * journal on top: the pool gets what a look at each row gives, or the save before, and is told.
 */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { siblings } from '../../src/core/paths.ts';
import type { Pool } from '../../src/pool/pool.ts';
import { checksum, sealLine } from '../../store/journal-line.ts';
import { SMALL_STATE } from '../../store/reader-thread.ts';
import { isOpen, openSnapshot } from '../../store/reader.ts';
import { openStore, type Store } from '../../store/store.ts';
import { bad, batchOf, createWorld, good, loopbackBatch, report, START } from '../help/pool-world.ts';
import { copyState } from '../help/store-copy.ts';

const PROXIES = 2_000;
let folder = '';
/** As a kill leaves it: the save before, the last one and a journal after it. */
let killed = '';
let whole: unknown;

/** @returns also how many states were read packed, and how many rows were announced for the last */
async function open(file: string): Promise<{ store: Store; pool: Pool; packed: number; expected: number }> {
  const { pool, clock } = createWorld();
  const packing = pool.images.packing!;
  let packed = 0;
  let expected = 0;
  Object.defineProperty(pool.images, 'packing', {
    value: {
      ...packing,
      receive: (...said: Parameters<typeof packing.receive>) => {
        packed += 1;
        expected = said[1];
        return packing.receive(...said);
      },
    },
  });
  const store = await openStore({
    file,
    rows: pool.images,
    clock,
    intervalMs: 2 ** 30,
    socket: null,
    onSaved: () => {},
    onFailed: (error) => assert.fail(error),
  });
  return { store, pool, packed, expected };
}

function shown(pool: Pool): unknown {
  const rows = [...pool.rows()];
  return [rows, rows.map(({ id }) => pool.detail(id)), pool.stats(), pool.images.nextId];
}

/** Each row parsed and looked at. */
async function carefully(file: string): Promise<unknown> {
  const { pool } = createWorld();
  const found = await openSnapshot(file, siblings(file).journal, true);
  assert.ok(isOpen(found), JSON.stringify(found));
  await found.fill(pool.images);
  return shown(pool);
}

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'refbot-packed-'));
  const file = join(folder, 'state.json');
  const { store, pool } = await open(file);
  await pool.admit(loopbackBatch(PROXIES), { source: 'one' });
  const check = (from: number, at: number): void =>
    pool.apply(
      Array.from({ length: 600 }, (_, i) => {
        const id = from + i * 2;
        return id % 3 === 0 ? report(id, at, [bad('refused')]) : report(id, at, [good({ latencyMs: 20 + (id % 77) })]);
      }),
    );
  check(1, START + 1_000);
  await store.save();
  check(500, START + 90_000);
  await store.save();
  check(900, START + 190_000);
  await pool.remove([7, 700, 1_900]);
  const named = Array.from({ length: 50 }, (_, i) => ({
    host: `host-${i}.example`,
    port: 1,
    user: 'ann',
    password: 'x',
  }));
  await pool.admit(batchOf(named), { source: 'two' });
  await store.durable(store.markDirty());
  killed = await copyState(file);
  await store.close();
  whole = await carefully(killed);
  assert.ok((await stat(killed)).size > SMALL_STATE);
});
after(async () => {
  for (const name of await readdir(dirname(folder)))
    if (name.startsWith(basename(folder))) await rm(join(dirname(folder), name), { recursive: true, force: true });
});

/** @returns a copy whose state file was changed */
async function changed(change: (text: string) => string): Promise<string> {
  const copy = await copyState(killed);
  const before = await readFile(copy, 'utf8');
  const text = change(before);
  assert.notEqual(text, before);
  await writeFile(copy, text);
  return copy;
}

function sealed(text: string): string {
  const body = text.slice(0, text.lastIndexOf('"crc": '));
  return `${body}"crc": "${checksum(body)}"\n}\n`;
}

/** @param change of the row of a proxy that no journal has */
function row(change: (row: string) => string, id = 2): (text: string) => string {
  const line = new RegExp(`^\\[${id},.*\\](?=,$)`, 'm');
  return (text) => text.replace(line, change);
}

test('a state and a journal that are good', async () => {
  const copy = await copyState(killed);
  const { store, pool, packed, expected } = await open(copy);
  assert.equal(packed, 1);
  assert.deepEqual(shown(pool), whole);
  assert.deepEqual(store.notices, []);
  assert.equal(expected, pool.size, 'room is made for those of the journal too, and for none that it replaces');
  await store.close();
});

for (const [what, spoil] of [
  ['no JSON', row((line) => line.replace(',2,', ',2;'))],
  ['values too many', row((line) => line.replace(/\]$/, `${',0'.repeat(99)}]`))],
  ['a bracket too many', row((line) => `${line}]`)],
  ['a row of nothing', row(() => '[]')],
  ['a text with a letter that has to be escaped', row((line) => line.replace('"one"', '"o\tne"'))],
  ['a port in quotes', row((line) => line.replace(/^(\[2,"[^"]*"),(\d+)/, '$1,"$2"'))],
  ['an id that is none', row((line) => line.replace('[2,', '[2.5,'))],
  ['quotes around the end of a row', (text: string) => text.replace(/(\n\[2,.*)\],\n\[3,/, '$1,"],\n[3,",')],
  ['two rows made one', (text: string) => text.replace(/(\n\[2,.*)\],\n\[3,/, '$1,[],')],
] as const)
  test(`a state sealed by a defect: ${what}`, async () => {
    const copy = await changed((text) => sealed(spoil(text)));
    const { store, pool, packed } = await open(copy);
    assert.ok(packed > 0, 'its checksum was believed');
    assert.match(store.notices.join('\n'), /was put aside as/);
    assert.deepEqual(shown(pool), whole, 'the save before and the journals give everything');
    await store.close();
  });

test('a state sealed by a defect that says it has more proxies than fit into it', async () => {
  const copy = await changed((text) => sealed(text.replace(/"count": *\d+/, '"count": 4000000000')));
  const { store, pool, expected } = await open(copy);
  assert.ok(expected < 3 * PROXIES);
  assert.match(store.notices.join('\n'), /it holds 2000 proxies and says 4000000000.* was put aside as/);
  assert.deepEqual(shown(pool), whole);
  await store.close();
});

test('a state without a journal, sealed by a defect, that lacks a row', async () => {
  const copy = await changed((text) => sealed(text.replace(/\n\[2,.*/, '')));
  for (const name of await readdir(dirname(copy))) if (name.includes('.journal-')) await rm(join(dirname(copy), name));
  const { store, pool } = await open(copy);
  assert.match(store.notices.join('\n'), /it holds 1999 proxies and says 2000.* was put aside as/);
  assert.equal(pool.size, PROXIES, 'of the save before');
  await store.close();
});

for (const [what, spoil] of [
  ['a port in quotes', (line: string) => line.replace(/("rows":\[\[\d+,"[^"]*"),(\d+)/, '$1,"$2"')],
  ['two rows made one', (line: string) => line.replace(/\],\[\d+,/, ',[],')],
  ['an id that is not that of its row', (line: string) => line.replace(/"ids":\[(\d+)/, '"ids":[9$1')],
  ['a row too few', (line: string) => line.replace(/\[[^[\]]*\]\]\}$/, '[]]}').replace(/,\[\]\]\}$/, ']}')],
] as const)
  test(`a journal sealed by a defect: ${what}`, async () => {
    const copy = await copyState(killed);
    const names = (await readdir(dirname(copy))).filter((name) => name.includes('.journal-')).sort();
    const journal = join(dirname(copy), names.at(-1)!);
    const lines = (await readFile(journal, 'utf8')).split('\n');
    const at = lines.findLastIndex((line) => line.includes('"ids":'));
    const body = spoil(lines[at]!).slice('{"crc":"01234567",'.length);
    assert.ok(!lines[at]!.endsWith(body));
    lines[at] = sealLine(body).trimEnd();
    await writeFile(journal, lines.join('\n'));
    const expected = await carefully(copy);
    const { store, pool, packed } = await open(copy);
    assert.ok(packed > 0);
    assert.match(store.notices.join('\n'), new RegExp(`line ${at + 1} does not have the values it should`));
    assert.deepEqual(shown(pool), expected);
    assert.notDeepEqual(shown(pool), whole);
    await store.close();
  });

/** Rows as a person writes them. */
const EDITS = [
  row((line) => line.replaceAll(',', ' ,\t'), 2),
  row((line) => line.replace('[4,', '[40e-1,').replace(',4,', ',4.0,'), 4),
  row((line) => line.replaceAll('.', '\\u002e'), 6),
  row((line) => line.replace(/,"one",.*\]/, ',{"a":[]},-1,null,"no",0.5,true]'), 8),
  row((line) => `${line},\n${line}`, 10),
  row((line) => `${line},\n${line.replace('[12,', '[90000,')}`, 12),
];
for (const [what, edit] of [
  ['some rows', (text: string) => EDITS.reduce((edited, change) => change(edited), text)],
  ['laid out anew', (text: string) => JSON.stringify(JSON.parse(text), null, 1)],
] as const)
  test(`a state edited by hand: ${what}`, async () => {
    const copy = await changed(edit);
    const expected = await carefully(copy);
    const { store, pool, packed } = await open(copy);
    assert.equal(packed, 1);
    assert.match(store.notices.join('\n'), /it was edited, or damaged/);
    assert.deepEqual(shown(pool), expected);
    await store.close();
  });

test('a journal that is cut off, or has a bit flipped', async () => {
  for (const damage of [
    (bytes: Buffer) => bytes.subarray(0, (bytes.length * 2) / 3),
    (bytes: Buffer) => bytes.fill(bytes[bytes.length >> 1]! ^ 4, bytes.length >> 1, (bytes.length >> 1) + 1),
  ]) {
    const copy = await copyState(killed);
    const names = (await readdir(dirname(copy))).filter((name) => name.includes('.journal-')).sort();
    const journal = join(dirname(copy), names.at(-1)!);
    await writeFile(journal, damage(await readFile(journal)));
    const expected = await carefully(copy);
    const { store, pool, packed } = await open(copy);
    assert.equal(packed, 1);
    assert.match(store.notices.join('\n'), /journal/);
    assert.deepEqual(shown(pool), expected);
    assert.notDeepEqual(shown(pool), whole);
    await store.close();
  }
});
