/** The journal: commits beside the snapshot, replayed on top of it, in order, as far as they can be believed. */
import assert from 'node:assert/strict';
import { appendFile, copyFile, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import * as fc from 'fast-check';
import { verifyState } from '../../store/verify.ts';
import { openTestStore, type TestStore } from '../help/open-test-store.ts';
import { keptState } from '../help/store-kept.ts';
import { copyState } from '../help/store-copy.ts';

let folder = '';
let file = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'refbot-journal-'));
  file = join(folder, 'state.json');
});
afterEach(async () => {
  for (const name of await readdir(tmpdir())) {
    if (join(tmpdir(), name).startsWith(folder)) await rm(join(tmpdir(), name), { recursive: true, force: true });
  }
});

const journals = async (at = folder): Promise<string[]> =>
  (await readdir(at)).filter((name) => /\.journal-\d+$/.test(name)).sort();
const commit = ({ store }: TestStore): Promise<void> => store.durable(store.markDirty());
/** Some commits on top of a snapshot of ten proxies, in a folder as a kill leaves it. */
async function killed(commits: number): Promise<string> {
  const opened = await openTestStore(file);
  opened.rows.add(10);
  await commit(opened);
  for (let number = 1; number <= commits; number++) {
    opened.rows.add(1);
    opened.store.documents.aliases.last = `line ${number}`;
    await commit(opened);
  }
  const copy = await copyState(file);
  await opened.store.close();
  return copy;
}

test('a command is in the journal when it is acknowledged, the state file is left alone, and the next start has both', async () => {
  const first = await openTestStore(file);
  first.rows.add(500);
  await commit(first);
  const { mtimeMs } = await stat(file);
  first.rows.rows.splice(10, 5);
  first.rows.rows[0] = [1, '10.9.9.9', 7, ['own']];
  first.rows.add(3);
  first.store.documents.aliases.de = 'proxies top 10';
  first.store.documents.later = { keeps: 'this' };
  await commit(first);
  delete first.store.documents.later;
  await commit(first);
  assert.equal((await stat(file)).mtimeMs, mtimeMs);
  const [journal] = await journals();
  assert.equal((await stat(join(folder, journal!))).mode & 0o777, 0o600, 'passwords are in there');
  for (const line of (await readFile(join(folder, journal!), 'utf8')).trimEnd().split('\n')) JSON.parse(line);

  const copy = await copyState(file);
  const second = await openTestStore(copy);
  assert.deepEqual(second.store.notices, []);
  const byId = (rows: readonly (readonly unknown[])[]): unknown[] =>
    rows.toSorted((a, b) => Number(a[0]) - Number(b[0]));
  assert.deepEqual(byId(second.rows.rows), byId(first.rows.rows));
  assert.deepEqual(second.store.documents, first.store.documents);
  assert.equal(second.rows.nextId, 504);
  await first.store.close();
  await second.store.close();
  assert.equal((await verifyState(copy)).main.proxies, 498, 'the end writes a snapshot');
});

test('a commit of more rows than a line takes, removed ones among them, is read as it was written', async () => {
  const first = await openTestStore(file);
  first.rows.add(300);
  await commit(first);
  first.rows.add(600);
  first.rows.rows.splice(250, 100);
  first.rows.rows[0] = [1, '10.9.9.9', 7, ['own']];
  await commit(first);
  const second = await openTestStore(await copyState(file));
  assert.deepEqual(second.store.notices, []);
  const ids = (rows: readonly (readonly unknown[])[]): number[] => rows.map(([id]) => Number(id)).sort((a, b) => a - b);
  assert.deepEqual(ids(second.rows.rows), ids(first.rows.rows));
  assert.deepEqual(
    second.rows.rows.find(([id]) => id === 1),
    first.rows.rows[0],
  );
  await first.store.close();
  await second.store.close();
});

test('whatever is changed, committed, saved and killed in between: the disk has what was acknowledged', async () => {
  const step = fc.constantFrom('add', 'change', 'remove', 'alias', 'commit', 'save', 'kill');
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
      let at = join(await mkdtemp(join(folder, 'run-')), 'state.json');
      let opened = await openTestStore(at);
      let told = { rows: '[]', aliases: '{}' };
      for (const [index, what] of steps.entries()) {
        const { rows } = opened.rows;
        if (what === 'add') opened.rows.add(1 + (index % 3));
        else if (what === 'change' && rows.length > 0)
          rows[index % rows.length] = [rows[index % rows.length]![0], 'h', index, null];
        else if (what === 'remove') rows.splice(index % 4, 1);
        else if (what === 'alias') opened.store.documents.aliases[`a${index % 3}`] = String(index);
        else if (what === 'kill') {
          const copy = await copyState(at);
          await opened.store.close();
          at = copy;
          opened = await openTestStore(at);
          opened.rows.rows.sort((a, b) => Number(a[0]) - Number(b[0]));
          assert.deepEqual(opened.store.notices, []);
          const found = {
            rows: JSON.stringify(opened.rows.rows),
            aliases: JSON.stringify(opened.store.documents.aliases),
          };
          assert.deepEqual(found, told);
        }
        if (what === 'commit') await commit(opened);
        if (what === 'save') await opened.store.save();
        // What was not committed yet may be there or not after a kill: it is committed before one.
        if (what !== 'commit' && what !== 'save' && what !== 'kill') await commit(opened);
        told = { rows: JSON.stringify(opened.rows.rows), aliases: JSON.stringify(opened.store.documents.aliases) };
      }
      await opened.store.close();
    }),
    { numRuns: 25 },
  );
});

test('a last line that was cut off is cut away, the whole is kept and said, all before it is there, and it is said once', async () => {
  const copy = await killed(5);
  const [name] = await journals(join(copy, '..'));
  const journal = join(copy, '..', name!);
  const { size } = await stat(journal);
  await truncate(journal, size - 10);
  const cut = await readFile(journal);
  const report = await verifyState(copy);
  assert.deepEqual([report.ok, report.journals[0]?.problem], [false, 'its last line is cut off']);
  const { store, rows } = await openTestStore(copy);
  assert.equal(rows.count(), 14, 'the last line held a row');
  assert.equal(store.documents.aliases.last, 'line 5');
  assert.match(store.notices.join(), /its last line is cut off.*the whole was kept as/);
  const aside = (await readdir(join(copy, '..'))).find((entry) => entry.includes('.bad-'))!;
  assert.deepEqual(await readFile(join(copy, '..', aside)), cut);
  const again = await copyState(copy);
  await store.close();
  const { store: next, rows: same } = await openTestStore(again);
  assert.deepEqual([next.notices, same.count()], [[], 14]);
  await next.close();
});

test('a bad line in the middle: what is before it is used, the rest and later journals are kept aside', async () => {
  const opened = await openTestStore(file);
  opened.rows.add(2);
  await commit(opened);
  for (let round = 0; round < 3; round++) {
    opened.rows.add(1);
    await commit(opened);
  }
  const early = await copyState(file);
  const [name] = await journals();
  const journal = join(early, '..', name!);
  const lines = (await readFile(journal, 'utf8')).split('\n');
  lines[2] = lines[2]!.replace('10.0.0.1', '10.0.0.2');
  await writeFile(journal, lines.join('\n'));
  // One more that begins where the damaged one should have ended.
  await copyFile(journal, journal.replace(/1$/, '2'));
  const { store, rows } = await openTestStore(early);
  assert.equal(rows.count(), 3);
  assert.equal(store.notices.length, 2, store.notices.join('\n'));
  assert.match(store.notices[0]!, /line 3 is not what was written/);
  await store.close();
  assert.equal((await readdir(join(early, '..'))).filter((entry) => entry.includes('.bad-')).length, 2);
  await opened.store.close();
});

test('a damaged state file loses nothing: the save before it and the journals since give everything', async () => {
  const opened = await openTestStore(file);
  for (let round = 0; round < 4; round++) {
    opened.rows.add(5);
    await commit(opened);
    if (round % 2 === 1) await opened.store.save();
  }
  opened.rows.add(1);
  await commit(opened);
  const copy = await copyState(file);
  await opened.store.close();
  await truncate(copy, 100);
  const { store, rows } = await openTestStore(copy);
  assert.equal(rows.count(), 21);
  assert.match(store.notices.join(), /was put aside/);
  await store.close();
});

test('journals of another history are not mixed in: a state file put in the place of another', async () => {
  const copy = await killed(3);
  const other = join(folder, 'other.json');
  const second = await openTestStore(other);
  second.rows.add(2);
  await second.store.save();
  await second.store.close();
  await copyFile(other, copy);
  const { store, rows } = await openTestStore(copy);
  assert.equal(rows.count(), 2);
  assert.match(store.notices.join(), /belongs to another state; it was put aside/);
  await store.close();
});

test('a journal of a newer RefBot is refused, with everything untouched', async () => {
  const copy = await killed(1);
  const [name] = await journals(join(copy, '..'));
  const { sealLine } = await import('../../store/journal-line.ts');
  const text = await readFile(join(copy, '..', name!), 'utf8');
  const head = JSON.parse(text.split('\n')[0]!) as Record<string, unknown>;
  delete head['crc'];
  await writeFile(join(copy, '..', name!), sealLine(JSON.stringify({ ...head, version: 9 }).slice(1)));
  const before = (await readdir(join(copy, '..'))).sort();
  await assert.rejects(openTestStore(copy), { errorName: 'state-newer' });
  assert.deepEqual((await readdir(join(copy, '..'))).sort(), before);
});

test('a program that knows no journals wrote the file meanwhile: its rows are the newer ones', async () => {
  const copy = await killed(2);
  const text = await readFile(copy, 'utf8');
  await writeFile(copy, text.replace(/"savedAt": "[^"]+"/, '"savedAt": "2030-01-01T00:00:00.000Z"'));
  const { store, rows } = await openTestStore(copy);
  assert.equal(rows.count(), 10);
  assert.match(store.notices.join(), /knows no journal; it was put aside/);
  await store.close();
});

test('a state file that was edited is used as it is, with a copy kept', async () => {
  const { store, rows } = await openTestStore(file);
  rows.add(3);
  await store.save();
  await store.close();
  const edited = (await readFile(file, 'utf8')).replace('"aliases": {}', '"aliases": {"a":"stats"}');
  await writeFile(file, edited);
  assert.match(String((await verifyState(file)).main.problem), /edited, or damaged/);
  const next = await openTestStore(file);
  assert.deepEqual(next.store.documents.aliases, { a: 'stats' });
  assert.match(next.store.notices.join(), /was edited, or damaged/);
  await next.store.close();
  const aside = (await readdir(folder)).find((entry) => entry.includes('.bad-'))!;
  assert.equal(await readFile(join(folder, aside), 'utf8'), edited);
  assert.equal((await verifyState(file)).main.state, 'ok');
});

test('snapshots forget journals, but keep those that the save before needs; compact leaves none', async () => {
  const opened = await openTestStore(file);
  for (let round = 0; round < 6; round++) {
    opened.rows.add(1);
    await commit(opened);
    await opened.store.save();
    assert.ok((await journals()).length <= 2, (await journals()).join());
  }
  opened.rows.add(1);
  await commit(opened);
  assert.equal((await keptState(file)).proxies.length, 7);
  const { before, after } = await opened.store.compact();
  assert.ok(after < before, `${after} < ${before}`);
  assert.equal(after, (await stat(file)).size);
  assert.deepEqual(await journals(), []);
  await opened.store.close();
});

test('a journal that is twice the snapshot and 8 MB brings a snapshot by itself', async () => {
  const opened = await openTestStore(file);
  await commit(opened);
  const { length } = opened.saved;
  for (let round = 0; round < 11; round++) {
    opened.store.documents[`big${round}`] = 'x'.repeat(800_000);
    await commit(opened);
  }
  while (!opened.saved.slice(length).some(({ bytes }) => bytes > 8_000_000))
    await new Promise((done) => setTimeout(done, 5));
  assert.equal(
    Object.keys(JSON.parse(await readFile(file, 'utf8')) as object).filter((key) => key.startsWith('big')).length,
    11,
  );
  await opened.store.close();
});

test('changes that nobody waits for are committed within a moment', async () => {
  const opened = await openTestStore(file);
  await commit(opened);
  opened.rows.add(2);
  opened.store.touch();
  const until = performance.now() + 10_000;
  const kept = async (): Promise<number> => (await keptState(file)).proxies.length;
  while ((await kept()) === 0 && performance.now() < until) await new Promise((done) => setTimeout(done, 5));
  assert.equal(await kept(), 2);
  await opened.store.close();
});

test(
  'a new state: a commit that comes while the first snapshot is written follows it',
  { timeout: 10_000 },
  async () => {
    for (let turns = 0; turns < 8; turns++) {
      const at = join(folder, `${turns}`, 'state.json');
      const { store, rows } = await openTestStore(at);
      rows.add(3);
      const saved = store.save();
      for (let turn = 0; turn < turns; turn++) await new Promise((done) => setImmediate(done));
      rows.add(1);
      await Promise.all([saved, store.durable(store.markDirty())]);
      assert.equal((await keptState(at)).proxies.length, 4, `${turns} turns later`);
      await store.close();
    }
  },
);

test('a line that somebody appended is no commit', async () => {
  const copy = await killed(1);
  const [name] = await journals(join(copy, '..'));
  await appendFile(join(copy, '..', name!), '{"seq":9}\n');
  const { store, rows } = await openTestStore(copy);
  assert.equal(rows.count(), 11);
  assert.equal(store.notices.length, 1);
  await store.close();
});

test('the history of the pool is written with the state file and never in the journal', async () => {
  const first = await openTestStore(file);
  first.rows.add(3);
  first.store.documents.metrics = { minutes: ['early'] };
  await commit(first);
  first.store.documents.metrics = { minutes: ['early', 'late'] };
  first.store.documents.aliases.de = 'proxies top 10';
  await commit(first);
  for (const name of await journals()) assert.doesNotMatch(await readFile(join(folder, name), 'utf8'), /early|late/);
  const { documents } = await keptState(file);
  assert.deepEqual(documents['aliases'], { de: 'proxies top 10' });
  assert.deepEqual(documents['metrics'], { minutes: ['early'] }, 'a kill loses what came since');
  await first.store.save();
  assert.deepEqual((await keptState(file)).documents['metrics'], { minutes: ['early', 'late'] });
  await first.store.close();
});

test('what is for the journal alone is safe within a moment and makes no snapshot due', async () => {
  const { store, saved } = await openTestStore(file, { intervalMs: 1 });
  await store.save();
  const before = await readFile(file, 'utf8');
  const { length } = saved;
  store.documents.recentMetrics = { minutes: ['late'] };
  store.markJournal();
  while (saved.length === length) await new Promise((done) => setTimeout(done, 5));
  await new Promise((done) => setTimeout(done, 50));
  assert.equal(await readFile(file, 'utf8'), before);
  assert.deepEqual((await keptState(file)).documents['recentMetrics'], { minutes: ['late'] });
  await store.close();
});
