/** Work beside keys and frames: gone on with to its end, given up when nobody wants it, and told when it fails. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { goOnInSlices } from '../../../src/shell/text/in-slices.ts';

/** Resolves with what was told when the panels are to be painted. */
function watched(step: () => boolean, isWanted: () => boolean, done: () => void): Promise<readonly string[]> {
  const told: string[] = [];
  return new Promise((resolve) => {
    goOnInSlices(step, isWanted, done, { tell: (text) => void told.push(text), touch: () => resolve(told) });
  });
}

test('steps are taken in turns of their own until one is the last; then the result is used once', async () => {
  let steps = 0;
  let uses = 0;
  let turns = 0;
  setImmediate(function turn() {
    turns += 1;
    if (uses === 0) setImmediate(turn);
  });
  const told = await watched(
    () => ++steps === 5,
    () => true,
    () => void (uses += 1),
  );
  assert.deepEqual([steps, uses, told], [5, 1, []]);
  assert.ok(turns >= 4, 'others had their turns between');
});

test('what nobody wants any more is given up', async () => {
  let steps = 0;
  await watched(
    () => (++steps, false),
    () => steps < 3,
    () => assert.fail('nobody wants it'),
  );
  assert.equal(steps, 3);
});

test('a step that fails is told and ends the work', async () => {
  const told = await watched(
    () => {
      throw new Error('the engine is closed');
    },
    () => true,
    () => assert.fail('there is no result'),
  );
  assert.match(told.join(), /the engine is closed/);
});
