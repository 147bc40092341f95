/** Folding: every line fits, nothing but blanks is lost. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { foldToWidth } from '../../src/lib/fold.ts';
import { displayWidth } from '../../src/lib/width.ts';

const CASES: readonly (readonly [string, number, readonly string[]])[] = [
  ['', 5, ['']],
  ['one two', 10, ['one two']],
  ['one two', 6, ['one', 'two']],
  ['a  b', 10, ['a  b']],
  ['/a/long/path then', 6, ['/a/lon', 'g/path', 'then']],
  ['日本語 x', 4, ['日本', '語 x']],
];

for (const [text, width, lines] of CASES) {
  test(`${JSON.stringify(text)} in ${width} cells`, () => assert.deepEqual(foldToWidth(text, width), lines));
}

test('every line fits and nothing but blanks is lost', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), fc.integer({ min: 2, max: 30 }), (text, width) => {
      const lines = foldToWidth(text, width);
      for (const line of lines) assert.ok(displayWidth(line) <= width);
      assert.equal(lines.join('').replaceAll(' ', ''), text.replaceAll(' ', ''));
    }),
  );
});
