/** Every key of the product is told in words that fit into a list of keys, and no words are left of keys that are gone. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_BINDINGS } from '../../../src/command/keys/default-bindings.ts';
import { LINE_WORDS } from '../../../src/command/keys/line-words.ts';

/** Cells for words in a column of the list at 120 columns. */
const ROOM = 33;

test('each line that a key runs has short words, and each words a key', () => {
  const lines = new Set(
    DEFAULT_BINDINGS.map(({ line }) => (/^focus \d$/.test(line) ? 'focus 1' : line)).filter(
      (line) => !line.startsWith('screen edit '),
    ),
  );
  assert.deepEqual(Object.keys(LINE_WORDS).toSorted(), [...lines].toSorted());
  for (const [line, words] of Object.entries(LINE_WORDS)) assert.ok(words.length <= ROOM, `${line}: ${words}`);
});
