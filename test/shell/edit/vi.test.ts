/** The keys of vi: a table of what each does to a line, and properties that hold for any sequence of them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { graphemes } from '../../../src/lib/width.ts';
import type { KeyEvent, TextEvent } from '../../../src/shell/input/events.ts';
import { EMPTY_LINE, insert, type Line } from '../../../src/shell/edit/line.ts';
import { isViKey, type Vi, VI_START, viInsert, viKey } from '../../../src/shell/edit/vi.ts';

interface State {
  readonly vi: Vi;
  readonly line: Line;
  readonly asked: readonly string[];
}

const ESCAPE = '␛';
const REDO = '␒';

function press(state: State, char: string): State {
  const event: KeyEvent | TextEvent =
    char === ESCAPE
      ? { type: 'key', chord: 'escape' }
      : char === REDO
        ? { type: 'key', chord: 'C-r' }
        : { type: 'text', text: char };
  if (!isViKey(state.vi, event))
    return event.type === 'text' ? { ...state, line: insert(state.line, event.text) } : state;
  const { vi, line, operation, times } = viKey(state.vi, state.line, event);
  return { vi, line, asked: operation ? [...state.asked, `${operation} ${times}`] : state.asked };
}

/** In normal mode. `|` stands before the character that the cursor is on. */
function start(marked: string): State {
  const line = { ...EMPTY_LINE, text: marked.replace('|', ''), cursor: marked.indexOf('|') };
  return { vi: { ...VI_START, mode: 'normal' }, line, asked: [] };
}
function run(marked: string, keys: string): State {
  return Array.from(keys).reduce(press, start(marked));
}
function show({ line: { text, cursor } }: State): string {
  return `${text.slice(0, cursor)}|${text.slice(cursor)}`;
}

const TABLE: readonly (readonly [before: string, keys: string, after: string])[] = [
  ['ab|c', 'h', 'a|bc'],
  ['a|bc', 'l', 'ab|c'],
  ['ab|c', 'l', 'ab|c'],
  ['|abcdef', '3l', 'abc|def'],
  ['a|👨‍👩‍👧b', 'l', 'a👨‍👩‍👧|b'],
  ['  ab|c', '0', '|  abc'],
  ['  ab|c', '^', '  |abc'],
  ['|abc', '$', 'ab|c'],
  ['ab\nc|d', '0', 'ab\n|cd'],
  ['a|b\ncd', '$', 'a|b\ncd'],
  ['|top --country DE', 'w', 'top |--country DE'],
  ['|top --country DE', '2w', 'top --|country DE'],
  ['|top --country DE', 'W', 'top |--country DE'],
  ['|top --country DE', '2W', 'top --country |DE'],
  ['top --country D|E', 'b', 'top --country |DE'],
  ['top --country |DE', '2b', 'top |--country DE'],
  ['top --country |DE', 'B', 'top |--country DE'],
  ['|top --country', 'e', 'to|p --country'],
  ['to|p --country', 'e', 'top -|-country'],
  ['to|p --country', 'E', 'top --countr|y'],
  ['a|b', 'w', 'a|b'],
  ['|one two one', 'fo', 'one tw|o one'],
  ['|one two one', '2fo', 'one two |one'],
  ['|one two one', 'to', 'one t|wo one'],
  ['|one two one', 'to;', 'one two| one'],
  ['|one two one', 'fo;', 'one two |one'],
  ['|one two one', '2fo,', 'one tw|o one'],
  ['one two on|e', 'Ft', 'one |two one'],
  ['one two on|e', 'Tt', 'one t|wo one'],
  ['|one', 'fx', '|one'],
  ['a|bcd', 'x', 'a|cd'],
  ['a|bcd', '2x', 'a|d'],
  ['abc|d', 'x', 'ab|c'],
  ['ab|cd', 'X', 'a|cd'],
  ['|', 'x', '|'],
  ['a|bcd', 'rx', 'a|xcd'],
  ['a|bcd', '2rx', 'ax|xd'],
  ['a|bcd', '9rx', 'a|bcd'],
  ['|aBc', '~~', 'Ab|c'],
  ['|aBc', '3~', 'Ab|C'],
  ['|one two three', 'dw', '|two three'],
  ['|one two three', '2dw', '|three'],
  ['|one two three', 'd2w', '|three'],
  ['one two |three', 'dw', 'one two| '],
  ['one t|wo three', 'db', 'one |wo three'],
  ['one |two three', 'de', 'one | three'],
  ['one |two three', 'd$', 'one| '],
  ['one |two three', 'D', 'one| '],
  ['one |two three', 'd0', '|two three'],
  ['|one two', 'dft', '|wo'],
  ['|one two', 'dtt', '|two'],
  ['one t|wo', 'dd', '|'],
  ['one\nt|wo\nx', 'dd', 'one\n|\nx'],
  ['|one two', `cwsix${ESCAPE}`, 'si|x two'],
  ['|one two three', `c2wx${ESCAPE}`, '|x three'],
  ['one |two three', `Cx${ESCAPE}`, 'one |x'],
  ['one t|wo', `ccx${ESCAPE}`, '|x'],
  ['one t|wo', `Sx${ESCAPE}`, '|x'],
  ['|one two', `sab${ESCAPE}`, 'a|bne two'],
  ['|one two', `ce${ESCAPE}`, '| two'],
  ['a|b', `ix${ESCAPE}`, 'a|xb'],
  ['a|b', `ax${ESCAPE}`, 'ab|x'],
  ['  a|b', `Ix${ESCAPE}`, '  |xab'],
  ['|ab', `Ax${ESCAPE}`, 'ab|x'],
  ['|one two', 'ywP', 'one| one two'],
  ['|one two', 'yw$p', 'one twoone| '],
  ['one t|wo', 'yy', 'one t|wo'],
  ['one |two', 'yyp', 'one tone tw|owo'],
  ['|ab', 'x2p', 'ba|a'],
  ['|ab', 'Yp', 'aa|bb'],
  ['|one two three', 'dw.', '|three'],
  ['|one two three', `cwx${ESCAPE}w.`, 'x |x three'],
  ['|one two', `A!${ESCAPE}..`, 'one two!!|!'],
  ['|abcdef', 'x3.', '|ef'],
  ['|one two', 'dwu', '|one two'],
  ['|one two three', 'dwdwuu', '|one two three'],
  ['|one two three', `dwu${REDO}`, '|two three'],
  ['|one', `cwtwo three four${ESCAPE}u`, '|one'],
  ['|one', `d${ESCAPE}l`, 'o|ne'],
  ['|one', 'dzl', 'o|ne'],
  ['|one two', 'yd', '|one two'],
];

test('keys do what they do in vi', () => {
  for (const [before, keys, after] of TABLE) assert.equal(show(run(before, keys)), after, `${before} ${keys}`);
});

test('what the prompt does is asked of it, with the count', () => {
  assert.deepEqual(run('|one', 'k3kj/v').asked, ['up 1', 'up 3', 'down 1', 'search 1', 'editor 1']);
});

test('a line begins in insert mode; Escape goes back a character, typing is one step of undo', () => {
  const typed = Array.from(`one two${ESCAPE}`).reduce(press, { vi: VI_START, line: EMPTY_LINE, asked: [] });
  assert.deepEqual([typed.vi.mode, show(typed)], ['normal', 'one tw|o']);
  assert.equal(show(press(typed, 'u')), '|');
  assert.equal(show(press(typed, '.')), 'one twone tw|oo');
});

test('a count before i, a, I and A says how often what is typed stands there, as one step of undo', () => {
  for (const [keys, after] of [
    [`3ixy${ESCAPE}`, 'xyxyx|yone'],
    [`2a-${ESCAPE}`, 'o-|-ne'],
    [`2A!${ESCAPE}`, 'one!|!'],
    [`$3I*${ESCAPE}`, '**|*one'],
    [`3i${ESCAPE}`, '|one'],
    [`2ax${ESCAPE}.`, 'oxxx|xne'],
  ] as const) {
    assert.equal(show(run('|one', keys)), after, keys);
    if (!keys.endsWith('.')) assert.equal(run('|one', `${keys}u`).line.text, 'one');
  }
});

test('which keys are its own: all text in normal mode, Escape while there is something to end', () => {
  const escape: KeyEvent = { type: 'key', chord: 'escape' };
  const normal = start('|one').vi;
  assert.equal(isViKey(VI_START, escape), true);
  assert.equal(isViKey(VI_START, { type: 'text', text: 'x' }), false);
  assert.equal(isViKey(VI_START, { type: 'key', chord: 'C-r' }), false);
  assert.equal(isViKey(normal, { type: 'text', text: 'x' }), true);
  assert.equal(isViKey(normal, escape), false);
  assert.equal(isViKey(run('|one', '2d').vi, escape), true);
  assert.equal(isViKey(normal, { type: 'key', chord: 'enter' }), false);
  assert.equal(viInsert(normal, EMPTY_LINE).mode, 'insert');
});

const key = fc.constantFrom(...'hl0^$wbeWBEfFtT;,xXrs~SdcyDCYpPu.iIaA123', ESCAPE, REDO, 'é', '漢', ' ', 'o');
const text = fc
  .array(fc.constantFrom(...'ab -\n', 'é', '👩‍🚀', '漢', 'e\u0301'), { maxLength: 8 })
  .map((units) => units.join(''));

test('whatever is pressed, the cursor stands on a character, and a line without changes can be had back', () => {
  fc.assert(
    fc.property(text, fc.array(key, { maxLength: 30 }), (before, keys) => {
      let state = keys.reduce(press, start(`|${before}`));
      const places = new Set([0]);
      let at = 0;
      for (const part of graphemes(state.line.text)) places.add((at += part.length));
      assert.ok(places.has(state.line.cursor), JSON.stringify([state.line.text, state.line.cursor]));
      state = press(press(state, ESCAPE), ESCAPE);
      for (let left = state.line.undo.length; left > 0; left--) state = press(state, 'u');
      assert.equal(state.line.text, before);
    }),
    { numRuns: 500 },
  );
});
