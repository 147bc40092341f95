/** The progress line as it is printed, in both character sets. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { displayWidth } from '../../src/lib/width.ts';
import { progressLine } from '../../src/lib/progress-line.ts';

const at = { done: 1204, total: 18_204, rate: 312.4, etaMs: 53_400 };

for (const [what, progress, utf8, line] of [
  ['all known', at, true, '▕▍     ▏ 1,204/18,204  6.6 %  312/s  ETA 54s'],
  ['ASCII', { ...at, done: 9102 }, false, '[###---] 9,102/18,204  50 %  312/s  ETA 54s'],
  ['no total', { done: 1204, total: null, rate: 3.21, etaMs: null }, true, '1,204  3.2/s'],
  [
    'nothing measured, a note',
    { done: 0, total: 5, rate: null, etaMs: null, note: '2 failing' },
    true,
    '▕      ▏ 0/5  0 %  2 failing',
  ],
  ['nothing to do', { done: 0, total: 0, rate: null, etaMs: null }, true, '▕██████▏ 0/0  100 %'],
  ['done', { done: 5, total: 5, rate: 1, etaMs: 0 }, true, '▕██████▏ 5/5  100 %  1.0/s  ETA 0s'],
  ['minutes', { done: 1, total: 2, rate: null, etaMs: 185_000 }, false, '[###---] 1/2  50 %  ETA 3m 05s'],
  ['hours', { done: 1, total: 2, rate: null, etaMs: 7_620_000 }, false, '[###---] 1/2  50 %  ETA 2h 07m'],
] as const) {
  test(`progress line: ${what}`, () => assert.equal(progressLine(progress, utf8), line));
}

test('the bar is always six cells between its walls, and fuller never looks emptier', () => {
  fc.assert(
    fc.property(fc.nat(5000), fc.integer({ min: 1, max: 5000 }), (done, total) => {
      const bar = progressLine({ done, total, rate: null, etaMs: null }, true).slice(0, 8);
      assert.match(bar, /^▕█*[▏▎▍▌▋▊▉]? *▏$/u);
      assert.equal(displayWidth(bar), 8);
    }),
  );
});
