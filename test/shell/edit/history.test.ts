/** History: walking by prefix, search, what is kept, and the file it is kept in. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { CONFIG_KEYS, CONFIG_PATHS } from '../../../src/core/config/keys.ts';
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

test('no secret is kept: every key that is one, passwords in addresses, flags and assignments', () => {
  const file = join(folder, 'secrets');
  const history = new HistoryFile(file);
  const lines = [
    ...CONFIG_PATHS.filter((path) => CONFIG_KEYS[path].secret).map((path) => `config set ${path} hunter2`),
    'config set api.token "hunter2 and more" ; log',
    'sources add http://u:hunter2@192.0.2.1/list --name a',
    'proxies show ann:hunter2@192.0.2.1:80',
    'proxies import - 192.0.2.1:80:ann:hunter2',
    'api start --token hunter2',
    "api start --token='hunter2 x'",
    'let password = hunter2',
    'let a = 1\nlet token = "x hunter2"',
    "echo 'Authorization: Bearer hunter2hunter2'",
  ];
  for (const line of lines) history.add(line);
  assert.ok(!readFileSync(file, 'utf8').includes('hunter2'), readFileSync(file, 'utf8'));
  assert.ok(!history.lines.join().includes('hunter2'));
  assert.equal(history.lines.length, lines.length);
});

test('two shells at once keep the lines of both, also when one of them shortens the file', () => {
  const file = join(folder, 'shared');
  const one = new HistoryFile(file);
  const other = new HistoryFile(file);
  for (let line = 0; line < 50; line++) {
    one.add(`echo one ${line}`);
    other.add(`echo other ${line}`);
  }
  const both = new HistoryFile(file).lines;
  for (let line = 0; line < 50; line++)
    assert.ok(both.includes(`echo one ${line}`) && both.includes(`echo other ${line}`));
  writeFileSync(file, Array.from({ length: 5000 }, (_, index) => `echo ${index}\n`).join(''));
  const shortened = new HistoryFile(file);
  one.add('echo after');
  shortened.add('echo too');
  assert.deepEqual(new HistoryFile(file).lines.slice(-2), ['echo after', 'echo too']);
});

test('a line that broke off is not continued, and a file that everybody could read no longer is', () => {
  const file = join(folder, 'broken');
  writeFileSync(file, 'echo a\necho b', { mode: 0o644 });
  const history = new HistoryFile(file);
  history.add('echo c');
  assert.deepEqual(new HistoryFile(file).lines, ['echo a', 'echo b', 'echo c']);
  assert.equal(statSync(file).mode & 0o777, 0o600);
});
