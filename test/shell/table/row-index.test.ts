/** When the order of a table is worked out: at once for few rows, in turns for many, never for a question nobody asks any more. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { IdSet } from '../../../src/shell/table/id-set.ts';
import type { Order } from '../../../src/shell/table/order-rows.ts';
import { type IndexWish, RowIndex } from '../../../src/shell/table/row-index.ts';

function* work(pauses: number, ids: readonly number[], log: string[] = [], name = ''): Generator<undefined, Order> {
  for (let turn = 0; turn < pauses; turn++) {
    log.push(`${name}${turn}`);
    yield;
  }
  return { ids, met: new IdSet() };
}

function wish(part: Partial<IndexWish>): IndexWish {
  return {
    key: 'a',
    revision: 1,
    isHeld: false,
    build: () => work(0, []),
    preview: () => [],
    onReady: () => {},
    ...part,
  };
}

test('what takes no pause is ready when it was asked for, and not asked for again', () => {
  const index = new RowIndex(() => assert.fail('nothing is left to do'));
  index.ask(wish({ build: () => work(0, [3, 1]) }));
  assert.deepEqual([index.ids, index.isSearching, index.isPreview], [[3, 1], false, false]);
  index.ask(wish({ build: () => assert.fail('nothing changed') }));
});

test('what takes long shows the first rows, then those of before, and tells when it is ready', () => {
  const later: (() => void)[] = [];
  const index = new RowIndex((turn) => later.push(turn));
  let told = 0;
  index.ask(wish({ build: () => work(2, [1, 2, 3]), preview: () => [1], onReady: () => (told += 1) }));
  assert.deepEqual([index.ids, index.isSearching, index.isPreview], [[1], true, true]);
  later.shift()!();
  assert.equal(told, 0);
  later.shift()!();
  assert.deepEqual([index.ids, index.isSearching, told], [[1, 2, 3], false, 1]);
  index.ask(wish({ key: 'b', build: () => work(1, [9]) }));
  assert.deepEqual([index.ids, index.isSearching], [[1, 2, 3], true]);
  later.shift()!();
  assert.deepEqual(index.ids, [9]);
});

test('another question takes the place of the one that is worked on', () => {
  const later: (() => void)[] = [];
  const log: string[] = [];
  const index = new RowIndex((turn) => later.push(turn));
  index.ask(wish({ key: 'old', build: () => work(5, [1], log, 'old') }));
  index.ask(wish({ key: 'new', build: () => work(1, [2], log, 'new') }));
  index.ask(wish({ key: 'new', build: () => assert.fail('it is under way') }));
  while (later.length > 0) later.shift()!();
  assert.deepEqual(index.ids, [2]);
  assert.deepEqual(log, ['old0', 'new0']);
});

test('rows that changed are looked at again; one that cannot be looked at leaves the order of before', () => {
  const later: (() => void)[] = [];
  const index = new RowIndex((turn) => later.push(turn));
  index.ask(wish({ build: () => work(0, [1]) }));
  index.ask(wish({ key: 'b', revision: 2, build: () => work(0, [2]) }));
  assert.deepEqual(index.ids, [2]);
  index.ask(
    wish({
      key: 'c',
      *build() {
        yield;
        throw new Error('closed');
      },
    }),
  );
  later.shift()!();
  assert.deepEqual([index.ids, index.isSearching], [[2], false]);
});

test('who takes the question back keeps the answer there was, and nothing is worked on for it', () => {
  const later: (() => void)[] = [];
  const index = new RowIndex((turn) => later.push(turn));
  index.ask(wish({ build: () => work(0, [1]) }));
  index.ask(wish({ key: 'b', build: () => work(3, [2]) }));
  assert.equal(index.isSearching, true);
  index.ask(wish({ build: () => assert.fail('the answer is there') }));
  assert.deepEqual([index.ids, index.isSearching], [[1], false]);
  while (later.length > 0) later.shift()!();
  assert.deepEqual(index.ids, [1]);
});

test('after work that took long, rows that change by themselves are not looked at again at once', () => {
  const index = new RowIndex();
  let builds = 0;
  const slow = wish({
    *build() {
      builds += 1;
      const end = performance.now() + 20;
      while (performance.now() < end);
      return yield* work(0, [builds]);
    },
  });
  index.ask(slow);
  for (let revision = 2; revision < 6; revision++) index.ask({ ...slow, revision });
  assert.equal(builds, 1);
  // Somebody asks: that is not put off.
  index.ask({ ...slow, key: 'b', revision: 6 });
  assert.equal(builds, 2);
});

test('while it is held, an answer stands: neither work that is under way nor a change nor its age brings another', (t) => {
  let now = 0;
  t.mock.method(performance, 'now', () => now);
  const later: (() => void)[] = [];
  const index = new RowIndex((turn) => later.push(turn));
  index.ask(wish({ build: () => work(0, [1]) }));
  index.ask(wish({ revision: 2, build: () => work(2, [2]) }));
  assert.equal(later.length, 1, 'somebody works on what changed');
  const held = wish({ revision: 3, isHeld: true, build: () => assert.fail('it is held') });
  index.ask(held);
  while (later.length > 0) later.shift()!();
  now += 3_600_000;
  index.ask(held);
  assert.deepEqual(index.ids, [1]);
  index.ask(wish({ key: 'b', isHeld: true, build: () => work(1, [3]) }));
  while (later.length > 0) later.shift()!();
  assert.deepEqual(index.ids, [3], 'another question is answered all the same');
  index.ask(wish({ key: 'b', revision: 4, build: () => work(0, [4]) }));
  assert.deepEqual(index.ids, [4], 'let go, it follows again');
});
