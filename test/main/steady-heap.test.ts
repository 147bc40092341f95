import assert from 'node:assert/strict';
import { test } from 'node:test';
import { getHeapSpaceStatistics } from 'node:v8';
import { inSteadyHeap } from '../../src/main/steady-heap.ts';

const roomForNewObjects = (): number =>
  getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')!.space_size;

/** Much that stays: V8 doubles its room for new objects several times. */
function makeSurvivors(): readonly object[] {
  return Array.from({ length: 200_000 }, (_, i) => ({ id: i, latencies: [[i], [], [i + 0.5], []] }));
}

test('the room for new objects stays small while much is loaded, and grows again afterwards', async () => {
  const kept = [await inSteadyHeap(async () => makeSurvivors())];
  const steady = roomForNewObjects();
  assert.ok(steady < 32 * 2 ** 20, `${steady}`);
  await assert.rejects(
    inSteadyHeap(async () => {
      throw new Error('cannot be opened');
    }),
    /cannot be opened/,
  );
  kept.push(makeSurvivors());
  assert.ok(roomForNewObjects() > 2 * steady, `${steady} became ${roomForNewObjects()}`);
  assert.equal(kept.length, 2);
});
