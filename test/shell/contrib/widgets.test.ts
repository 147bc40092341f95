/** blessed-contrib's widgets as they are drawn off screen: right values, no trace of earlier ones, nothing raw of a label. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { Picture, Widget } from '../../../src/shell/contrib/types.ts';
import { copyPicture } from '../../../src/shell/contrib/copy-picture.ts';
import { inkOn } from '../../../src/shell/contrib/colors.ts';
import { WidgetStudio } from '../../../src/shell/contrib/widgets.ts';
import { Brush } from '../../../src/shell/paint/brush.ts';
import { Cells } from '../../../src/shell/paint/cells.ts';
import { lookOf } from '../../../src/shell/paint/style.ts';
import { themeFor } from '../../../src/shell/theme-set.ts';

const ACCENT = 74;
const REST = 238;
const studio = new WidgetStudio();

const textOf = ({ columns, rows, units }: Picture): string[] =>
  Array.from({ length: rows }, (_, y) => String.fromCharCode(...units.subarray(y * columns, (y + 1) * columns)));
const gauge = (share: number): Widget => ({ kind: 'gauge', share, color: ACCENT, ink: 16 });
const donut = (labels: readonly string[], shares: readonly number[]): Widget => ({
  kind: 'donut',
  parts: labels.map((label, index) => ({ label, share: shares[index]!, color: ACCENT })),
  restColor: REST,
});
const sparkline = (title: string, values: readonly number[], low = 0, high = Math.max(...values)): Widget => ({
  kind: 'sparkline',
  series: [{ title, values, range: [low, high] }],
  color: ACCENT,
  titleColor: 245,
});
const draw = (widget: Widget, columns = 40, rows = 8, by = studio): Picture =>
  by.draw({ slot: 'place', columns, rows, widget });

test('gauges say what they are given, also where the widget takes numbers for fractions', () => {
  const table: readonly (readonly [number, string])[] = [
    [0, '0%'],
    [0.004, '0%'],
    [0.01, '1%'],
    [0.37, '37%'],
    [0.994, '99%'],
    [1, '100%'],
    [7, '100%'],
    [-1, '0%'],
    [Number.NaN, '0%'],
  ];
  for (const [share, words] of table) assert.equal(textOf(draw(gauge(share), 30, 3))[1]!.trim(), words);
  // Nothing is no bar at all.
  assert.ok(draw(gauge(0), 30, 3).styles.every((look) => lookOf(look).bg === null));
});

test('the percentage is readable on the bar and beside it', () => {
  const inkAt = (share: number): number | null => lookOf(draw(gauge(share), 30, 3).styles[30 + 7]!).fg;
  assert.equal(inkAt(0.9), 16);
  assert.equal(inkAt(0.05), null);
  assert.deepEqual(
    [0, 15, 16, 24, 74, 108, 226, 231, 232, 255].map(inkOn),
    [231, 16, 231, 231, 16, 16, 16, 16, 231, 16],
  );
});

test('rings are as full as their share, with share and name', () => {
  const picture = draw(donut(['elite', 'anonymous', 'transparent'], [0.75, 0.25, 0]), 40, 8);
  const text = textOf(picture).join('\n');
  assert.match(text, /75%.*25%.*0%/);
  assert.match(text.split('\n')[7]!, /elite +anonymous +transparent/);
  const filled = Array.from({ length: 3 }, (_, ring) => {
    let [own, all] = [0, 0];
    for (const [at, look] of picture.styles.entries()) {
      const x = at % 40;
      if (Math.floor((x * 3) / 40) !== ring) continue;
      const { fg } = lookOf(look);
      if (fg === ACCENT) own++;
      if (fg === ACCENT || fg === REST) all++;
    }
    return own / all;
  });
  assert.ok(Math.abs(filled[0]! - 0.75) < 0.1, String(filled));
  assert.ok(Math.abs(filled[1]! - 0.25) < 0.1, String(filled));
  assert.equal(filled[2], 0);
});

test('a small line has a title and one character a value', () => {
  const [title, line] = textOf(draw(sparkline('checks/s', [0, 1, 2, 7]), 20, 2));
  assert.equal(title!.trimEnd(), 'checks/s:');
  assert.equal(line!.trimEnd(), '▁▂▃█');
  assert.equal(textOf(draw(sparkline('none', []), 20, 2))[1]!.trim(), '');
  // By itself it would draw a change of one in a thousand over the whole height.
  assert.equal(textOf(draw(sparkline('level', [1000, 1001, 1000], 950, 1050), 20, 2))[1]!.trim(), '▄▄▄');
});

test('a widget that is filled again is drawn as a new one', () => {
  const anyShare = fc.double({ min: 0, max: 1, noNaN: true });
  const anyWidget = fc.oneof(
    anyShare.map(gauge),
    fc.array(anyShare, { minLength: 3, maxLength: 3 }).map((shares) => donut(['a', 'longer', 'b'], shares)),
    fc.array(fc.nat(1000), { maxLength: 60 }).map((values) => sparkline('title', values)),
  );
  fc.assert(
    fc.property(anyWidget, anyWidget, (first, second) => {
      draw(first);
      assert.deepEqual(draw(second), draw(second, 40, 8, new WidgetStudio()));
    }),
    { numRuns: 15 },
  );
});

test('no label gets anything raw through', () => {
  const nasty = [
    '\x1b[31m',
    '\x1b]0;title\x07',
    '{bold}',
    '{/}',
    '{red-bg}',
    '\u009b31m',
    '\u202e',
    '\u200b',
    '漢字',
    '👩‍🚀',
    '\n',
    '\t',
    '\ud800',
    'e\u0301',
    'x',
  ];
  const hostile = fc
    .array(fc.oneof(fc.constantFrom(...nasty), fc.string()), { maxLength: 30 })
    .map((parts) => parts.join(''));
  const plain = textOf(draw(donut(['a', 'b'], [0.5, 0.5]), 40, 8)).join('').length;
  fc.assert(
    fc.property(hostile, fc.boolean(), (label, isRing) => {
      const picture = draw(isRing ? donut([label, 'b'], [0.5, 0.5]) : sparkline(label, [1, 2, 3]), 40, 8);
      assert.equal(textOf(picture).join('').length, plain);
      const cells = new Cells(40, 8);
      copyPicture(new Brush(cells, { x: 0, y: 0, width: 40, height: 8 }, themeFor('dark', 256), true), picture);
      for (const char of cells.chars) assert.doesNotMatch(char, /[\p{Cc}\p{Cf}\p{Cs}]/u);
      // A tag or a sequence would colour what nobody chose.
      for (const look of picture.styles) {
        const { fg, bg } = lookOf(look);
        assert.ok(bg === null && (fg === null || [ACCENT, REST, 245].includes(fg)), `${fg} on ${bg}`);
      }
    }),
    { numRuns: 60 },
  );
});

test('any size that a place can have is drawn', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 70 }), fc.integer({ min: 1, max: 20 }), (columns, rows) => {
      for (const widget of [gauge(0.5), donut(['a', 'b', 'c'], [0.1, 0.2, 0.3]), sparkline('t', [1, 2, 3])]) {
        assert.equal(draw(widget, columns, rows).units.length, columns * rows);
      }
    }),
    { numRuns: 40 },
  );
});
