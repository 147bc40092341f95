/** Searching the history: what is found and in which order, and the last arguments of older lines. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { insertLastArgument, type LastArgument } from '../../../src/shell/edit/last-argument.ts';
import { EMPTY_LINE, insert } from '../../../src/shell/edit/line.ts';
import { searchHistory } from '../../../src/shell/edit/search.ts';

const history = ['scrape', 'proxies top 3', 'let a = 1\nlet b = 2', 'check --limit 5', 'proxies list'];

test('lines that hold the query come newest first, those that hold its letters behind them', () => {
  assert.deepEqual(searchHistory(history, 'prox').found, ['proxies list', 'proxies top 3']);
  assert.deepEqual(searchHistory(history, 'prtp').found, ['proxies top 3']);
  assert.deepEqual(searchHistory(history, 'li').found, ['proxies list', 'check --limit 5']);
  assert.deepEqual(searchHistory(history, 'top prox').found, ['proxies top 3']);
  assert.deepEqual(searchHistory(history, 'zzz').found, []);
  assert.equal(searchHistory(history, 'zzz').menu.chosen, -1);
  assert.deepEqual(searchHistory(history, '').found, history.toReversed());
});

test('a block is shown as one line, and its letters are marked where they stand', () => {
  const { menu } = searchHistory(history, 'let b');
  assert.equal(menu.candidates[0]!.value, 'let a = 1↵let b = 2');
  assert.deepEqual(menu.candidates[0]!.places, [10, 11, 12, 13, 14]);
});

test('Alt-. puts in the last argument, and that of an older line when pressed again', () => {
  const lines = ['import "my list.txt"', 'check --limit 5', 'scrape # all of it'];
  let value = insert(EMPTY_LINE, 'echo ');
  const seen: string[] = [];
  let before: LastArgument | null = null;
  for (let press = 0; press < 3; press++) {
    const found: ReturnType<typeof insertLastArgument> = insertLastArgument(value, lines, before);
    assert.ok(found);
    ({ line: value, inserted: before } = found);
    seen.push(value.text);
  }
  assert.deepEqual(seen, ['echo scrape', 'echo 5', 'echo "my list.txt"']);
  assert.equal(insertLastArgument(value, lines, before), null);
  assert.equal(insertLastArgument(value, [], null), null);
});

test('two thousand lines are searched at once', () => {
  const many = Array.from(
    { length: 2_000 },
    (_, index) => `proxies top ${index} --country DE --where latency < ${index}ms`,
  );
  for (let run = 0; run < 5; run++) searchHistory(many, 'ptcde');
  const startedAt = performance.now();
  searchHistory(many, 'ptcde');
  // Ten times what it takes: a busy machine is no defect.
  assert.ok(performance.now() - startedAt < 300);
});
