/** The painters of the charts page: what they show of which values, and that they stay in their place. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { meansOf } from '../../../src/shell/charts/buckets.ts';
import { paintColumns } from '../../../src/shell/charts/columns.ts';
import { paintLines } from '../../../src/shell/charts/lines.ts';
import { paintShares } from '../../../src/shell/charts/shares.ts';
import { Brush } from '../../../src/shell/paint/brush.ts';
import { Cells } from '../../../src/shell/paint/cells.ts';
import { partsAcross, secondParts } from '../../../src/shell/paint/chart.ts';
import { themeFor } from '../../../src/shell/theme-set.ts';

const theme = themeFor('dark', 256);

function painted(columns: number, rows: number, paint: (brush: Brush) => void, utf8 = true): Cells {
  const cells = new Cells(columns, rows);
  paint(new Brush(cells, { x: 0, y: 0, width: columns, height: rows }, theme, utf8));
  return cells;
}

const SHARES = [
  { label: 'refused', count: 600, words: 'nothing listens' },
  { label: 'reset', count: 300, words: 'was reset' },
  { label: 'closed', count: 99, words: 'was closed' },
  { label: 'denied', count: 1, words: 'did not want' },
];
const OPTIONS = { labelCells: 7, whole: 1_000, step: 1 } as const;

test('shares: the largest has the whole bar, what has no row is summed up', () => {
  assert.equal(
    painted(40, 4, (brush) => paintShares(brush, SHARES, OPTIONS)).toText(),
    [
      'refused ━━━━━━━━━━━━━━━━     600  60.0 %',
      'reset   ━━━━━━━━········     300  30.0 %',
      'closed  ━━╸·············      99   9.9 %',
      'denied  ╸···············       1   0.1 %',
    ].join('\n'),
  );
  assert.equal(
    painted(40, 3, (brush) => paintShares(brush, SHARES, OPTIONS)).rowText(2),
    '2 more                       100  10.0 %',
  );
});

test('shares: words below each bar where two rows are given', () => {
  const rows = painted(40, 5, (brush) => paintShares(brush, SHARES, { ...OPTIONS, step: 2 }))
    .toText()
    .split('\n');
  assert.deepEqual([rows[1], rows[3], rows[4]!.slice(0, 6)], ['nothing listens', 'was reset', '2 more']);
});

test('shares: a place too narrow for bars still has names and numbers, and nothing counted is a dash', () => {
  assert.equal(
    painted(26, 1, (brush) => paintShares(brush, SHARES.slice(0, 1), OPTIONS)).rowText(0),
    'refused        600  60.0 %',
  );
  const empty = [{ label: 'none', count: 0 }];
  assert.match(
    painted(40, 1, (brush) => paintShares(brush, empty, { ...OPTIONS, whole: 0 })).rowText(0),
    /^none    ·+ +0 +–$/,
  );
});

const COLUMNS = ['.1', '.2', '1.5', '8+'].map((label, i) => ({ label, count: [4, 8, 1, 0][i]! }));

test('columns: heights, words and a scale', () => {
  assert.equal(
    painted(24, 5, (brush) => paintColumns(brush, COLUMNS, 'seconds')).toText(),
    ['     8 │    ███', '       │    ███', '       │███ ███', '     0 │███ ███ ▄▄▄', 'seconds .1  .2  1.5 8+'].join(
      '\n',
    ),
  );
});

test('columns: no scale where the bars need its room, and no word that would touch another', () => {
  const rows = painted(9, 3, (brush) => paintColumns(brush, COLUMNS, 'seconds'))
    .toText()
    .split('\n');
  assert.deepEqual(rows, ['  █', '█ █ ▂', '.1  1.5']);
});

test('lines that cross share their dots, and the dotted one has half of them', () => {
  const line = (
    values: readonly number[],
    isDotted: boolean,
    look: number,
  ): Parameters<typeof paintLines>[1][number] => ({
    parts: secondParts(values, partsAcross(2, 'braille'), 4, 3),
    look,
    isDotted,
  });
  const cells = painted(2, 1, (brush) =>
    paintLines(brush, [line([0, 0, 0, 0], true, theme.bad), line([3, 3, 0, 0], false, theme.good)], 3),
  );
  assert.equal(cells.rowText(0), '⡉⣆');
  assert.deepEqual([...cells.styles], [theme.good, theme.good]);
  const ascii = painted(
    4,
    1,
    (brush) => paintLines(brush, [{ parts: secondParts([0, 0, 0, 0], 4, 4, 3), look: theme.bad, isDotted: true }], 3),
    false,
  );
  assert.equal(ascii.rowText(0), '....');
});

test('means lie on the clock: a second later they have moved on or only the last one has changed', () => {
  const values = Array.from({ length: 40 }, (_, second) => ({ second: 1_000 + second, value: second }));
  const at = (end: number): number[] => meansOf(values.slice(0, end), 10, 3);
  assert.deepEqual(at(30), [4.5, 14.5, 24.5]);
  assert.deepEqual(at(31), [14.5, 24.5, 30]);
  assert.deepEqual(at(35), [14.5, 24.5, 32]);
  assert.deepEqual(meansOf([], 10, 3), [0, 0, 0]);
});

test('nothing is painted outside, at any size', () => {
  const sides = fc.integer({ min: 0, max: 40 });
  const counts = fc.array(fc.nat(100_000), { minLength: 1, maxLength: 14 });
  fc.assert(
    fc.property(sides, sides, counts, (width, height, numbers) => {
      const cells = new Cells(44, 44);
      cells.chars.fill('x');
      const brush = new Brush(cells, { x: 2, y: 2, width, height }, theme, true);
      paintShares(
        brush,
        numbers.map((count, i) => ({ label: `n${i}`, count })),
        OPTIONS,
      );
      paintColumns(
        brush,
        numbers.map((count, i) => ({ label: `n${i}`, count })),
        'seconds',
      );
      paintLines(
        brush,
        [{ parts: secondParts(numbers, partsAcross(width, 'braille'), 60, 7), look: theme.good, isDotted: false }],
        100,
      );
      for (const [at, char] of cells.chars.entries()) {
        const [x, y] = [at % 44, Math.floor(at / 44)];
        if (x < 2 || y < 2 || x >= 2 + width || y >= 2 + height) assert.equal(char, 'x');
      }
    }),
  );
});
