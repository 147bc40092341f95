import assert from 'node:assert/strict';
import { test } from 'node:test';
import { uniqueToken } from '../../src/lib/unique-token.ts';

test('a token is sixteen digits, and no other is like it', () => {
  const tokens = new Set(Array.from({ length: 100_000 }, uniqueToken));
  assert.equal(tokens.size, 100_000);
  for (const token of tokens) assert.match(token, /^[0-9a-f]{16}$/);
});
