/** Charts as text: widths, scales and bounds, as tables and properties. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { drawBars } from '../../src/command/render/chart-bars.ts';
import { niceBounds } from '../../src/command/render/chart-buckets.ts';
import { drawLine } from '../../src/command/render/chart-line.ts';
import { sparkLine, thinned } from '../../src/command/render/chart-spark.ts';
import { displayWidth } from '../../src/lib/width.ts';

const look = { tty: true, columns: 40, color: false, utf8: true };

test('bars: labels left, values right, the longest as wide as there is room', () => {
  const bars = [
    { label: 'DE', value: 1_204, text: '1,204' },
    { label: 'a country of a long name', value: 301, text: '301' },
    { label: '東京', value: 1, text: '1' },
    { label: 'none', value: 0, text: '0' },
  ];
  assert.equal(
    drawBars(bars, look),
    [
      'DE             ██████████████████  1,204',
      'a country of…  ████▌                 301',
      '東京           ▏                       1',
      'none                                   0',
      '',
    ].join('\n'),
  );
  assert.equal(
    drawBars(bars.slice(0, 2), { ...look, utf8: false }),
    ['DE             ##################  1,204', 'a country of~  #####                 301', ''].join('\n'),
  );
  assert.equal(drawBars([], look), '');
  assert.ok(!drawBars([{ label: 'x\u001b[31m\u202ey', value: 1, text: '1' }], look).includes('\u001b'));
});

test('bars keep to the width, whatever they are', () => {
  const bar = fc.record({ label: fc.string({ unit: 'grapheme', maxLength: 40 }), value: fc.double({ noNaN: true }) });
  fc.assert(
    fc.property(
      fc.array(bar, { maxLength: 8 }),
      fc.integer({ min: 24, max: 200 }),
      fc.boolean(),
      (bars, columns, utf8) => {
        const text = drawBars(
          bars.map(({ label, value }) => ({ label, value, text: '123' })),
          { ...look, columns, utf8 },
        );
        const widths = text.split('\n').slice(0, -1).map(displayWidth);
        assert.equal(widths.length, bars.length);
        for (const width of widths) assert.ok(width === widths[0] && width <= columns, `${width} of ${columns}`);
      },
    ),
  );
});

test('bounds are round, even, few, and hold what they are asked to hold', () => {
  const bounds: readonly (readonly [number, number, string])[] = [
    [0, 100, '0 10 20 30 40 50 60 70 80 90 100 110'],
    [147, 2_614, '0 200 400 600 800 1000 1200 1400 1600 1800 2000 2200 2400 2600 2800'],
    [0.1, 0.6, '0.1 0.15 0.2 0.25 0.3 0.35 0.4 0.45 0.5 0.55 0.6 0.65'],
    [-3, 3, '-3 -2.5 -2 -1.5 -1 -0.5 0 0.5 1 1.5 2 2.5 3 3.5'],
    [7, 7, '0 10'],
    [0, 0, '0 1'],
    [-7, -7, '-10 0'],
  ];
  for (const [low, high, wanted] of bounds) assert.equal(niceBounds(low, high).join(' '), wanted);
  const value = fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((one) => Number(one.toFixed(6)));
  fc.assert(
    fc.property(value, value, (a, b) => {
      const [low, high] = [Math.min(a, b), Math.max(a, b)];
      const found = niceBounds(low, high);
      const rounding = (found[1]! - found[0]!) * 1e-6;
      assert.ok(found[0]! <= low + rounding && found.at(-1)! > high, `${low}..${high}: ${found.join(' ')}`);
      assert.ok(found.length >= 2 && found.length <= 19, `${found.length} bounds`);
    }),
  );
});

test('a spark line rises with its values; what is missing cannot be missed', () => {
  assert.equal(sparkLine([1, 2, 3, 4, 5, 6, 7, 8], true), '▁▂▃▄▅▆▇█');
  assert.equal(sparkLine([0, null, 10], true), '▁×█');
  assert.equal(sparkLine([0, null, 10], false), '.x@');
  assert.equal(sparkLine([5, 5], true), '▄▄');
  assert.equal(sparkLine([90, 100], true, 0), '▇█');
  assert.equal(sparkLine([null], true), '×');
  assert.equal(sparkLine([], true), '');
  assert.deepEqual(thinned([1, 3, 5, 7], 2), [2, 6]);
  assert.deepEqual(thinned([1, 2], 5), [1, 2]);
});

test('a line has its scale at the left and its ends below', () => {
  const y = [0, 50, 100];
  const line = { x: [0, 0.5, 1], y, ends: ['1', '3'] as const, text: (value: number) => `${value} ms` };
  const ascii = drawLine(line, { ...look, columns: 20, utf8: false });
  assert.equal(
    ascii,
    [
      '100 ms |           *',
      '       |          *',
      '       |         *',
      '       |        *',
      '       |       *',
      ' 50 ms |      *',
      '       |     *',
      '       |   **',
      '       |  *',
      '  0 ms | *',
      '         1         3',
      '',
    ].join('\n'),
  );
  for (const columns of [20, 60, 200]) {
    const text = drawLine(line, { ...look, columns });
    for (const row of text.split('\n')) assert.ok(displayWidth(row) <= Math.max(columns, 20), row);
  }
  const level = drawLine({ ...line, y: [5, 5, 5] }, look).split('\n');
  assert.equal(level.filter((row) => /[\u2801-\u28ff]/.test(row)).length, 1, 'a level line is one row');
});
