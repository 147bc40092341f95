/** Painting into cells: clipping, cutting, wide characters, ASCII, coloured text, folding, pictures. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { Brush } from '../../../src/shell/paint/brush.ts';
import { Cells, CONTINUATION } from '../../../src/shell/paint/cells.ts';
import { parseSgr } from '../../../src/shell/paint/sgr.ts';
import { lookOf, style } from '../../../src/shell/paint/style.ts';
import { themeFor } from '../../../src/shell/theme-set.ts';
import { paintRow, placeColumns } from '../../../src/shell/paint/table.ts';
import { wrapSegments } from '../../../src/shell/paint/wrap.ts';
import { toSvg } from '../../../src/shell/screenshot/screenshot.ts';

function painted(columns: number, rows: number, paint: (brush: Brush) => void, utf8 = true): Cells {
  const cells = new Cells(columns, rows);
  paint(new Brush(cells, { x: 0, y: 0, width: columns, height: rows }, themeFor('dark', 256), utf8));
  return cells;
}
const row = (columns: number, text: string, utf8 = true): string =>
  painted(columns, 1, (brush) => brush.text(0, 0, text), utf8).rowText(0);

test('cuts what does not fit, never through a wide character', () => {
  assert.equal(row(5, 'abcdefg'), 'abcd…');
  assert.equal(row(5, 'abcde'), 'abcde');
  assert.equal(row(5, '漢字漢字'), '漢字…');
  assert.equal(row(4, '漢字漢字'), '漢…');
  assert.equal(row(4, 'abcdef', false), 'abc~');
});

test('outside text cannot do anything but be seen', () => {
  assert.equal(row(20, 'a\x1b[31mb\x07c\u202ed\u200be\u009bf'), 'a[31mbcdef');
  assert.equal(row(20, '🇩🇪 👨‍👩‍👧 e\u0301 ❤️'), 'DE 👨 é ❤');
  assert.equal(row(20, 'a\tb'), 'a b');
});

test('where the terminal is not UTF-8 everything is ASCII of the same width', () => {
  assert.equal(row(20, '┌─ █▌░ ▲● ❯', false), '+- #=. ^* >');
  assert.equal(row(20, '漢ü', false), '???');
});

test('a part of a brush never paints outside itself', () => {
  fc.assert(
    fc.property(
      fc.record({
        x: fc.integer({ min: -3, max: 12 }),
        y: fc.integer({ min: -3, max: 6 }),
        width: fc.nat(14),
        height: fc.nat(6),
      }),
      fc.string({ unit: 'grapheme' }),
      fc.integer({ min: 0, max: 9 }),
      fc.integer({ min: -2, max: 8 }),
      (rect, text, x, y) => {
        const cells = painted(10, 4, (brush) => {
          for (let line = 0; line < 4; line++) brush.fill(0, line, 10, '#', 1);
          brush.part(rect.x, rect.y, rect.width, rect.height).text(x, y, text, 7);
        });
        const left = Math.max(0, rect.x);
        const top = Math.max(0, rect.y);
        for (let at = 0; at < 40; at++) {
          const inside =
            at % 10 >= left &&
            at % 10 < left + rect.width &&
            Math.floor(at / 10) >= top &&
            Math.floor(at / 10) < top + rect.height;
          if (!inside) assert.equal(cells.chars[at], '#');
        }
      },
    ),
  );
});

test('painting over half of a wide character leaves no other half', () => {
  const cells = painted(6, 1, (brush) => {
    brush.text(0, 0, '漢字');
    brush.text(1, 0, 'x');
  });
  assert.equal(cells.rowText(0), ' x字');
  assert.deepEqual(cells.chars.filter((char) => char === CONTINUATION).length, 1);
});

test('writes from the right edge', () => {
  assert.equal(painted(8, 1, (brush) => void brush.right(8, 0, '1,377')).rowText(0), '   1,377');
  assert.equal(painted(4, 1, (brush) => void brush.right(4, 0, '1,377')).rowText(0), '1,3…');
});

test('columns with no room are dropped whole, the last rank first; spare cells go to those that can grow', () => {
  const columns = [
    { title: 'a', width: 6, grow: 10, rank: 0, text: (value: string) => value },
    { title: 'b', width: 4, rank: 2, text: () => 'bbbb', align: 'right' },
    { title: 'c', width: 4, rank: 1, text: () => 'c', align: 'right' },
  ] as const;
  assert.deepEqual(
    placeColumns(columns, 30).map(({ x, cells }) => [x, cells]),
    [
      [0, 10],
      [12, 4],
      [18, 4],
    ],
  );
  assert.deepEqual(
    placeColumns(columns, 13).map(({ title }) => title),
    ['a', 'c'],
  );
  assert.deepEqual(
    placeColumns(columns, 3).map(({ title, cells }) => [title, cells]),
    [['a', 3]],
  );
  assert.equal(
    painted(18, 1, (brush) => paintRow(brush, 0, placeColumns(columns, 18), 'long name')).rowText(0),
    'long …  bbbb     c',
  );
});

test('colours of commands are read, every other escape is dropped', () => {
  assert.deepEqual(parseSgr('plain'), [['plain', style({})]]);
  assert.deepEqual(parseSgr('a\x1b[1;31mb\x1b[0mc'), [
    ['a', style({})],
    ['b', style({ bold: true, fg: 1 })],
    ['c', style({})],
  ]);
  assert.deepEqual(parseSgr('\x1b[38;5;208mx\x1b[39m\x1b[2Jy'), [
    ['x', style({ fg: 208 })],
    ['y', style({})],
  ]);
  assert.deepEqual(
    parseSgr('a\x1b]0;titleb')
      .map(([text]) => text)
      .join(''),
    'a0;titleb',
  );
});

test('folded rows hold the whole text and fit', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'grapheme', maxLength: 12 })),
      fc.integer({ min: 2, max: 20 }),
      (texts, width) => {
        const rows = wrapSegments(
          texts.map((text) => [text, 0]),
          width,
        );
        assert.equal(
          rows
            .flat()
            .map(([text]) => text)
            .join(''),
          texts.join(''),
        );
      },
    ),
  );
  assert.deepEqual(
    wrapSegments(
      [
        ['abc', 1],
        ['defg', 2],
      ],
      5,
    ),
    [
      [
        ['abc', 1],
        ['de', 2],
      ],
      [['fg', 2]],
    ],
  );
});

test('a packed look is taken apart as it was put together', () => {
  assert.deepEqual(lookOf(style({ fg: 3, bold: true })), {
    fg: 3,
    bg: null,
    bold: true,
    underline: false,
    inverse: false,
  });
});

const DARK = themeFor('dark', 256).picture;

test('a picture holds the text, escaped, in its place', () => {
  const svg = toSvg(
    painted(10, 2, (brush) => {
      brush.text(0, 1, '<a&b>', style({ fg: 196, bold: true }));
      brush.text(6, 1, '漢', style({ bg: 2 }));
      brush.text(0, 0, '⣀\u2800⡇');
    }),
    'a & b',
    DARK,
  );
  assert.match(svg, /<title>a &amp; b<\/title>/);
  assert.match(
    svg,
    /x="12.0" textLength="42.0"[^>]* y="41.4" fill="#ff0000" font-weight="700"[^>]*>&lt;a&amp;b&gt;<\/text>/,
  );
  assert.match(svg, /<rect [^>]*width="16.8"[^>]*fill="#86a987"/);
  // What may come from another font, of another width, stands in its own column.
  assert.match(svg, /<tspan x="12.0">⣀<\/tspan>[^]*<tspan x="28.8">⡇<\/tspan><\/text>/);
});

test('a picture has the colours of its theme, also inverted ones', () => {
  const light = themeFor('light', 256);
  const svg = toSvg(
    painted(12, 2, (brush) => {
      brush.text(0, 0, 'own', style({}));
      brush.text(4, 0, 'turned', style({ inverse: true, underline: true }));
      brush.text(0, 1, 'accent', light.accent);
    }),
    'light',
    light.picture,
  );
  assert.match(svg, /<rect width="100%" height="100%" rx="8" fill="#fbfbfa"\/>/);
  assert.match(svg, /fill="#24292e"[^>]*>own</);
  assert.match(svg, /<rect x="45.6"[^>]*fill="#24292e"\/>[^]*fill="#fbfbfa" text-decoration="underline"[^>]*>turned</);
  assert.match(svg, /fill="#005faf"[^>]*>accent</);
});

test('lines and blocks of a picture are shapes that meet, whatever the font', () => {
  const svg = toSvg(
    painted(4, 2, (brush) => {
      brush.text(0, 0, '┌─█▌');
      brush.text(0, 1, '│ ▂━');
    }),
    'shapes',
    DARK,
  );
  assert.doesNotMatch(svg, /<text/);
  const [, blocks] = /<path fill="#d6d9dc"[^>]* d="([^"]*)"/.exec(svg)!;
  assert.deepEqual(blocks!.split('M').slice(1), [
    '28.8 12h8.4v16.4h-8.4z',
    '37.2 12h4.2v16.4h-4.2z',
    '28.8 40.7h8.4v4.1h-8.4z',
    '37.2 35.29h8.4v2.62h-8.4z',
  ]);
  const [, lines] = /<path stroke="#d6d9dc"[^>]* d="([^"]*)"/.exec(svg)!;
  // Right and down from the middle of the corner, then on through the cells beside and below.
  assert.equal(lines, 'M16.2 20.2h4.2M16.2 20.2v8.2M24.6 20.2h-4.2M24.6 20.2h4.2M16.2 36.6v-8.2M16.2 36.6v8.2');
});
