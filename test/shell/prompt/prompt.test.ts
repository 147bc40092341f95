/** The prompt as a machine of keys: history, ghost, completion, search, questions, other texts. */
import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import type { CompletionResult } from '../../../src/command/interpreter.ts';
import { Decoder } from '../../../src/shell/input/decoder.ts';
import { Prompt, type PromptAction, type PromptEvent } from '../../../src/shell/prompt/prompt.ts';

const NAMES = ['proxies', 'proxies list', 'proxies top', 'plugin', 'scrape'];
let history: string[];
let prompt: Prompt;

function complete(text: string, cursor: number): CompletionResult {
  const before = text.slice(0, cursor);
  return {
    start: 0,
    end: cursor,
    candidates: NAMES.filter((name) => name.startsWith(before)).map((value) => ({ value })),
    exact: NAMES.filter((name) => name.startsWith(before)).length,
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

  test('Tab completes what was typed into an open menu before it chooses', () => {
    type('p\t');
    type('ro\t');
    assert.equal(shown(), 'proxies|');
    type(' l\t');
    assert.equal(shown(), 'proxies list |');
    assert.equal(prompt.menu, null);
  });

  test('nothing happens where nothing fits, or before there is a language', () => {
    type('xyz\t');
    assert.equal(shown(), 'xyz|');
    prompt = new Prompt({ history: () => [], complete: () => null });
    type('pro\t');
    assert.equal(shown(), 'pro|');
    assert.equal(prompt.guide.usage, '');
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

describe('Ctrl-R', () => {
  test('finds, goes further back, and Enter runs what was found', () => {
    type('\x12prox');
    assert.deepEqual(prompt.search, { query: 'prox', found: 'proxies list' });
    assert.deepEqual(
      prompt.menu?.candidates.map(({ value }) => value),
      ['proxies list', 'proxies top 3'],
    );
    type('\x12');
    assert.equal(prompt.search?.found, 'proxies top 3');
    assert.deepEqual(type('\r'), { kind: 'run', text: 'proxies top 3' });
    assert.equal(prompt.menu, null);
  });

  test('arrows choose, Tab and keys of the line edit what was found, Escape leaves the line as it was', () => {
    type('\x12pt3\t');
    assert.equal(shown(), 'proxies top 3|');
    prompt.clear();
    type('\x12\x1b[A\x1b[A\x1b[B\x01');
    assert.equal(shown(), '|check');
    prompt.clear();
    type('half\x12');
    assert.equal(prompt.search?.query, 'half');
    type('zzz');
    assert.equal(prompt.search?.found, null);
    type('\x17\x1b');
    assert.equal(prompt.search, null);
    assert.equal(shown(), 'half|');
  });
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

test('Alt-F takes a word of the ghost, End all of it', () => {
  type('prox\x1bf');
  assert.equal(shown(), 'proxies|');
  type('\x1bf');
  assert.equal(shown(), 'proxies list|');
  prompt.clear();
  type('prox\x05');
  assert.equal(shown(), 'proxies list|');
});

test('only lines without errors are suggested, each is checked once until a line has run', () => {
  const checked: string[] = [];
  const isSound = (line: string): boolean => (checked.push(line), line !== 'proxies list');
  prompt = new Prompt({ history: () => history, complete, isSound });
  type('prox');
  assert.equal(prompt.ghost, 'ies top 3');
  type('i');
  assert.equal(prompt.ghost, 'es top 3');
  assert.deepEqual(checked, ['proxies list', 'proxies top 3']);
});

test('what is left to give stands where no ghost does', () => {
  const guide = (text: string) => ({ usage: 'u', about: 'a', remaining: text === 'x ' ? '<n>' : '' });
  prompt = new Prompt({ history: () => ['x 5'], complete, guide });
  type('x ');
  assert.deepEqual([prompt.ghost, prompt.remaining], ['5', '']);
  history = [];
  prompt = new Prompt({ history: () => history, complete, guide });
  type('x ');
  assert.deepEqual([prompt.ghost, prompt.remaining], ['', '<n>']);
  type('\x1b[D');
  assert.equal(prompt.remaining, '');
});

test('keys of two chords wait for the second; what is bound by the person comes first', () => {
  type('ab\x18');
  assert.equal(prompt.pending, 'C-x');
  assert.deepEqual(type('\x15'), { kind: 'changed' });
  assert.equal(shown(), '|');
  assert.deepEqual(type('one\x18\x05'), { kind: 'editor', text: 'one' });
  assert.deepEqual(type('\x18x'), { kind: 'ignored', chord: 'C-x x' });
  assert.equal(prompt.pending, null);
  const operation = (chord: string) =>
    chord === 'C-a' ? ('kill-to-start' as const) : chord === 'C-e' ? null : undefined;
  prompt = new Prompt({ history: () => [], complete, operation });
  assert.deepEqual(type('ab\x05'), { kind: 'ignored', chord: 'C-e' });
  type('\x01');
  assert.equal(shown(), '|');
});

test('what an editor gave back takes the place of the line and can be undone', () => {
  type('old one');
  prompt.replace('new\nblock\n');
  assert.equal(shown(), 'new\nblock\n|');
  type('\x1f');
  assert.equal(shown(), 'old one|');
});

test('Enter goes on in another row while something is open; Alt-Enter always does', () => {
  prompt = new Prompt({ history: () => [], complete, isOpen: (text) => text.includes('{') && !text.includes('}') });
  assert.deepEqual(type('if {\r'), { kind: 'changed' });
  assert.equal(shown(), 'if {\n|');
  assert.deepEqual(type('}\r'), { kind: 'run', text: 'if {\n}' });
  type('a\x1b\r');
  assert.equal(shown(), 'a\n|');
});

test('Escape drops a pasted block and not one that was typed', () => {
  type('\x1b[200~one\ntwo\x1b[201~');
  assert.equal(prompt.pastedRows, 2);
  assert.deepEqual(type('\x1b'), { kind: 'changed' });
  assert.equal(shown(), '|');
  type('a\x1b\rb');
  assert.equal(prompt.pastedRows, 0);
  assert.deepEqual(type('\x1b'), { kind: 'leave' });
});

test('Alt-. walks the last arguments, Alt-# keeps the line as a comment', () => {
  type('echo \x1b.\x1b.');
  assert.equal(shown(), 'echo check|');
  type('x\x1b.');
  assert.equal(shown(), 'echo checkxlist|');
  assert.deepEqual(type('\x1b#'), { kind: 'run', text: '# echo checkxlist' });
});

test('an operation does by name what its key does', () => {
  type('ab');
  prompt.operate('home');
  assert.equal(shown(), '|ab');
  assert.throws(() => prompt.operate('nonsense'), /no editing operation/);
});

test('pages in a long menu, deleting narrows it the other way', () => {
  const many = (text: string): CompletionResult => {
    const candidates = Array.from({ length: 30 }, (_, index) => ({ value: `${text}${index}` }));
    return { start: 0, end: text.length, candidates, exact: 30 };
  };
  prompt = new Prompt({ history: () => [], complete: many });
  type('a\t\x1b[6~\x1b[6~');
  assert.equal(prompt.menu?.chosen, 16);
  type('\x1b[5~\x1b[5~\x1b[5~');
  assert.equal(prompt.menu?.chosen, 0);
  type('b\x7f');
  assert.equal(prompt.menu?.candidates[0]!.value, 'a0');
});

describe('with the keys of vi', () => {
  beforeEach(() => {
    prompt = new Prompt({ history: () => history, complete, mode: () => 'vi' });
  });

  test('Escape ends inserting, k and j walk the history, Enter runs and begins to insert again', () => {
    assert.equal(prompt.viMode, 'insert');
    assert.deepEqual(type('pro\x1b'), { kind: 'changed' });
    assert.deepEqual([prompt.viMode, shown()], ['normal', 'pr|o']);
    type('kk');
    assert.equal(shown(), 'proxies top |3');
    type('j0dw');
    assert.equal(shown(), '|list');
    assert.deepEqual(type('\r'), { kind: 'run', text: 'list' });
    assert.equal(prompt.viMode, 'insert');
  });

  test('Escape in normal mode leaves to the panels, but not while a command is half typed', () => {
    type('\x1b');
    type('2d');
    assert.deepEqual(type('\x1b'), { kind: 'changed' });
    assert.deepEqual(type('\x1b'), { kind: 'leave' });
    prompt.resume();
    type('dd');
    assert.equal(shown(), 'dd|');
  });

  test('/ searches the history, where keys are as ever; Ctrl-R does while inserting and else brings back', () => {
    type('half\x1b');
    type('/pt3');
    assert.equal(prompt.viMode, null);
    assert.deepEqual(prompt.search, { query: 'pt3', found: 'proxies top 3' });
    type('\t');
    assert.deepEqual([prompt.viMode, shown()], ['normal', 'proxies top |3']);
    type('xu\x12');
    assert.equal(shown(), 'proxies top| ');
    type('a\x12');
    assert.equal(prompt.search?.query, 'proxies top ');
  });

  test('Tab completes while inserting, and Escape closes its menu first', () => {
    type('pro\t');
    assert.notEqual(prompt.menu, null);
    type('\x1b');
    assert.deepEqual([prompt.menu, prompt.viMode], [null, 'insert']);
  });

  test('another text and questions know no modes', () => {
    type('half\x1b');
    prompt.edit('filter', '', () => null);
    type('dd\r');
    assert.deepEqual([prompt.viMode, shown()], ['insert', 'hal|f']);
  });
});
