/** The prompt painted: where the cursor stands, what a long line shows, blocks, hints that give way. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Brush } from '../../../src/shell/paint/brush.ts';
import { Cells } from '../../../src/shell/paint/cells.ts';
import { paintHint, paintMenu, paintPrompt, promptRows } from '../../../src/shell/paint/prompt-lines.ts';
import { themeFor } from '../../../src/shell/theme-set.ts';
import { Prompt } from '../../../src/shell/prompt/prompt.ts';

const theme = themeFor('dark', 256);

function promptWith(text: string, left = 0, history: readonly string[] = []): Prompt {
  const prompt = new Prompt({ history: () => history, complete: () => null });
  prompt.handle({ type: 'paste', text });
  for (let step = 0; step < left; step++) prompt.handle({ type: 'key', chord: 'left' });
  return prompt;
}

function painted(prompt: Prompt, columns: number, rows = 1): { lines: string[]; x: number; y: number } {
  const cells = new Cells(columns, rows);
  const cursor = paintPrompt(new Brush(cells, { x: 0, y: 0, width: columns, height: rows }, theme, true), prompt, true);
  return { lines: cells.toText().split('\n'), ...cursor };
}

test('the cursor stands behind wide characters where they end', () => {
  assert.deepEqual(painted(promptWith('漢字 x'), 20), { lines: ['❯ 漢字 x'], x: 8, y: 0 });
  assert.deepEqual(painted(promptWith('漢字 x', 3), 20), { lines: ['❯ 漢字 x'], x: 4, y: 0 });
});

test('the sign tells the mode of vi', () => {
  const prompt = new Prompt({ history: () => [], complete: () => null, mode: () => 'vi' });
  prompt.handle({ type: 'text', text: 'x' });
  assert.deepEqual(painted(prompt, 20), { lines: ['[I] ❯ x'], x: 7, y: 0 });
  prompt.handle({ type: 'key', chord: 'escape' });
  assert.deepEqual(painted(prompt, 20), { lines: ['[N] ❯ x'], x: 6, y: 0 });
});

test('a long line scrolls so that the cursor is seen with some text after it', () => {
  const text = Array.from({ length: 60 }, (_, index) => String(index % 10)).join('');
  const atEnd = painted(promptWith(text), 30);
  assert.equal(atEnd.lines[0]!.at(atEnd.x - 1), '9');
  // There is more on the left.
  assert.match(atEnd.lines[0]!, /^❯ …\d/);
  assert.match(painted(promptWith('漢'.repeat(40)), 31).lines[0]!, /^❯ … 漢/);
  assert.ok(atEnd.x < 30);
  const inside = painted(promptWith(text, 20), 30);
  assert.equal(inside.lines[0]!.at(inside.x), '0');
  assert.ok(30 - inside.x >= 8);
  assert.equal(painted(promptWith(text, 60), 30).x, 2);
});

test('a block shows its rows, as many as there is room for, the one with the cursor among them', () => {
  const block = promptWith('one\ntwo\nthree');
  assert.equal(promptRows(block), 3);
  assert.deepEqual(painted(block, 20, 3), { lines: ['❯ one', '2 two', '3 three'], x: 7, y: 2 });
  assert.deepEqual(painted(block, 20, 2).lines, ['2 two', '3 three']);
});

test('the ghost stands behind the cursor', () => {
  assert.deepEqual(painted(promptWith('pro', 0, ['proxies top 3']), 30), { lines: ['❯ proxies top 3'], x: 5, y: 0 });
});

test('keys give way to the hint from the left; the last ones hold out longest', () => {
  const cells = new Cells(40, 1);
  const keys = [
    ['Tab', 'complete'],
    ['Esc', 'panels'],
    ['F1', 'help'],
  ] as const;
  paintHint(
    new Brush(cells, { x: 0, y: 0, width: 40, height: 1 }, theme, true),
    ['a hint of some length', theme.dim],
    keys,
  );
  assert.equal(cells.rowText(0), '  a hint of some length        F1 help');
});

test('the keys of the lowest line can be clicked where they stand', () => {
  const cells = new Cells(80, 1);
  const places = paintHint(
    new Brush(cells, { x: 0, y: 0, width: 80, height: 1 }, theme, true),
    ['', theme.dim],
    [
      ['↑↓ ^R', 'choose'],
      ['Tab 1-8', 'panel'],
      ['?', 'help'],
    ],
  );
  const row = cells.rowText(0);
  assert.deepEqual(
    places.map(({ x, width, chord }) => [row.slice(x, x + width), chord]),
    [
      ['↑↓ ^R choose', 'C-r'],
      ['Tab 1-8 panel', 'tab'],
      ['? help', '?'],
    ],
  );
});

test('a menu keeps the chosen one in view and says how many there are', () => {
  const cells = new Cells(40, 3);
  const candidates = Array.from({ length: 9 }, (_, index) => ({ value: `name-${index}`, help: `help ${index}` }));
  paintMenu(new Brush(cells, { x: 0, y: 0, width: 40, height: 3 }, theme, true), {
    start: 0,
    end: 0,
    candidates,
    chosen: 6,
  });
  assert.match(cells.rowText(2), /name-6 +help 6 +7 of 9/);
  assert.match(cells.rowText(0), /name-4/);
});

test('the parts of a line have their colours, also where it is scrolled; what is left to give follows in grey', () => {
  const prompt = new Prompt({
    history: () => [],
    complete: () => null,
    guide: () => ({ usage: '', about: '', remaining: '<n> [--x]' }),
    highlight: (text) => ({
      spans: [
        { start: 0, end: 3, kind: 'command' },
        { start: text.length - 2, end: text.length, kind: 'invalid' },
      ],
      problem: null,
    }),
  });
  prompt.handle({ type: 'paste', text: 'top 漢字 xy' });
  const cells = new Cells(24, 1);
  const brush = new Brush(cells, { x: 0, y: 0, width: 24, height: 1 }, theme, true);
  paintPrompt(brush, prompt, true);
  assert.equal(cells.rowText(0), '❯ top 漢字 xy<n> [--x]');
  assert.deepEqual(Array.from(cells.styles.slice(2, 6)), [theme.strong, theme.strong, theme.strong, theme.text]);
  assert.deepEqual(Array.from(cells.styles.slice(11, 14)), [theme.invalid, theme.invalid, theme.ghost]);
  const narrow = new Cells(9, 1);
  paintPrompt(new Brush(narrow, { x: 0, y: 0, width: 9, height: 1 }, theme, true), prompt, true);
  const at = narrow.rowText(0).indexOf('x');
  assert.ok(at > 0);
  assert.ok([...narrow.styles].includes(theme.invalid));
});

test('lines that were found stand above the prompt, the best one lowest, the letters that were met marked', () => {
  const cells = new Cells(40, 3);
  paintMenu(new Brush(cells, { x: 0, y: 0, width: 40, height: 3 }, theme, true), {
    start: 0,
    end: 0,
    candidates: [
      { value: 'proxies top', places: [0, 8] },
      { value: '漢字 pt', places: [3] },
    ],
    chosen: 0,
    upward: true,
  });
  assert.deepEqual(
    [0, 1, 2].map((y) => cells.rowText(y)),
    ['', '│ 漢字 pt', '│ proxies top'],
  );
  assert.equal(cells.styles[40 + 7], theme.match);
  assert.notEqual(cells.styles[80 + 2], cells.styles[80 + 3]);
});
