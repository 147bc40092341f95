/** The braille chart and bars: dots where the values are, no spike lost, cost bound by the width. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { barText, sparkText } from '../../../src/shell/paint/bar.ts';
import { type Extent, lineRows, niceCeiling, partsAcross, secondParts } from '../../../src/shell/paint/chart.ts';
import type { GraphSymbols } from '../../../src/shell/paint/graph-symbols.ts';

const GRAPHS: readonly GraphSymbols[] = ['braille', 'block', 'ascii'];
/** All values over all parts; where there are fewer of them than parts, one a part. */
const partsOf = (values: readonly number[], count: number): (Extent | null)[] =>
  secondParts(values, count, Math.max(values.length, count), values.length - 1);
const drawn = (values: readonly number[], columns: number, rows: number, top: number, graph: GraphSymbols): string[] =>
  lineRows(partsOf(values, partsAcross(columns, graph)), rows, top, graph);

test('draws a rising line, lowest left', () => {
  assert.deepEqual(drawn([0, 1, 2, 3, 4, 5, 6, 7], 4, 2, 7, 'braille'), ['  ⡠⠊', '⡠⠊  ']);
  assert.deepEqual(drawn([0, 1, 2, 3], 4, 2, 3, 'ascii'), ['  **', '**  ']);
  assert.deepEqual(drawn([0, 1, 2, 3], 4, 2, 3, 'block'), ['  ▃█', ' ▅██']);
});

test('joins distant neighbours without a gap', () => {
  assert.deepEqual(drawn([0, 7], 1, 2, 7, 'braille'), ['⢸', '⡸']);
});

test('a column of blocks shows what is not nothing', () => {
  assert.deepEqual(drawn([0, 1, 1000], 3, 2, 1000, 'block'), ['  █', ' ▁█']);
});

test('few values stand on the right', () => {
  assert.deepEqual(drawn([0, 0], 3, 1, 4, 'braille'), ['  ⣀']);
});

test('a spike of one second survives any reduction', () => {
  const values = Array.from<number>({ length: 3600 }).fill(1);
  values[1234] = 100;
  assert.equal(Math.max(...partsOf(values, 74).map((part) => part!.high)), 100);
});

test('reduced extents hold every value, in order', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(1000), { minLength: 1, maxLength: 500 }),
      fc.integer({ min: 1, max: 120 }),
      (values, columns) => {
        const parts = partsOf(values, columns);
        assert.equal(parts.length, columns);
        const kept = parts.filter((part) => part !== null);
        assert.equal(Math.max(...kept.map(({ high }) => high)), Math.max(...values));
        assert.equal(Math.min(...kept.map(({ low }) => low)), Math.min(...values));
      },
    ),
  );
});

const lastPart = (second: number, scale: number): number =>
  Math.max(Math.floor(second * scale), Math.floor((second + 1) * scale) - 1);

test('each second keeps its part: nothing shimmers while a chart moves on', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(1000), { minLength: 2, maxLength: 300 }),
      fc.integer({ min: 1, max: 90 }),
      fc.integer({ min: 1, max: 300 }),
      fc.integer({ min: 300, max: 2_000_000_000 }),
      (values, count, seconds, end) => {
        const before = secondParts(values.slice(0, -1), count, seconds, end - 1);
        const after = secondParts(values, count, seconds, end);
        assert.equal(after.length, count);
        const moved = Math.max(0, lastPart(end, count / seconds) - lastPart(end - 1, count / seconds));
        // What was there is there still, so many parts to the left; only the newest part may have taken the value in.
        const same = Math.max(0, count - moved - (moved === 0 ? 1 : 0));
        assert.deepEqual(after.slice(0, same), before.slice(moved, moved + same));
        assert.ok(after.at(-1)!.high >= values.at(-1)! && after.at(-1)!.low <= values.at(-1)!);
      },
    ),
  );
});

test('seconds fill the width, whether there are more of them or fewer than parts', () => {
  const highs = (values: readonly number[], count: number, seconds: number, end: number): (number | null)[] =>
    secondParts(values, count, seconds, end).map((part) => part?.high ?? null);
  assert.deepEqual(highs([1, 2, 3], 6, 3, 2), [1, 1, 2, 2, 3, 3]);
  assert.deepEqual(highs([1, 2, 3, 4], 2, 4, 3), [2, 4]);
  assert.deepEqual(highs([7], 4, 4, 9), [null, null, null, 7]);
});

test('rows have the size and the characters asked for, whatever the values', () => {
  const any = fc.array(fc.oneof(fc.nat(), fc.constant(Number.NaN), fc.constant(0)), { maxLength: 300 });
  const allowed: Record<GraphSymbols, string> = { braille: '\\u2801-\\u28ff', block: '▁-█', ascii: '*#_' };
  fc.assert(
    fc.property(
      any,
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 1, max: 9 }),
      fc.constantFrom(...GRAPHS),
      (values, columns, rows, graph) => {
        const whole = new RegExp(`^[ ${allowed[graph]}]{${columns}}$`);
        const line = drawn(values, columns, rows, niceCeiling(Math.max(0, ...values)), graph);
        assert.equal(line.length, rows);
        for (const row of line) assert.match(row, whole);
      },
    ),
  );
});

test('an hour of seconds is drawn within half a millisecond', () => {
  const values = Array.from({ length: 3600 }, (_, second) => 200 + 150 * Math.sin(second / 90) + (second % 7) * 10);
  for (const graph of GRAPHS) {
    const times: number[] = [];
    for (let run = 0; run < 60; run++) {
      const start = performance.now();
      drawn(values, 180, 15, 400, graph);
      times.push(performance.now() - start);
    }
    // The fastest: what else the machine does is not the chart's.
    const least = Math.min(...times);
    assert.ok(least < 0.5, `${graph}: ${least} ms`);
  }
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
  assert.deepEqual(
    [0.5, 0.55, 0.9, 1, 0.001].map((fraction) => barText(fraction, 4, 'ascii')),
    ['##', '##-', '###=', '####', '-'],
  );
  // Beside braille dots bars are lines: blocks of neighbouring rows would run together.
  assert.deepEqual(
    [0.5, 0.6, 0.9, 1, 0.001, 0].map((fraction) => barText(fraction, 4, 'braille')),
    ['━━', '━━╸', '━━━╸', '━━━━', '╸', ''],
  );
});

test('sparklines compare from zero, or show a trend from the lowest', () => {
  assert.equal(sparkText([0, 1, 2, 4]), '▁▂▄▇');
  assert.equal(sparkText([0, 0]), '▁▁');
  assert.equal(sparkText([]), '');
  assert.equal(sparkText([0, 1, 2, 4], 'ascii'), '_.=#');
  assert.equal(sparkText([100, 120, 140], 'block', 'low'), '▁▄▇');
  // A change of one in a thousand is no trend.
  assert.equal(sparkText([1000, 1001, 1000], 'block', 'low'), '▄▄▄');
  assert.equal(sparkText([5, 5], 'block', 'low'), '▄▄');
  assert.equal(sparkText([0, 0], 'block', 'low'), '▁▁');
});
