import assert from 'node:assert/strict';
import { test } from 'node:test';
import { retryAfterMs } from '../../src/net/retry-after.ts';

const NOW = Date.UTC(2026, 10, 20, 12, 0, 0);

test('seconds and dates, and what is neither', () => {
  const table: readonly (readonly [string | null, number | null])[] = [
    ['0', 0],
    ['120', 120_000],
    [' 7 ', 7000],
    ['Fri, 20 Nov 2026 12:00:30 GMT', 30_000],
    ['Fri, 20 Nov 2026 11:00:00 GMT', 0],
    [null, null],
    ['', null],
    ['soon', null],
    ['-5', null],
    ['1.5', null],
    ['Friday the 13th', null],
    ['99999999999999', null],
  ];
  for (const [header, expected] of table) assert.equal(retryAfterMs(header, NOW), expected, String(header));
});
