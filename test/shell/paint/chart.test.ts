/** The braille chart and bars: dots where the values are, no spike lost, cost bound by the width. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { barText, sparkText } from '../../../src/shell/paint/bar.ts';
import { asciiRows, brailleRows, downSample, niceCeiling } from '../../../src/shell/paint/chart.ts';

test('draws a rising line, lowest left', () => {
  assert.deepEqual(brailleRows([0, 1, 2, 3, 4, 5, 6, 7], 4, 2, 7), ['  ⡠⠊', '⡠⠊  ']);
  assert.deepEqual(asciiRows([0, 1, 2, 3], 4, 2, 3), ['  **', '**  ']);
});

test('joins distant neighbours without a gap', () => {
  assert.deepEqual(brailleRows([0, 7], 1, 2, 7), ['⢸', '⡸']);
});

test('few values stand on the right', () => {
  assert.deepEqual(brailleRows([0, 0], 3, 1, 4), ['  ⣀']);
});

test('a spike of one second survives any reduction', () => {
  const values = Array.from<number>({ length: 3600 }).fill(1);
  values[1234] = 100;
  assert.equal(Math.max(...downSample(values, 74).map((part) => part!.high)), 100);
});

test('reduced extents hold every value, in order', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(1000), { minLength: 1, maxLength: 500 }),
      fc.integer({ min: 1, max: 120 }),
      (values, columns) => {
        const parts = downSample(values, columns);
        assert.equal(parts.length, columns);
        const kept = parts.filter((part) => part !== null);
        assert.equal(Math.max(...kept.map(({ high }) => high)), Math.max(...values));
        assert.equal(Math.min(...kept.map(({ low }) => low)), Math.min(...values));
      },
    ),
  );
});

test('rows have the size asked for, whatever the values', () => {
  const anyValues = fc.array(fc.oneof(fc.nat(), fc.constant(Number.NaN), fc.constant(0)), { maxLength: 300 });
  fc.assert(
    fc.property(anyValues, fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 9 }), (values, columns, rows) => {
      const drawn = brailleRows(values, columns, rows, niceCeiling(Math.max(0, ...values)));
      assert.equal(drawn.length, rows);
      for (const row of drawn) assert.match(row, new RegExp(`^[ \\u2801-\\u28ff]{${columns}}$`));
    }),
  );
});

test('axis ends are round numbers at or above the largest value', () => {
  assert.deepEqual(
    [0, 1, 4, 7, 11, 39, 99, 101, 312, 999, 12_345].map(niceCeiling),
    [4, 4, 4, 8, 12, 40, 100, 120, 400, 1000, 16_000],
  );
});

test('bars are eighths of cells, and what is not nothing shows', () => {
  const table: readonly (readonly [number, number, string])[] = [
    [0, 8, ''],
    [1, 4, '████'],
    [0.5, 4, '██'],
    [0.5, 3, '█▌'],
    [0.0001, 10, '▏'],
    [7, 2, '██'],
    [-1, 5, ''],
    [Number.NaN, 5, ''],
  ];
  for (const [fraction, cells, text] of table) assert.equal(barText(fraction, cells), text);
  assert.equal(sparkText([0, 1, 2, 4]), '▁▂▄█');
  assert.equal(sparkText([0, 0]), '▁▁');
});
