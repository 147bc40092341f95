import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rowParts } from '../../../src/shell/charts/row-parts.ts';

const at = (from: number, value: number, length = 60) => ({ from, length, value });
const shown = (...args: Parameters<typeof rowParts>): string =>
  rowParts(...args)
    .map((part) => (part === null ? '.' : part.low === part.high ? `${part.low}` : `${part.low}-${part.high}`))
    .join(' ');

test('a row fills the parts that it lasts for; gaps stay gaps; several in a part give its least and greatest', () => {
  assert.equal(shown([at(0, 1), at(60, 2), at(180, 4)], 8, 240, 239), '1 1 2 2 . . 4 4');
  assert.equal(shown([at(0, 1), at(60, 2), at(120, 9), at(180, 4)], 2, 240, 239), '1-2 4-9');
  assert.equal(shown([at(0, 5, 3_600)], 4, 7_200, 7_199), '5 5 . .');
});

test('what lies outside is left out, and a time keeps its part while the end moves on', () => {
  assert.equal(shown([at(-600, 7), at(60, 2), at(6_000, 7)], 4, 240, 239), '. 2 . .');
  for (const end of [240, 250, 299]) assert.equal(shown([at(60, 2)], 4, 240, end), '2 . . .', `end ${end}`);
  assert.equal(shown([at(60, 2)], 4, 240, 300), '. . . .');
});
