/** A large pool: 100,000 rows go out and come back equal, and the event loop keeps running meanwhile. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openTestStore } from '../help/open-test-store.ts';

const ROWS = 100_000;

/** Runs work and counts the turns of the event loop, and the longest one in milliseconds. */
async function watchLoop(work: () => Promise<unknown>): Promise<{ turns: number; longestMs: number }> {
  let turns = 0;
  let longestMs = 0;
  let last = performance.now();
  let running = true;
  const turn = (): void => {
    const now = performance.now();
    longestMs = Math.max(longestMs, now - last);
    last = now;
    turns++;
    if (running) setImmediate(turn);
  };
  turn();
  await work();
  running = false;
  return { turns, longestMs };
}

test('100,000 rows: equal after a round trip, in many small tasks', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'refbot-large-'));
  try {
    const file = join(folder, 'state.json');
    const first = await openTestStore(file);
    first.rows.add(ROWS);
    const save = await watchLoop(() => first.store.save());
    await first.store.close();
    let second = first;
    const load = await watchLoop(async () => (second = await openTestStore(file)));
    t.diagnostic(
      `save ${first.saved[0]!.ms.toFixed(0)} ms, longest task ${save.longestMs.toFixed(1)} ms; load: longest ${load.longestMs.toFixed(1)} ms`,
    );
    // Written or parsed in one go this would be a handful of turns. How long each takes depends on the machine's day.
    assert.ok(save.turns > 20, `${save.turns} turns`);
    assert.ok(load.turns > ROWS / 1000, `${load.turns} turns`);
    assert.deepEqual(second.rows.rows, first.rows.rows);
    assert.ok(Math.max(...second.rows.batches) <= 1000);
    await second.store.close();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
