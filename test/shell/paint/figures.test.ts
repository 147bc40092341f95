/** Numbers of panels: as exact as fits, always as wide. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import {
  countFigure,
  durationFigure,
  percentFigure,
  progressCount,
  rateFigure,
  shortCount,
  wholeDuration,
  wholeDurationFigure,
} from '../../../src/shell/paint/figures.ts';

test('counts are as exact as fits', () => {
  const table: readonly (readonly [number, number, string])[] = [
    [0, 1, '0'],
    [1377, 5, '1,377'],
    [1377, 4, '1.4k'],
    [18_204, 6, '18,204'],
    [18_204, 5, '18.2k'],
    [18_204, 3, '18k'],
    [999_960, 6, '1.0M'],
    [999_960, 4, '1.0M'],
    [1_234_567, 7, '1.2M'],
    [1_234_567, 2, '1M'],
    [-18_204, 6, '-18.2k'],
    [Number.NaN, 3, '–'],
  ];
  for (const [count, cells, text] of table) assert.equal(shortCount(count, cells), text, `${count} in ${cells}`);
});

test('every figure has its width, whatever the number', () => {
  fc.assert(
    fc.property(fc.nat(10_000_000), fc.integer({ min: 4, max: 9 }), (count, cells) => {
      assert.equal(countFigure(count, cells).length, cells);
      assert.equal(rateFigure(count, cells + 2).length, cells + 2);
      assert.equal(durationFigure(count * 10).length, 7);
      assert.equal(wholeDurationFigure(count * 10).length, 7);
      assert.equal(percentFigure(count / 10_000_000).length, 6);
    }),
  );
});

test('figures are read as words are', () => {
  assert.equal(percentFigure(0.0664), ' 6.6 %');
  assert.equal(percentFigure(0.25), '25.0 %');
  assert.equal(percentFigure(1), ' 100 %');
  assert.equal(percentFigure(Number.NaN), '     –');
  assert.equal(rateFigure(312, 6), ' 312/s');
  assert.equal(durationFigure(412), ' 412 ms');
  assert.equal(durationFigure(2940), '  2.9 s');
  assert.equal(durationFigure(null), '      –');
  assert.equal(wholeDurationFigure(53_700), '   54 s');
  assert.equal(wholeDurationFigure(59_700), ' 1m 00s');
  assert.equal(wholeDuration(-5), '0 s');
  assert.equal(progressCount(7, 1200), '    7/1,200');
  assert.equal(progressCount(7, null), '7');
});
