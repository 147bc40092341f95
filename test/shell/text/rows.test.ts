/** Rows of a line: what is folded or cut fits its width, loses nothing that is seen, and keeps its looks and its marks. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { Segment } from '../../../src/shell/paint/brush.ts';
import { cutRow, foldRows, markRow, type Row, widthOf } from '../../../src/shell/text/rows.ts';
import { plainText } from '../../../src/shell/text/lines.ts';

const piece = fc.constantFrom(
  'refused',
  ' ',
  '  ',
  'a',
  '日本',
  'é',
  'e\u0301',
  '👩‍🚀',
  '\u202e',
  '\x1b[31m',
  '192.0.2.7:3128',
  '\u200b',
  '🇩🇪',
  '\t',
);
const segments = fc.array(
  fc.tuple(
    fc.array(piece, { maxLength: 8 }).map((parts) => parts.join('')),
    fc.constantFrom(1, 2),
  ),
  { maxLength: 5 },
) as fc.Arbitrary<Segment[]>;
const texts = (rows: readonly Row[]): string[] => rows.map(plainText);

test('folding keeps words together, goes on below the message, and takes no more rows than it needs', () => {
  const line: Row = [
    ['12:21 ', 1],
    ['the connection was closed before a complete reply', 2],
  ];
  assert.deepEqual(texts(foldRows(line, 30, 6)), [
    '12:21 the connection was ',
    '      closed before a complete',
    '      reply',
  ]);
  assert.deepEqual(foldRows(line, 80, 6), [line]);
  // A word that fills more than its share of a row is broken.
  assert.deepEqual(texts(foldRows([['a 0123456789012345678901234567', 1]], 20)), [
    'a 012345678901234567',
    '8901234567',
  ]);
});

test('cutting shows where it cuts, goes sideways, and leaves half a wide character blank', () => {
  const line: Row = [
    ['日本語', 1],
    [' and more', 2],
  ];
  assert.deepEqual(texts([cutRow(line, 8)]), ['日本語 …']);
  assert.deepEqual(texts([cutRow(line, 20, 1)]), [' 本語 and more']);
  assert.deepEqual(texts([cutRow(line, 20, 6)]), [' and more']);
  assert.deepEqual(texts([cutRow(line, 20, 99)]), ['']);
  assert.deepEqual(cutRow(line, 15), line);
});

test('marked places are cut out of the segments they run over', () => {
  const line: Row = [
    ['one ', 1],
    ['two three', 2],
  ];
  const marked = markRow(
    line,
    [
      [2, 6],
      [8, 10],
    ],
    (look) => look + 10,
  );
  assert.deepEqual(marked, [
    ['on', 1],
    ['e ', 11],
    ['tw', 12],
    ['o ', 2],
    ['th', 12],
    ['ree', 2],
  ]);
  assert.deepEqual(
    markRow(line, [], () => 9),
    line,
  );
});

test('whatever is in it: rows fit, folded rows hold all that is seen, marks change no text', () => {
  fc.assert(
    fc.property(segments, fc.integer({ min: 2, max: 40 }), fc.integer({ min: 0, max: 60 }), (line, width, by) => {
      const rows = foldRows(line, width, by);
      for (const row of rows) assert.ok(widthOf(row) <= width, JSON.stringify(row));
      const seen = (text: string): string => text.replaceAll(' ', '');
      assert.equal(seen(texts(rows).join('')), seen(plainText(line)));
      assert.ok(widthOf(cutRow(line, width, by)) <= width);
      const text = plainText(line);
      const from = Math.min(by, text.length);
      assert.equal(plainText(markRow(line, [[from, text.length]], () => 9)), text);
    }),
    { numRuns: 300 },
  );
});
