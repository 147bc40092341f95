/** The keys of the lowest line are those that do something where the person is. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Keymap } from '../../../src/command/keys/keymap.ts';
import { firstSteps, namedKeys } from '../../../src/command/keys/named-key.ts';
import { Prompt } from '../../../src/shell/prompt/prompt.ts';
import { hintFor, type HintSituation } from '../../../src/shell/stage/hint.ts';
import { themeFor } from '../../../src/shell/theme-set.ts';

const situation: HintSituation = {
  prompt: new Prompt({ history: () => [], complete: () => null }),
  typing: false,
  covered: null,
  panels: 'numbered',
  message: '',
  running: false,
  stopping: false,
  waiting: 0,
  panelKeys: [['s', 'sort']],
  keyFor: (_line, usual) => usual,
  theme: themeFor('dark', 256),
};

function keysOf(change: Partial<HintSituation>): string[] {
  return hintFor({ ...situation, ...change }).keys.map((key) => key.join(' '));
}

test('numbers are offered on the dashboard only, Tab only where there is another panel', () => {
  assert.deepEqual(keysOf({}), ['s sort', 'Tab 1-8 panel', 'z zoom', ': prompt', '? help']);
  assert.deepEqual(keysOf({ panels: 'one' }), ['s sort', '] view', 'Esc back', ': prompt', '? help']);
  assert.deepEqual(keysOf({ panels: 'several' }).slice(1, 3), ['Tab panel', '] view']);
});

test('Esc leads to the view that a wide output covers, by its name', () => {
  assert.ok(keysOf({ covered: 'dashboard' }).includes('Esc dashboard'));
  assert.ok(keysOf({ covered: 'proxies', panels: 'several' }).includes('Esc proxies'));
  assert.ok(keysOf({ covered: 'proxies', typing: true }).includes('Esc proxies'));
  assert.ok(keysOf({ covered: 'jobs', typing: true, running: true }).includes('Esc jobs'));
  assert.ok(keysOf({ typing: true }).includes('Esc panels'));
});

test('Enter goes on in a block that is open, and runs one that is not', () => {
  const prompt = new Prompt({ history: () => [], complete: () => null, isOpen: (text) => !text.includes('}') });
  for (const text of ['if $x {\necho a', '\n}']) prompt.replace(prompt.line.text + text);
  assert.ok(keysOf({ prompt, typing: true }).includes('Enter run it'));
  prompt.operate('undo');
  assert.deepEqual(keysOf({ prompt, typing: true }), ['Ctrl-C drop it', 'Enter go on']);
});

test('the help of the chosen candidate stands there in full', () => {
  const candidates = [{ value: 'one', help: 'the first' }, { value: 'other' }];
  const prompt = new Prompt({
    history: () => [],
    complete: () => ({ start: 0, end: 1, candidates, exact: 2 }),
    guide: () => ({ usage: 'usage', about: '', remaining: '' }),
  });
  prompt.type('o');
  const hint = (): string => hintFor({ ...situation, prompt, typing: true }).hint[0];
  prompt.operate('complete');
  assert.equal(hint(), 'usage');
  prompt.operate('complete');
  assert.equal(hint(), 'the first');
  prompt.operate('complete');
  assert.equal(hint(), 'usage');
});

test('keys are those that are bound; what no key does is not offered', () => {
  const keymap = new Keymap({
    bindings: [
      { context: 'prompt', chord: 'C-o', line: 'focus out', origin: 'file' },
      { context: 'general', chord: 'f9', line: 'screen help', origin: 'file' },
      { context: 'prompt', chord: 'C-r', line: 'proxies top 5', origin: 'file' },
      { context: 'panel', chord: 'Z', line: 'screen zoom', origin: 'file' },
    ],
    unbound: [
      { context: 'prompt', chord: 'escape' },
      { context: 'empty', chord: 'S-tab' },
      { context: 'general', chord: 'f1' },
      { context: 'empty', chord: '?' },
      { context: 'panel', chord: '?' },
      { context: 'panel', chord: 'z' },
      { context: 'panel', chord: '1' },
    ],
  });
  const typing = { typing: true, keyFor: namedKeys(keymap, ['empty', 'prompt', 'general']) };
  assert.deepEqual(keysOf(typing), ['Tab complete', 'Ctrl-O panels', 'F9 help', '^D quit']);
  assert.deepEqual(keysOf({ ...typing, running: true }), ['Ctrl-C cancel', 'Ctrl-O panels', 'F9 help']);
  const keyFor = namedKeys(keymap, ['proxies', 'table', 'panel', 'general']);
  assert.deepEqual(keysOf({ keyFor }), ['s sort', 'Tab panel', 'Z zoom', ': prompt', 'F9 help']);
  assert.deepEqual(firstSteps(keymap, 'helps'), ['F2 helps']);
});
