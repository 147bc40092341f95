/** Progress as lines: which of many updates are worth one. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ProgressLines } from '../../../src/shell/plain/progress-lines.ts';

/** The lines of updates that come every so many milliseconds. */
function lines(updates: readonly { done: number; total: number | null }[], everyMs: number): string[] {
  let at = 0;
  const progress = new ProgressLines(() => at);
  return updates.flatMap(({ done, total }) => {
    at += everyMs;
    return progress.next({ done, total, rate: 3, etaMs: 54_000, note: '4 working' }) ?? [];
  });
}

const hundred = Array.from({ length: 101 }, (_, done) => ({ done, total: 100 }));

test('at each tenth, not at the end: the result tells that', () => {
  const told = lines(hundred, 2000);
  assert.equal(told.length, 9);
  assert.equal(told[0], '10 %, 10 of 100, 54.0 s left, 4 working');
});

test('quick work says nothing or little', () => {
  assert.deepEqual(lines(hundred, 10), []);
  assert.equal(lines(hundred, 50).length, 3);
});

test('work without a known end is told of every ten seconds; nothing is nothing', () => {
  const counting = Array.from({ length: 30 }, (_, done) => ({ done, total: null }));
  assert.deepEqual(lines(counting, 1000), ['10 done, 4 working', '20 done, 4 working']);
  assert.deepEqual(lines([{ done: 0, total: 0 }], 1000), []);
  assert.equal(new ProgressLines(() => 0).next(null), null);
});

test('the next piece of the same command begins anew', () => {
  const twice = [...hundred, ...hundred];
  assert.equal(lines(twice, 2000).length, 18);
});
