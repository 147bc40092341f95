/** The prompt as a machine of keys: history, ghost, completion, search, questions, other texts. */
import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import type { CompletionResult } from '../../src/command/interpreter.ts';
import { Decoder } from '../../src/shell/input/decoder.ts';
import { Prompt, type PromptAction, type PromptEvent } from '../../src/shell/prompt.ts';

const NAMES = ['proxies', 'proxies list', 'proxies top', 'plugin', 'scrape'];
let history: string[];
let prompt: Prompt;

function complete(text: string, cursor: number): CompletionResult {
  const before = text.slice(0, cursor);
  return {
    start: 0,
    end: cursor,
    candidates: NAMES.filter((name) => name.startsWith(before)).map((value) => ({ value })),
    usage: `usage of ${before}`,
  };
}

/** Types raw terminal input; a lone escape at the end counts. @returns the last action */
function type(input: string): PromptAction {
  const decoder = new Decoder();
  let action: PromptAction = { kind: 'changed' };
  for (const event of [...decoder.feed(input), ...decoder.flush()]) action = prompt.handle(event as PromptEvent);
  return action;
}
const shown = (): string =>
  `${prompt.line.text.slice(0, prompt.line.cursor)}|${prompt.line.text.slice(prompt.line.cursor)}`;

beforeEach(() => {
  history = ['scrape', 'proxies top 3', 'check', 'proxies list'];
  prompt = new Prompt({ history: () => history, complete });
});

test('Enter hands over the line and empties it; a blank line is nothing', () => {
  assert.deepEqual(type('scrape all\r'), { kind: 'run', text: 'scrape all' });
  assert.equal(shown(), '|');
  assert.deepEqual(type('   \r'), { kind: 'changed' });
});

test('up and down walk the lines that start as typed, and come back', () => {
  type('pro\x1b[A');
  assert.equal(shown(), 'proxies list|');
  type('\x1b[A');
  assert.equal(shown(), 'proxies top 3|');
  type('\x1b[B\x1b[B');
  assert.equal(shown(), 'pro|');
});

test('the ghost goes on where the line ends; right takes it', () => {
  type('proxies t');
  assert.equal(prompt.ghost, 'op 3');
  type('\x1b[D');
  assert.equal(prompt.ghost, '');
  type('\x1b[C\x1b[C');
  assert.equal(shown(), 'proxies top 3|');
});

describe('Tab', () => {
  test('a single candidate is put in with a blank behind it', () => {
    type('sc\t');
    assert.equal(shown(), 'scrape |');
    assert.equal(prompt.menu, null);
  });

  test('several put in what they share, then a menu chooses', () => {
    type('pro\t');
    assert.equal(shown(), 'proxies|');
    assert.deepEqual(
      prompt.menu?.candidates.map(({ value }) => value),
      ['proxies', 'proxies list', 'proxies top'],
    );
    type('\t\t\t');
    assert.equal(prompt.menu?.chosen, 2);
    assert.deepEqual(type('\r'), { kind: 'changed' });
    assert.equal(shown(), 'proxies top |');
  });

  test('typing narrows an open menu, escape closes it, Enter without a choice runs the line', () => {
    type('p\t');
    assert.equal(prompt.menu?.candidates.length, 4);
    type('r');
    assert.equal(prompt.menu?.candidates.length, 3);
    assert.deepEqual(type('\x1b'), { kind: 'changed' });
    assert.equal(prompt.menu, null);
    type('\t');
    assert.deepEqual(type('\r'), { kind: 'run', text: 'proxies' });
  });

  test('nothing happens where nothing fits, or before there is a language', () => {
    type('xyz\t');
    assert.equal(shown(), 'xyz|');
    prompt = new Prompt({ history: () => [], complete: () => null });
    type('pro\t');
    assert.equal(shown(), 'pro|');
    assert.equal(prompt.usage, '');
  });
});

test('a pasted block waits for Enter; up and down move in it', () => {
  assert.deepEqual(type('\x1b[200~one\ntwo\nthree\x1b[201~'), { kind: 'changed' });
  type('\x1b[A\x1b[A\x1b[A');
  assert.match(prompt.line.text, /^one\ntwo\nthree$|^proxies/);
  type('\x03');
  prompt.clear();
  type('\x1b[200~one\ntwo\x1b[201~');
  assert.deepEqual(type('\r'), { kind: 'run', text: 'one\ntwo' });
});

test('Ctrl-R finds, goes further back, and Enter runs what was found', () => {
  type('\x12prox');
  assert.deepEqual(prompt.search, { query: 'prox', found: 'proxies list' });
  type('\x12');
  assert.equal(prompt.search?.found, 'proxies top 3');
  assert.deepEqual(type('\r'), { kind: 'run', text: 'proxies top 3' });
  type('\x12zzz');
  assert.equal(prompt.search?.found, null);
  type('\x1b');
  assert.equal(prompt.search, null);
  assert.equal(shown(), '|');
});

test('questions are answered by y or n, in order, never by a paste', async () => {
  const first = prompt.ask('remove 3?', AbortSignal.timeout(60_000));
  const second = prompt.ask('remove 4?', AbortSignal.timeout(60_000));
  type('\x1b[200~y\x1b[201~x');
  assert.equal(prompt.question, 'remove 3?');
  type('Y');
  assert.equal(prompt.question, 'remove 4?');
  type('\r');
  assert.deepEqual(await Promise.all([first, second]), [true, false]);
  assert.equal(prompt.question, null);
});

test('a question of a command that was cancelled is answered with no', async () => {
  const abort = new AbortController();
  const answer = prompt.ask('remove?', abort.signal);
  abort.abort();
  assert.equal(await answer, false);
  assert.equal(await prompt.ask('again?', abort.signal), false);
  assert.equal(prompt.question, null);
});

test('another text is edited in the line, and the command line comes back', () => {
  type('half a line');
  const given: string[] = [];
  prompt.edit('filter', 'old', (text) => (given.push(text), text === 'bad' ? 'no such field' : null));
  assert.equal(shown(), 'old|');
  type('\x15bad\r');
  assert.equal(prompt.editing?.error, 'no such field');
  type('\x15');
  assert.equal(prompt.editing?.error, null);
  assert.deepEqual(type('\x1b[200~country\n= DE\x1b[201~\r'), { kind: 'leave' });
  assert.deepEqual(given, ['bad', 'country = DE']);
  assert.equal(shown(), 'half a line|');
});

test('keys the prompt has no use for are named', () => {
  assert.deepEqual(type('\x1b[5~'), { kind: 'ignored', chord: 'pageup' });
  assert.deepEqual(type('\x04'), { kind: 'ignored', chord: 'C-d' });
  assert.deepEqual(type('\x1b'), { kind: 'leave' });
  type('ab\x01\x04');
  assert.equal(shown(), '|b');
});
