import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { defineSource } from '../../src/define/source.ts';
import { toRefbotError } from '../../src/model/errors.ts';
import { SourceBook } from '../../src/sources/book.ts';
import type { FetchOutcome } from '../../src/sources/record.ts';

const builtIn = [
  defineSource({ name: 'alpha', url: 'https://example.com/alpha.txt', protocols: ['http'] }),
  defineSource({ name: 'beta', url: 'https://example.com/beta.txt', protocols: [] }),
];
const fetched: FetchOutcome = {
  state: 'ok',
  found: 10,
  added: 7,
  ms: 5,
  error: null,
  validator: { etag: '"1"', lastModified: null, allowPrivate: false },
  format: 'text',
  at: '2026-11-20T12:00:00.000Z',
};
const folder = mkdtempSync(join(tmpdir(), 'refbot-book-'));
writeFileSync(join(folder, 'list.txt'), '9.8.7.6:80\n');
after(() => rmSync(folder, { recursive: true }));

async function errorName(work: () => unknown): Promise<string> {
  try {
    await work();
    return 'none';
  } catch (error) {
    const { errorName, details } = toRefbotError(error);
    return details.hint === undefined ? errorName : `${errorName} (${details.hint})`;
  }
}

test('own sources are added once, under a free name, and can be removed; built-in ones can only be turned off', async () => {
  const book = new SourceBook(builtIn);
  const row = await book.add('list.txt', { folder, protocols: ['socks5'] });
  assert.deepEqual(
    [row.name, row.location, row.kind, row.protocols],
    ['list', join(folder, 'list.txt'), 'own', ['socks5']],
  );
  assert.equal((await book.add(folder, { name: 'mine' })).name, 'mine');
  assert.equal((await book.add('http://list/', {})).name, 'list-2');
  assert.deepEqual(
    book.rows().map(({ name }) => name),
    ['list', 'list-2', 'mine', 'alpha', 'beta'],
  );
  assert.equal(await errorName(() => book.add('list.txt', { folder })), 'duplicate-source');
  assert.equal(await errorName(() => book.add('http://other.example/', { name: 'alpha' })), 'duplicate-source');
  assert.match(
    await errorName(() => book.add('http://other.example/', { name: 'My List' })),
    /^bad-value \(at most 40 .*: my-list would be one/,
  );
  assert.equal(await errorName(() => book.add('gone.txt', { folder })), 'no-such-file');
  assert.match(await errorName(() => book.remove('alpha')), /^bad-value \(sources disable alpha/);
  assert.equal(await errorName(() => book.remove('alhpa')), 'unknown-source (did you mean alpha ?)');
  book.remove('mine');
  assert.equal(await errorName(() => book.row('mine')), 'unknown-source (sources list shows all)');
});

test('a round takes what is on, or what is named', () => {
  const book = new SourceBook(builtIn);
  assert.equal(book.enable('alpha', false).enabled, false);
  assert.deepEqual(
    book.order().map(({ name }) => name),
    ['beta'],
  );
  assert.deepEqual(
    book.order(['beta', 'ALPHA', 'beta']).map(({ name }) => name),
    ['alpha', 'beta'],
  );
  assert.throws(() => book.order(['gamma']), /no source gamma/);
});

test('yields, validators and switches survive the state file', async () => {
  const book = new SourceBook(builtIn);
  await book.add('https://bob:s3cret@lists.example/a.txt', { name: 'mine' });
  book.fetched('mine', fetched);
  book.fetched('alpha', fetched);
  book.fetched('nobody', fetched);
  book.enable('beta', false);
  book.setYields(
    new Map([
      ['mine', { listed: 12, working: 3 }],
      ['nobody', { listed: 9, working: 9 }],
    ]),
  );
  const [mine] = book.rows('2026-11-20T13:00:00.000Z');
  assert.deepEqual(
    [mine?.listed, mine?.working, mine?.workingRate, mine?.format, mine?.nextDueAt],
    [12, 3, 0.25, 'text', '2026-11-20T13:00:00.000Z'],
  );
  assert.deepEqual(
    book
      .rows('2026-11-20T13:00:00.000Z')
      .map(({ name, nextDueAt, workingRate }) => [name, nextDueAt, workingRate])
      .slice(1),
    [
      ['alpha', '2026-11-20T13:00:00.000Z', null],
      ['beta', null, null],
    ],
    'one that is off is never due; a share of nothing is unknown',
  );
  const saved = JSON.parse(JSON.stringify(book.toRecords())) as ReturnType<SourceBook['toRecords']>;

  const next = new SourceBook(builtIn);
  next.restore(saved);
  assert.deepEqual(next.rows(), book.rows());
  assert.equal(next.record('mine').validator?.etag, '"1"');
  assert.equal(next.lastFetchedAt, fetched.at);
  const { failures: _failures, format: _format, ...older } = saved.find(({ name }) => name === 'mine')!;
  const upgraded = new SourceBook(builtIn);
  upgraded.restore([older as (typeof saved)[number]]);
  assert.deepEqual([upgraded.row('mine').failures, upgraded.row('mine').format], [0, null], 'a file of before');
  assert.ok(!JSON.stringify(next.rows()).includes('s3cret'));
  assert.ok(next.record('mine').location.includes('s3cret'));
  next.forgetValidators();
  assert.equal(next.record('mine').validator, null);

  // A publisher that moved: what was learnt of the old address does not count, the switch does.
  const moved = new SourceBook([defineSource({ name: 'alpha', url: 'https://example.com/new.txt', protocols: [] })]);
  moved.restore(saved.map((record) => (record.name === 'alpha' ? { ...record, enabled: false } : record)));
  assert.deepEqual(
    moved.rows().map(({ name, state, enabled }) => [name, state, enabled]),
    [
      ['mine', 'ok', true],
      ['alpha', 'never', false],
    ],
  );

  // A name that a newer RefBot gives to a source of its own.
  const grown = new SourceBook([
    ...builtIn,
    defineSource({ name: 'mine', url: 'https://mine.example/', protocols: [] }),
  ]);
  grown.restore(saved);
  assert.deepEqual(
    grown.rows().map(({ name, kind }) => `${name} ${kind}`),
    ['mine-2 own', 'alpha built-in', 'beta built-in', 'mine built-in'],
  );

  // Restoring replaces what was there, as a backup must.
  next.restore([]);
  assert.deepEqual(next.rows(), new SourceBook(builtIn).rows());
  assert.deepEqual(new SourceBook(builtIn).toRecords(), []);
});

test('the lists of the demo are never stored', () => {
  const book = new SourceBook(builtIn);
  book.setDemo([defineSource({ name: 'demo', url: 'http://127.0.0.1:9/demo', protocols: [] })]);
  assert.equal(book.row('demo').kind, 'demo');
  assert.deepEqual(book.toRecords(), []);
  book.setDemo([]);
  assert.equal(book.find('demo'), undefined);
});
