/** Whatever text comes from outside: no column moves, and nothing but visible characters reaches a cell or the terminal. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import stringWidth from 'string-width';
import { displayWidth } from '../../../src/lib/width.ts';
import { Brush } from '../../../src/shell/paint/brush.ts';
import { Cells } from '../../../src/shell/paint/cells.ts';
import { paintFrame } from '../../../src/shell/paint/frame.ts';
import { drawnWidth } from '../../../src/shell/paint/glyphs.ts';
import { parseSgr } from '../../../src/shell/paint/sgr.ts';
import { paintRow, placeColumns } from '../../../src/shell/paint/table.ts';
import { wrapSegments } from '../../../src/shell/paint/wrap.ts';
import { toSvg } from '../../../src/shell/screenshot/screenshot.ts';
import { BlessedScreenBuffer } from '../../../src/shell/terminal/blessed-screen.ts';
import { themeFor } from '../../../src/shell/theme-set.ts';

const theme = themeFor('dark', 256);

/** Each of them has moved a column of some program. */
const NASTY = [
  '漢字かな한국어',
  'ｱﾞｶﾞ',
  '👨‍👩‍👧‍👦',
  '👍🏽',
  '❤️',
  '1️⃣',
  '🇩🇪🇫🇷🇺',
  '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}',
  '\u202eevil\u202c',
  '\u2066a\u2067b\u2068c\u2069',
  '\u200e\u200f\u061c',
  'שלום',
  'مرحبا',
  '\u0600123',
  'a\u200bb\u200cc\u200dd\ufeffe\u2060f\u00adg',
  '\u115f\u1160\u3164\uffa0',
  '\u009b31mred\u009b0m',
  '\x1b[31mred\x1b[0m',
  '\x1b]0;title\x07',
  '\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\',
  '\x1bP1$r\x1b\\',
  '\x1b[2J\x1b[H',
  '\x85\x90\x9d\x9c',
  '{bold}{red-fg}x{/}',
  `a${'\u0301'.repeat(1000)}b`,
  `${'\u0e49'.repeat(20)}`,
  'กำที่',
  'क्षि',
  'ﷺ',
  '\ud800',
  '\udc00x',
  'a\tb\nc\rd\ve\ff',
  '\0\x07\x08\x7f',
  '\u2028\u2029',
  '\ue0b0\u{f0000}',
  '\uffff\u{1ffff}',
  '\u{1f9ff}\u{1fae9}',
  '﷽',
  '𒐫',
  '½ µ ° ±',
  '─│┌█▌⣿●⚠',
];

const hostile = fc
  .array(
    fc.oneof(fc.constantFrom(...NASTY), fc.string({ unit: 'binary', maxLength: 6 }), fc.string({ maxLength: 8 })),
    {
      maxLength: 8,
    },
  )
  .map((parts) => parts.join(''));

/** What may stand in a cell: one character that is drawn by itself. */
const FORBIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{M}\p{Zl}\p{Zp}\p{Co}\p{Cn}\p{Default_Ignorable_Code_Point}]/u;

function assertSound(cells: Cells, utf8: boolean): void {
  for (let y = 0; y < cells.rows; y++) {
    const chars = cells.chars.slice(y * cells.columns, (y + 1) * cells.columns);
    let column = 0;
    for (const [x, char] of chars.entries()) {
      assert.doesNotMatch(char, FORBIDDEN);
      assert.ok([...char].length <= 1, JSON.stringify(char));
      if (!utf8) assert.match(char, /^[\x20-\x7e]$/);
      // Two opinions on how wide it is: our own, and that of a package that measures for other programs.
      assert.equal(displayWidth(char), char === '' ? 0 : chars[x + 1] === '' ? 2 : 1, JSON.stringify(char));
      assert.equal(
        stringWidth(char),
        displayWidth(char),
        `${JSON.stringify(char)} U+${char.codePointAt(0)?.toString(16)}`,
      );
      column += displayWidth(char);
    }
    assert.equal(column, cells.columns);
  }
}

function painted(columns: number, rows: number, utf8: boolean, paint: (brush: Brush) => void): Cells {
  const cells = new Cells(columns, rows);
  paint(new Brush(cells, { x: 0, y: 0, width: columns, height: rows }, theme, utf8));
  assertSound(cells, utf8);
  return cells;
}

const options = { numRuns: 150, examples: NASTY.map((text) => [text, 12, true] as [string, number, boolean]) };

test('a painted row has its width and holds visible characters only', () => {
  fc.assert(
    fc.property(hostile, fc.integer({ min: 1, max: 30 }), fc.boolean(), (text, columns, utf8) => {
      const cells = painted(columns, 3, utf8, (brush) => {
        const end = brush.text(0, 0, text);
        assert.ok(end <= columns);
        if (drawnWidth(text) <= columns) assert.equal(end, drawnWidth(text));
        brush.right(columns, 1, text);
        brush.line(0, 2, parseSgr(text));
      });
      assert.equal(cells.rows, 3);
    }),
    options,
  );
});

test('what was padded by its width stands where it was meant to', () => {
  const printable = hostile.map((text) => text.replace(/\p{Cc}/gu, ''));
  fc.assert(
    fc.property(printable, (text) => assert.equal(drawnWidth(text), displayWidth(text))),
    { numRuns: 300 },
  );
});

test('the cells of a table stay in their columns', () => {
  const columns = placeColumns<string>(
    [
      { title: 'a', width: 8, rank: 0, text: (row) => row },
      { title: 'b', width: 6, rank: 1, align: 'right', text: (row) => row },
      { title: 'c', width: 3, rank: 2, text: () => 'END' },
    ],
    24,
  );
  fc.assert(
    fc.property(hostile, fc.boolean(), (text, utf8) => {
      const cells = painted(24, 1, utf8, (brush) => paintRow(brush, 0, columns, text));
      // Wide characters are one string of two cells: taken by cell, not by place in the text.
      assert.equal(cells.chars.slice(18, 21).join(''), 'END');
      assert.equal(cells.chars.slice(16, 18).join(''), '  ');
    }),
    { numRuns: 100 },
  );
});

test('a title never opens the border around it', () => {
  fc.assert(
    fc.property(hostile, hostile, fc.integer({ min: 4, max: 40 }), fc.boolean(), (title, heading, columns, utf8) => {
      const cells = painted(columns, 3, utf8, (brush) => {
        paintFrame(brush, { number: 6, title, heading, focused: false }).text(0, 0, title);
      });
      const edge = (x: number, y: number): string => cells.chars[y * columns + x]!;
      const [corner, side] = utf8 ? ['┐', '│'] : ['+', '|'];
      assert.equal(edge(columns - 1, 0), corner);
      assert.equal(edge(columns - 1, 1), side);
      assert.equal(edge(0, 1), side);
    }),
    { numRuns: 100 },
  );
});

test('folded rows fit, and nothing that is seen is lost', () => {
  fc.assert(
    fc.property(hostile, fc.integer({ min: 2, max: 20 }), (text, width) => {
      const rows = wrapSegments([[text, 0]], width);
      for (const row of rows) assert.ok(row.reduce((sum, [part]) => sum + drawnWidth(part), 0) <= width);
      assert.equal(
        rows
          .flat()
          .map(([part]) => part)
          .join(''),
        text,
      );
    }),
    { numRuns: 100 },
  );
});

test('a picture is well-formed whatever is in it', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const svg = toSvg(
        painted(20, 1, true, (brush) => void brush.text(0, 0, `<b>&${text}`)),
        text,
        theme.picture,
      );
      // XML 1.0 has no place for other control characters, even escaped.
      // oxlint-disable-next-line no-control-regex
      assert.doesNotMatch(svg, /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]|\p{Bidi_Control}/u);
      assert.doesNotMatch(svg, /<b>|&(?!amp;|lt;|gt;|quot;)/);
    }),
    { numRuns: 60 },
  );
});

test('the terminal gets no escape sequence but those of the painter', () => {
  const buffer = new BlessedScreenBuffer(30, 2);
  buffer.reset(30, 2);
  fc.assert(
    fc.property(hostile, (text) => {
      const cells = painted(30, 2, true, (brush) => {
        brush.text(0, 0, text, theme.accent);
        brush.text(3, 1, text);
      });
      const sent = buffer.diff(cells, 0, 2);
      const own = /\x1b\[[\d;]*[HmKCGd]|\x1b\(B|\x1b[78]/g;
      assert.doesNotMatch(sent.replace(own, ''), FORBIDDEN, JSON.stringify(sent));
    }),
    { numRuns: 100 },
  );
});

test('a thousand marks on one letter cost no more than a row', () => {
  const flood = `a${'\u0301'.repeat(1000)}`.repeat(40);
  const cells = new Cells(80, 1);
  const brush = new Brush(cells, { x: 0, y: 0, width: 80, height: 1 }, theme, true);
  brush.text(0, 0, flood);
  const start = performance.now();
  brush.text(0, 0, flood);
  assert.ok(performance.now() - start < 25);
  assert.equal(cells.rowText(0), 'á'.repeat(40));
});
