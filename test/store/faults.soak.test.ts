/**
 * The disk fails at every single call of everything the store does: the old state or the new one is there each time, never
 * a mixture, nothing acknowledged is lost, the failure is told, and the program goes on and recovers. The same with
 * kill -9 between any two calls. `npm test` lets each call fail in one way, `npm run test:soak` in all.
 */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { RefbotError } from '../../src/model/errors.ts';
import { fastFolder } from '../help/fast-folder.ts';
import { FaultyFiles, type Fault } from '../help/faulty-files.ts';
import { openTestStore, type TestStore } from '../help/open-test-store.ts';
import { SOAK } from '../help/soak.ts';
import { keptState } from '../help/store-kept.ts';

const CODES = ['ENOSPC', 'EIO', 'EROFS', 'EACCES'] as const;

let folder = '';
let base = '';
before(async () => {
  folder = await fastFolder('faults');
  base = join(folder, 'base');
  // A state with a past: a save before, journals of both, a backup of another state.
  const { store, rows } = await openTestStore(join(base, 'state.json'));
  rows.add(20);
  await store.save();
  await store.backups.create('other');
  rows.add(10);
  await commit(store);
  await store.save();
  rows.rows.splice(3, 2);
  await commit(store);
  await writeFile(join(folder, 'export.json'), store.exportText());
  rows.add(1);
  await commit(store);
  await cp(base, `${base}-killed`, { recursive: true, filter: (path) => !path.endsWith('.lock') });
  await store.close();
  base = `${base}-killed`;
});
after(() => rm(folder, { recursive: true, force: true }));

type Open = TestStore['store'];
const commit = (store: Open): Promise<void> => store.durable(store.markDirty());

interface Deed {
  readonly name: string;
  /** Before the calls are counted. */
  readonly prepare?: (opened: TestStore) => Promise<unknown>;
  readonly act: (opened: TestStore) => Promise<unknown>;
  /** In a folder where nothing is yet. */
  readonly fresh?: true;
  /** Replaces what is in memory. */
  readonly restores?: true;
}

const change = ({ rows, store }: TestStore): void => {
  rows.add(2);
  rows.rows.splice(5, 1);
  store.documents.aliases['deed'] = 'stats';
};
async function* readBytes(file: string): AsyncGenerator<Uint8Array> {
  yield await readFile(file);
}
const otherOf = async ({ store }: TestStore): Promise<string> => (await store.backups.list())[0]!.name;

const DEEDS: readonly Deed[] = [
  {
    name: 'the very first commit',
    fresh: true,
    act: async (opened) => {
      opened.rows.add(5);
      await commit(opened.store);
      change(opened);
      await commit(opened.store);
    },
  },
  {
    name: 'the first commit of a journal',
    act: (opened) => {
      change(opened);
      return commit(opened.store);
    },
  },
  {
    name: 'a commit',
    prepare: ({ store, rows }) => {
      rows.add(1);
      return commit(store);
    },
    act: (opened) => {
      change(opened);
      return commit(opened.store);
    },
  },
  {
    name: 'a snapshot and the rotation before it',
    prepare: ({ store, rows }) => {
      rows.add(1);
      return commit(store);
    },
    act: (opened) => {
      change(opened);
      return opened.store.save();
    },
  },
  {
    name: 'compact',
    prepare: ({ store, rows }) => {
      rows.add(1);
      return commit(store);
    },
    act: ({ store }) => store.compact(),
  },
  { name: 'a backup', act: ({ store }) => store.backups.create('manual') },
  { name: 'the removal of a backup', act: async (opened) => opened.store.backups.remove(await otherOf(opened)) },
  {
    name: 'a restore',
    prepare: ({ store, rows }) => {
      rows.add(1);
      return commit(store);
    },
    act: async (opened) => opened.store.backups.restore(await otherOf(opened)),
    restores: true,
  },
  {
    name: 'an import',
    prepare: ({ store, rows }) => {
      rows.add(1);
      return commit(store);
    },
    act: async ({ store }) => store.backups.take(readBytes(join(folder, 'export.json')), 'export.json'),
    restores: true,
  },
  {
    name: 'the end',
    prepare: ({ store, rows }) => {
      rows.add(1);
      return commit(store);
    },
    act: ({ store }) => store.close(),
  },
];

/** What somebody would see who looks: proxies and aliases. */
type Sight = string;

const inMemory = ({ rows, store }: TestStore): Sight =>
  JSON.stringify([rows.rows.toSorted((a, b) => Number(a[0]) - Number(b[0])), store.documents.aliases]);

async function onDisk(file: string): Promise<Sight> {
  if (!existsSync(file)) return JSON.stringify([[], {}]);
  const { proxies, documents } = await keptState(file);
  return JSON.stringify([proxies.map((proxy) => Object.values(proxy)), documents['aliases']]);
}

let worlds = 0;
async function withCopy<T>({ fresh }: Deed, use: (file: string) => Promise<T>): Promise<T> {
  const copy = join(folder, `world-${worlds++}`);
  if (fresh) await mkdir(copy);
  else await cp(base, copy, { recursive: true });
  try {
    return await use(join(copy, 'state.json'));
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

/** Runs the deed once without a fault. @returns how many calls it makes */
async function rehearse(deed: Deed): Promise<number> {
  const { prepare, act } = deed;
  return withCopy(deed, async (file) => {
    const faulty = new FaultyFiles();
    const opened = await openTestStore(file, { files: faulty.files });
    await prepare?.(opened);
    faulty.arm(null);
    await act(opened);
    const { length } = faulty.calls;
    await opened.store.close();
    return length;
  });
}

async function failAt(deed: Deed, fault: Fault): Promise<void> {
  await withCopy(deed, async (file) => {
    const faulty = new FaultyFiles();
    const opened = await openTestStore(file, { files: faulty.files });
    await deed.prepare?.(opened);
    const acknowledged = inMemory(opened);
    faulty.arm(fault);
    const error = await deed.act(opened).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    const about = `${deed.name}, ${JSON.stringify(fault)} (${faulty.calls[fault.at]}): ${String(error)}`;
    if (error !== null) {
      const names: readonly string[] = deed.restores ? ['state-write', 'state-broken'] : ['state-write'];
      assert.ok(error instanceof RefbotError && names.includes(error.errorName), about);
      if (deed.restores)
        assert.match(
          error.message,
          /was not done|is done|was not imported|was not restored|could not be|cannot be/,
          about,
        );
    }
    // A kill or a power cut now: the old state or the new one, whole; the new one where it was said to be done.
    const wanted = inMemory(opened);
    const found = await onDisk(file);
    if (error === null) assert.equal(found, wanted, about);
    else
      assert.ok(
        found === acknowledged || found === wanted || deed.fresh,
        `${about}\n${found}\n${acknowledged}\n${wanted}`,
      );
    if (deed.name !== 'the end') {
      // The disk is well again: what is done then is safe, and so is what was only in memory.
      faulty.heal();
      opened.rows.add(1);
      await commit(opened.store);
      const later = inMemory(opened);
      assert.equal(await onDisk(file), later, `${about}; after recovery`);
      await opened.store.save();
      assert.equal(await onDisk(file), later, `${about}; after the next snapshot`);
      for (const { name, state, problem } of await opened.store.backups.verify(null))
        assert.equal(state, 'ok', `${about}: backup ${name} ${problem}`);
      await opened.store.close();
      if (error !== null && faulty.failed > 0 && opened.failed.length > 0) assert.ok(opened.saved.length > 0, about);
    }
    const again = await openTestStore(file);
    assert.equal(inMemory(again), await onDisk(file), about);
    for (const notice of again.store.notices) assert.match(notice, /its last line is cut off/, about);
    await again.store.close();
    const left = (await readdir(join(file, '..'))).filter((name) => name.endsWith('.tmp') || name.includes('.lock'));
    assert.deepEqual(left, [], about);
  });
}

/** Every call fails with one code after the other; in the long form with all of them. */
function* faultsOf(calls: number): Generator<Fault> {
  for (let at = 0; at < calls; at++) {
    const all = CODES.flatMap((code) =>
      [false, true].flatMap((lasting) => [false, true].map((late) => ({ at, code, lasting, late }))),
    );
    if (SOAK) yield* all;
    else yield all[(at * 5) % all.length]!;
  }
}

for (const deed of DEEDS) {
  test(`${deed.name}: whichever call fails, nothing is lost`, async (t) => {
    const calls = await rehearse(deed);
    let tried = 0;
    for (const fault of faultsOf(calls)) {
      await failAt(deed, fault);
      tried++;
    }
    t.diagnostic(`${calls} calls, ${tried} faults`);
  });

  test(`${deed.name}: killed before any call, the old state or the new one is there`, async () => {
    await withCopy(deed, async (file) => {
      const faulty = new FaultyFiles();
      const opened = await openTestStore(file, { files: faulty.files });
      await deed.prepare?.(opened);
      const old = inMemory(opened);
      const moments: string[] = [];
      faulty.arm(null);
      faulty.onCall = async (index) => {
        const moment = join(folder, `moment-${worlds}-${index}`);
        await cp(join(file, '..'), moment, { recursive: true, filter: (path) => !path.endsWith('.lock') });
        moments.push(moment);
      };
      await deed.act(opened);
      faulty.onCall = async () => {};
      const done = inMemory(opened);
      await opened.store.close();
      const seen = new Set<Sight>();
      for (const moment of moments) {
        const again = await openTestStore(join(moment, 'state.json'));
        const found = inMemory(again);
        assert.ok(found === old || found === done || deed.fresh, `${moment}: ${found}`);
        for (const notice of again.store.notices) assert.match(notice, /its last line is cut off/);
        seen.add(found);
        await again.store.close();
        await rm(moment, { recursive: true, force: true });
      }
      assert.ok(seen.has(old));
    });
  });
}
