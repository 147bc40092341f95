/**
 * State files and journals that were changed in every way a disk or a person can: the store opens or refuses, never
 * crashes, says so, and what it was given is kept. 1,000 mutated states; `npm run test:soak`: 10,000.
 */
import assert from 'node:assert/strict';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { RefbotError } from '../../src/model/errors.ts';
import { checksum, sealLine } from '../../store/journal-line.ts';
import { fastFolder } from '../help/fast-folder.ts';
import { openTestStore } from '../help/open-test-store.ts';
import { shortOrLong } from '../help/soak.ts';
import { copyState } from '../help/store-copy.ts';

const MUTATIONS = shortOrLong(1_000, 10_000);
const AT_ONCE = 8;
/** Proxies of the state: those of the snapshot, then one more with each commit. */
const SAVED = 30;
const COMMITS = 8;

let folder = '';
let whole = '';
before(async () => {
  folder = await fastFolder('mutations');
  const file = join(folder, 'state.json');
  const { store, rows } = await openTestStore(file);
  rows.add(SAVED);
  store.documents.aliases.a = 'stats';
  await store.save();
  for (let commit = 0; commit < COMMITS; commit++) {
    rows.add(1);
    await store.durable(store.markDirty());
  }
  whole = await copyState(file);
  await store.close();
});
after(async () => {
  for (const name of await readdir(dirname(folder)))
    if (name.startsWith(basename(folder))) await rm(join(dirname(folder), name), { recursive: true, force: true });
});

/** A small generator, so that a failing case can be run again by its number. */
function randomOf(seed: number): (below: number) => number {
  let state = (seed + 1) * 2_654_435_761;
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 3_266_489_917) >>> 0;
    return ((state ^ (state >>> 13)) >>> 0) % below;
  };
}

type Mutation = readonly [name: string, change: (bytes: Buffer, random: (below: number) => number) => Buffer];

const text = (change: (text: string, random: (below: number) => number) => string): Mutation[1] => {
  return (bytes, random) => Buffer.from(change(bytes.toString(), random));
};
/** A line whose seal is good whatever it says, as a defect of another version might write it. */
const resealed = (change: (entry: Record<string, unknown>) => unknown): Mutation[1] =>
  text((text, random) => {
    const lines = text.trimEnd().split('\n');
    const at = random(lines.length);
    try {
      const { crc: _crc, ...entry } = JSON.parse(lines[at]!) as Record<string, unknown>;
      lines[at] = sealLine(JSON.stringify(change(entry)).slice(1)).trimEnd();
    } catch {
      lines[at] = '{"crc":"00000000","seq":1}';
    }
    return `${lines.join('\n')}\n`;
  });

const MUTATIONS_OF_A_FILE: readonly Mutation[] = [
  [
    'a bit flipped',
    (bytes, random) => {
      const changed = Buffer.from(bytes);
      changed[random(changed.length)]! ^= 1 << random(8);
      return changed;
    },
  ],
  ['truncated', (bytes, random) => bytes.subarray(0, random(bytes.length))],
  ['zeroed', (bytes) => Buffer.alloc(bytes.length)],
  [
    'a page zeroed',
    (bytes, random) => {
      const changed = Buffer.from(bytes);
      const from = random(changed.length);
      return changed.fill(0, from, Math.min(changed.length, from + 512));
    },
  ],
  ['zeros at the end', (bytes) => Buffer.concat([bytes, Buffer.alloc(100)])],
  [
    'a line twice',
    text((text, random) => {
      const lines = text.split('\n');
      const at = random(lines.length - 1);
      lines.splice(at, 0, lines[at]!);
      return lines.join('\n');
    }),
  ],
  [
    'a line missing',
    text((text, random) => {
      const lines = text.split('\n');
      lines.splice(random(lines.length - 2), 1);
      return lines.join('\n');
    }),
  ],
  [
    'two lines exchanged',
    text((text, random) => {
      const lines = text.split('\n');
      const at = random(lines.length - 3);
      [lines[at], lines[at + 1]] = [lines[at + 1]!, lines[at]!];
      return lines.join('\n');
    }),
  ],
  ['__proto__', text((text) => text.replace('"', '"__proto__":{"polluted":true},"'))],
  ['wrong types', resealed((entry) => Object.fromEntries(Object.entries(entry).map(([key, value]) => [key, [value]])))],
  ['a wrong row', resealed((entry) => ({ ...entry, rows: [[1, 2], 'x', null, { id: 5 }] }))],
  [
    'sealed __proto__',
    resealed((entry) =>
      JSON.parse(
        JSON.stringify({ ...entry, docs: 0 }).replace('"docs":0', '"docs":{"__proto__":{"polluted":1},"proxies":[]}'),
      ),
    ),
  ],
  ['deep nesting', text((text) => text.replace('[', '['.repeat(20_000)))],
  ['from the future', text((text) => text.replace(/"version": ?1/, '"version": 7'))],
  ['a journal from the future', resealed((entry) => ({ ...entry, version: 7 }))],
  ['not text', (bytes, random) => Buffer.from(Array.from({ length: bytes.length }, () => random(256)))],
];

test(`${MUTATIONS} mutated states: never a crash, never silent loss, always a message and the original kept`, async () => {
  const files = (await readdir(dirname(whole)))
    .filter((name) => /^state\.json(\.bak|\.journal-\d+)?$/.test(name))
    .sort();
  assert.ok(files.length >= 2, files.join());
  const one = async (number: number): Promise<void> => {
    const random = randomOf(number);
    const [what, change] = MUTATIONS_OF_A_FILE[number % MUTATIONS_OF_A_FILE.length]!;
    const name = files[random(files.length)]!;
    const copy = await copyState(whole);
    const path = join(dirname(copy), name);
    const before = await readFile(path);
    const mutated = change(before, random);
    const about = `number ${number}: ${what} in ${name}`;
    if (mutated.equals(before)) return;
    await writeFile(path, mutated);
    let found: number | null = null;
    let notices: readonly string[] = [];
    try {
      const { store, rows } = await openTestStore(copy);
      found = rows.count();
      notices = store.notices;
      assert.equal(
        JSON.stringify(Object.entries(store.documents)).includes('polluted') && notices.length === 0,
        false,
        about,
      );
      await store.close();
    } catch (error) {
      assert.ok(
        error instanceof RefbotError && ['state-newer', 'state-broken'].includes(error.errorName),
        `${about}: ${String(error)}`,
      );
      assert.deepEqual(await readFile(path), mutated, `${about}: it was refused and changed`);
    }
    assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
    if (found !== null && notices.length === 0) {
      // Cut at the end of a line it is what it was a moment earlier; the save before is not read while it is not needed.
      const isEarlier = name.includes('journal') && what === 'truncated' && mutated.at(-1) === 0x0a;
      if (!isEarlier) assert.equal(found, SAVED + COMMITS, about);
      assert.ok(isEarlier || name.endsWith('.bak') || !name.endsWith('json'), `${about}: nothing was said`);
    }
    if (notices.length > 0 && !(mutated.length === 0)) {
      const kept = (await readdir(dirname(copy))).filter((entry) => entry.includes('.bad-'));
      const contents = await Promise.all(kept.map((entry) => readFile(join(dirname(copy), entry))));
      assert.ok(
        contents.some((content) => content.equals(mutated)),
        `${about}: the original is gone\n${notices.join('\n')}`,
      );
    }
    await rm(dirname(copy), { recursive: true, force: true });
  };
  // Most of the time goes by waiting for the disk.
  const numbers = Array.from({ length: MUTATIONS }, (_, number) => number).values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const number of numbers) await one(number);
    }),
  );
});

test('seals', () => {
  assert.equal(checksum('123456789'), 'cbf43926', 'CRC-32 as everybody computes it');
});
