/** What a key's line needs to be pointed at, and what is said where it is not. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { missingFor } from '../../../src/shell/controls/pointing.ts';

const pointing =
  (focus: readonly number[], marked: readonly number[]) =>
  (which: 'focus' | 'marked'): readonly number[] =>
    which === 'focus' ? focus : marked;

for (const [line, row, focus, marked, said] of [
  ['kill $row.id', null, [], [], 'there is no row here'],
  ['kill $row.id', { id: 1 }, [], [], null],
  ['proxies check @focus', null, [], [7], 'there is no row here'],
  ['proxies check @focus', { id: 1 }, [1], [], null],
  ['proxies remove @marked', { id: 1 }, [1], [], 'nothing is marked: Space marks a row'],
  ['proxies remove @marked', null, [], [1], null],
  ['proxies check @all', null, [], [], null],
] as const)
  test(`${line}, ${focus.length} under the cursor, ${marked.length} marked: ${said ?? 'runs'}`, () =>
    assert.equal(missingFor(line, row, pointing(focus, marked)), said));
