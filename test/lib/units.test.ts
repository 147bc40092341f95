import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import {
  exactDuration,
  formatBytes,
  formatCount,
  formatDuration,
  formatPercent,
  parseDuration,
  parsePercent,
  parseSize,
} from '../../src/lib/units.ts';

const table = <I>(name: string, convert: (input: I) => unknown, cases: readonly (readonly [I, unknown])[]): void => {
  test(name, () => {
    for (const [input, expected] of cases) assert.deepEqual(convert(input), expected, String(input));
  });
};

table('durations are read', parseDuration, [
  ['300ms', 300],
  ['5s', 5000],
  ['1.5m', 90_000],
  ['2h', 7_200_000],
  ['1d', 86_400_000],
  ['1h30m', 5_400_000],
  ['8S', 8000],
  ['0s', 0],
  ['300', null],
  ['', null],
  ['5 s', null],
  ['-5s', null],
  ['5sec', null],
  ['s', null],
]);
table('sizes are read', parseSize, [
  ['10mb', 10_000_000],
  ['8mib', 8_388_608],
  ['512b', 512],
  ['1.5GB', 1_500_000_000],
  ['10', null],
  ['mb', null],
  ['10 mb', null],
]);
table('percentages are read', parsePercent, [
  ['7.5%', 0.075],
  ['0%', 0],
  ['100%', 1],
  ['101%', null],
  ['7.5', null],
  ['%', null],
]);
table('durations are shown', formatDuration, [
  [0, '0 ms'],
  [412.4, '412 ms'],
  [999.4, '999 ms'],
  [999.6, '1.0 s'],
  [2940, '2.9 s'],
  [59_949, '59.9 s'],
  [59_960, '1m 00s'],
  [245_000, '4m 05s'],
  [3_599_700, '1h 0m'],
  [11_520_000, '3h 12m'],
  [187_200_000, '2d 4h'],
  [-50, '-50 ms'],
  [Number.NaN, '–'],
]);
table('counts are shown', formatCount, [
  [0, '0'],
  [999, '999'],
  [18204, '18,204'],
  [1_234_567.4, '1,234,567'],
  [-1234, '-1,234'],
]);
table('sizes are shown', formatBytes, [
  [412, '412 B'],
  [1200, '1.2 kB'],
  [999_600, '1.0 MB'],
  [12_400_000_000, '12 GB'],
]);
table('percentages are shown', formatPercent, [
  [0.066, '6.6 %'],
  [1, '100 %'],
  [0, '0 %'],
  [0.99999, '100 %'],
]);

test('an exact duration reads back as itself', () => {
  fc.assert(
    fc.property(fc.nat(10_000_000_000), (ms) => {
      assert.equal(parseDuration(exactDuration(ms)), ms);
    }),
  );
  assert.equal(exactDuration(8000), '8s');
  assert.equal(exactDuration(1500), '1500ms');
  assert.equal(exactDuration(7_200_000), '2h');
});
