/** History: walking by prefix, search, what is kept, and the file it is kept in. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { HistoryFile } from '../../../src/shell/edit/history-file.ts';
import { isKept, newer, older, remember, startWalk, walkText } from '../../../src/shell/edit/history.ts';

const folder = mkdtempSync(join(tmpdir(), 'refbot-history-'));
after(() => rmSync(folder, { recursive: true }));
const history = ['scrape', 'proxies top 3', 'check --limit 5', 'proxies list'];

test('a walk meets the lines that start with what was typed, and returns to it', () => {
  let walk = startWalk(history, 'pro');
  const seen: string[] = [];
  for (let step = 0; step < 3; step++) seen.push(walkText(history, (walk = older(history, walk))));
  assert.deepEqual(seen, ['proxies list', 'proxies top 3', 'proxies top 3']);
  walk = newer(history, walk);
  assert.equal(walkText(history, walk), 'proxies list');
  assert.equal(walkText(history, newer(history, walk)), 'pro');
});

test('a line that is run again moves to the end', () => {
  assert.deepEqual(remember(history, 'scrape'), ['proxies top 3', 'check --limit 5', 'proxies list', 'scrape']);
});

test('blank lines and lines that start with a blank are not kept', () => {
  assert.deepEqual(['', '  ', ' proxies', 'proxies'].map(isKept), [false, false, false, true]);
});

test('the file keeps lines across runs: blocks whole, secrets masked, for its owner only', () => {
  const file = join(folder, 'deep', 'history');
  const first = new HistoryFile(file);
  for (const line of [
    'scrape',
    ' hidden',
    'let a = 1\nlet b = "c\\n"',
    'proxies show http://ann:hunter2@192.0.2.1:80',
    'scrape',
  ]) {
    assert.equal(first.add(line), null);
  }
  assert.ok(!readFileSync(file, 'utf8').includes('hunter2'));
  assert.equal(statSync(file).mode & 0o777, 0o600);
  const again = new HistoryFile(file).lines;
  assert.deepEqual(again, first.lines);
  assert.equal(again[0], 'let a = 1\nlet b = "c\\n"');
  assert.equal(again.at(-1), 'scrape');
  assert.equal(again.length, 3);
});

test('a file that has grown too long is shortened when it is read', () => {
  const file = join(folder, 'long');
  writeFileSync(file, Array.from({ length: 5000 }, (_, index) => `echo ${index}\n`).join(''));
  assert.equal(new HistoryFile(file).lines.length, 2000);
  assert.equal(readFileSync(file, 'utf8').split('\n').length, 2001);
});

test('a file that cannot be written is said, and the line is remembered all the same', () => {
  const broken = new HistoryFile(join(folder, 'long', 'not-a-folder'));
  assert.match(broken.add('scrape') ?? '', /history is not saved/);
  assert.deepEqual(broken.lines, ['scrape']);
});
