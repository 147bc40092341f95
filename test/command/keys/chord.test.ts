/** Names of keys: what people write, what the decoder says, what the help shows. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_BINDINGS } from '../../../src/command/keys/default-bindings.ts';
import { parseChord, showChord } from '../../../src/command/keys/chord.ts';

test('what people write', () => {
  const table: readonly (readonly [string, string | null])[] = [
    ['x', 'x'],
    ['X', 'X'],
    ['?', '?'],
    [',', ','],
    ['-', '-'],
    ['Ctrl-P', 'C-p'],
    ['ctrl+p', 'C-p'],
    ['^R', 'C-r'],
    ['C-M-x', 'C-M-x'],
    ['M-C-x', 'C-M-x'],
    ['Alt-Enter', 'M-enter'],
    ['Shift-Tab', 'S-tab'],
    ['Shift-a', 'A'],
    ['F5', 'f5'],
    ['f24', 'f24'],
    ['f25', null],
    ['PgUp', 'pageup'],
    ['Ctrl-PageDown', 'C-pagedown'],
    ['Esc', 'escape'],
    ['Space', 'space'],
    ['Ctrl-X,Ctrl-E', 'C-x C-e'],
    ['Hyper-x', null],
    ['Ctrl-', null],
    ['enterr', null],
    ['', null],
    ['a,,b', null],
  ];
  for (const [text, chord] of table) assert.equal(parseChord(text), chord, text);
});

test('what is shown can be written into the file again', () => {
  for (const { chord } of DEFAULT_BINDINGS) {
    const shown = showChord(chord).replaceAll(' ', ',');
    assert.equal(parseChord(shown), chord, shown);
  }
});
