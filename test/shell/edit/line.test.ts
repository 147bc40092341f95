/** The line editor: a table of operations, and properties that hold for any sequence of them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { graphemes } from '../../../src/lib/width.ts';
import {
  EMPTY_LINE,
  freshLine,
  insert,
  type Line,
  type Operation,
  OPERATIONS,
  paste,
} from '../../../src/shell/edit/line.ts';

/** `|` marks the cursor. */
function line(marked: string, from: Line = EMPTY_LINE): Line {
  const cursor = marked.indexOf('|');
  return { ...from, text: marked.replace('|', ''), cursor };
}
function show({ text, cursor }: Line): string {
  return `${text.slice(0, cursor)}|${text.slice(cursor)}`;
}
function run(start: Line, ...operations: Operation[]): string {
  return show(operations.reduce((value, operation) => OPERATIONS[operation](value), start));
}

test('operations do what their names say', () => {
  const table: readonly (readonly [string, Operation[], string])[] = [
    ['ab|c', ['left'], 'a|bc'],
    ['漢字|', ['left'], '漢|字'],
    ['a👨‍👩‍👧|b', ['left'], 'a|👨‍👩‍👧b'],
    ['a👨‍👩‍👧|b', ['delete-left'], 'a|b'],
    ['ae\u0301|', ['delete-left'], 'a|'],
    ['|👨‍👩‍👧b', ['delete-right'], '|b'],
    ['top 10 --country|', ['word-left'], 'top 10 --|country'],
    ['|top 10', ['word-right', 'word-right'], 'top 10|'],
    ['a --x y|', ['kill-blank-word-left'], 'a --x |'],
    ['a --x y |', ['kill-blank-word-left'], 'a --x |'],
    ['a b|c', ['kill-to-end'], 'a b|'],
    ['a b|c', ['kill-to-start'], '|c'],
    ['a b|c', ['kill-to-start', 'yank'], 'a b|c'],
    ['one two|', ['kill-word-left', 'kill-word-left', 'yank'], 'one two|'],
    ['ab|', ['transpose'], 'ba|'],
    ['a|b', ['transpose'], 'ba|'],
    ['x|', ['newline'], 'x\n|'],
    ['ab\ncd|', ['home'], 'ab\n|cd'],
    ['a|b\ncd', ['end'], 'ab|\ncd'],
    ['ab|\ncd', ['kill-to-end'], 'ab|cd'],
    ['abc\nd|', ['row-up'], 'a|bc\nd'],
    ['ab|c\nd', ['row-down'], 'abc\nd|'],
    ['|abc', ['row-up'], '|abc'],
    ['ab|', ['first'], '|ab'],
    [
      '|',
      ['left', 'right', 'delete-left', 'delete-right', 'word-left', 'kill-to-end', 'yank', 'undo', 'transpose'],
      '|',
    ],
  ];
  for (const [before, operations, after] of table)
    assert.equal(run(line(before), ...operations), after, `${before} ${operations.join(' ')}`);
});

test('undo takes back a word at a time, redo brings it back', () => {
  let value: Line = EMPTY_LINE;
  for (const char of 'top ten') value = insert(value, char);
  assert.equal(run(value, 'undo'), 'top|');
  assert.equal(run(value, 'undo', 'undo'), '|');
  assert.equal(run(value, 'undo', 'undo', 'redo', 'redo'), 'top ten|');
  assert.equal(run(value, 'kill-to-start', 'undo'), 'top ten|');
});

test('yank-pop goes through older kills and round again', () => {
  const value = { ...line('|'), kills: ['one', 'two', 'three'] };
  assert.equal(run(value, 'yank'), 'three|');
  assert.equal(run(value, 'yank', 'yank-pop'), 'two|');
  assert.equal(run(value, 'yank', 'yank-pop', 'yank-pop', 'yank-pop'), 'three|');
  assert.equal(run(value, 'yank-pop'), '|');
});

test('a new line keeps what was killed', () => {
  const killed = OPERATIONS['kill-to-start'](line('secret|'));
  assert.equal(run(freshLine(killed, 'x'), 'yank'), 'xsecret|');
});

test('a paste is one undo step; its line breaks stay in a block, controls go, one copied line is a line', () => {
  const block = paste(line('a|b'), 'x\r\ny\rz\x1b[A\x07\t!');
  assert.equal(show(block), 'ax\ny\nz[A  !|b');
  assert.equal(run(block, 'undo'), 'a|b');
  assert.equal(show(paste(EMPTY_LINE, 'proxies list\n')), 'proxies list|');
});

test('whatever is done, the cursor stands between graphemes and undo leads back', () => {
  const operation = fc.constantFrom(...(Object.keys(OPERATIONS) as Operation[]));
  const step = fc.oneof(
    operation.map((name) => ({ name })),
    fc.string({ unit: 'grapheme', maxLength: 4 }).map((text) => ({ text })),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      let value: Line = EMPTY_LINE;
      for (const one of steps) value = 'name' in one ? OPERATIONS[one.name](value) : insert(value, one.text);
      assert.ok(value.cursor >= 0 && value.cursor <= value.text.length);
      assert.equal(value.text.slice(0, value.cursor) + value.text.slice(value.cursor), value.text);
      const left = OPERATIONS.left(value);
      assert.equal(graphemes(value.text.slice(left.cursor, value.cursor)).length, value.cursor === 0 ? 0 : 1);
      while (value.undo.length > 0) value = OPERATIONS.undo(value);
      assert.equal(value.text, '');
    }),
    { numRuns: 300 },
  );
});
