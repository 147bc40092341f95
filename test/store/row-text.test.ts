import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isRow, rowText } from '../../store/row-text.ts';

for (const [row, text] of [
  [[1, 'a', 0, 2, 0, 0], '[1,"a",0,2]'],
  [[1, 0, 0], '[1]'],
  [[0, 0], '[0]'],
  [[1, false, null], '[1,false,null]'],
  [[1, '', '0'], '[1,"","0"]'],
] as const)
  test(`a row leaves out the zeros it ends with, and nothing else: ${text}`, () => assert.equal(rowText(row), text));

test('a row has at least one value and at most one a column', () => {
  assert.deepEqual(
    [[], [1], [1, 2], [1, 2, 3], 'ab', null, { length: 1 }].map((value) => isRow(value, 2)),
    [false, true, true, false, false, false, false],
  );
});
