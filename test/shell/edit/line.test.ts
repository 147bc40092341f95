/** The line editor: a table of operations, and properties that hold for any sequence of them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { graphemes } from '../../../src/lib/width.ts';
import { EMPTY_LINE, freshLine, insert, type Line, moveTo, paste, replace } from '../../../src/shell/edit/line.ts';
import { LINE_OPERATIONS as OPERATIONS, type LineOperation as Operation } from '../../../src/shell/edit/operations.ts';

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
    ['one two|', ['transpose-words'], 'two one|'],
    ['one tw|o three', ['transpose-words'], 'two one| three'],
    ['one|', ['transpose-words'], 'one|'],
    ['a --x|, b', ['transpose-words'], 'a --b, x|'],
    ['|one two', ['upcase', 'upcase'], 'ONE TWO|'],
    ['|ÉCOLE x', ['downcase'], 'école| x'],
    ['| oNE two', ['capitalize'], ' One| two'],
    ['ab|', ['transpose'], 'ba|'],
    ['e\u0301x|', ['transpose'], 'xe\u0301|'],
    ['👩‍🚀 漢字|', ['kill-word-left'], '👩‍🚀 |'],
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

/** Letters, marks, joiners, parts of emoji and wide characters, so that what is put together joins in every way. */
const unit = fc.constantFrom(
  ...'ab \n',
  'é',
  'e\u0301',
  '\u0301',
  '\u200d',
  '👩',
  '🚀',
  '👩‍🚀',
  '🇩',
  '🇪',
  '漢',
  'ｱ',
  '👍',
  '🏽',
  '\ufe0f',
);
const text = fc.array(unit, { maxLength: 5 }).map((units) => units.join(''));
const operations = Object.keys(OPERATIONS) as Operation[];
const step = fc.oneof(
  fc.constantFrom(...operations).map((name) => (line: Line) => OPERATIONS[name](line)),
  text.map((one) => (line: Line) => insert(line, one)),
  text.map((one) => (line: Line) => paste(line, one)),
  fc.nat(30).map((at) => (line: Line) => moveTo(line, at)),
);

function isEdge({ text: whole, cursor }: Line): boolean {
  let at = 0;
  for (const part of graphemes(whole)) {
    if (at === cursor) return true;
    at += part.length;
  }
  return at === cursor;
}

test('whatever is done, the cursor stands between graphemes and undo leads back', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      let value: Line = EMPTY_LINE;
      for (const one of steps) {
        value = one(value);
        assert.ok(isEdge(value), JSON.stringify([value.text, value.cursor]));
      }
      while (value.undo.length > 0) value = OPERATIONS.undo(value);
      assert.equal(value.text, '');
    }),
    { numRuns: 400 },
  );
});

test('moving and killing take away whole graphemes; a kill and a yank leave the text as it was', () => {
  fc.assert(
    fc.property(text, text, (left, right) => {
      const start = moveTo({ ...EMPTY_LINE, text: left + right }, left.length);
      const back = OPERATIONS.left(start);
      assert.ok(graphemes(start.text.slice(back.cursor, start.cursor)).length <= 1);
      for (const [kill, side] of [
        ['kill-word-left', 'front'],
        ['kill-to-start', 'front'],
        ['kill-word-right', 'back'],
        ['kill-to-end', 'back'],
      ] as const) {
        const killed = OPERATIONS[kill](start);
        const taken = killed.kills.at(-1) ?? '';
        assert.equal(killed.text.length + taken.length, start.text.length, kill);
        // What is left may join to one character: then the cursor is behind it, and a yank goes there.
        const isWhereItWas = killed.cursor === start.cursor - (side === 'front' ? taken.length : 0);
        if (isWhereItWas) assert.equal(OPERATIONS.yank(killed).text, start.text, kill);
      }
    }),
    { numRuns: 300 },
  );
});

test('a replaced part is one undo step', () => {
  const value = replace(insert(EMPTY_LINE, 'proxies'), 0, 7, 'scrape');
  assert.equal(show(value), 'scrape|');
  assert.equal(run(value, 'undo'), 'proxies|');
});
