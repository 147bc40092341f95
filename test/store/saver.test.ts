/** When the state is written: shared, never starved, again after a failure. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { Saver, type SaveFacts } from '../../store/saver.ts';
import type { RefbotError } from '../../src/model/errors.ts';

interface Bench {
  readonly saver: Saver;
  /** The changes that were in memory when each write began. */
  readonly writes: number[];
  readonly saved: SaveFacts[];
  readonly failed: RefbotError[];
  fail: boolean;
}

function bench(intervalMs = 60_000): Bench {
  let changes = 0;
  const made: Bench = {
    writes: [],
    saved: [],
    failed: [],
    fail: false,
    saver: new Saver({
      write: async () => {
        made.writes.push(changes);
        await new Promise((done) => setTimeout(done, 2));
        if (made.fail) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
        return 10;
      },
      pauseMs: () => intervalMs,
      now: () => performance.now(),
      onSaved: (facts) => void made.saved.push(facts),
      onFailed: (error) => void made.failed.push(error),
    }),
  };
  const mark = made.saver.markDirty.bind(made.saver);
  made.saver.markDirty = () => ((changes += 1), mark());
  return made;
}

test('commands that wait at the same time share a write', async () => {
  const { saver, writes } = bench();
  await Promise.all(Array.from({ length: 100 }, () => saver.durable(saver.markDirty())));
  assert.deepEqual(writes, [100]);
  await saver.stop();
  assert.equal(writes.length, 1);
});

test('durable means: a write that began after the change has ended', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 30 }), async (pauses) => {
      const { saver, writes } = bench();
      const waits: Promise<void>[] = [];
      for (const pause of pauses) {
        const seq = saver.markDirty();
        waits.push(
          saver.durable(seq).then(() =>
            assert.ok(
              writes.some((change) => change >= seq),
              `${seq} after ${writes.join()}`,
            ),
          ),
        );
        for (let turn = 0; turn < pause; turn++) await new Promise((done) => setImmediate(done));
      }
      await Promise.all(waits);
      await saver.stop();
    }),
    { numRuns: 25 },
  );
});

test('under constant changes nobody starves', async () => {
  const { saver } = bench();
  const enough = new AbortController();
  const noise = (async () => {
    while (!enough.signal.aborted) {
      saver.durable(saver.markDirty()).catch(() => undefined);
      await new Promise((done) => setImmediate(done));
    }
  })();
  for (let round = 0; round < 5; round++) await saver.durable(saver.markDirty());
  enough.abort();
  await noise;
  await saver.stop();
});

test('a failed write is told to who waits, kept dirty, and tried again by itself', async () => {
  const made = bench();
  made.fail = true;
  const first = made.saver.markDirty();
  await assert.rejects(made.saver.durable(first), { errorName: 'state-write', message: /no space left/ });
  assert.equal(made.failed.length, 1);
  assert.equal(made.saver.dirty, true);
  made.fail = false;
  // The first retry comes after half a second to a second.
  while (made.saved.length === 0) await new Promise((done) => setTimeout(done, 20));
  assert.equal(made.saver.dirty, false);
  await made.saver.durable(first);
  await made.saver.stop();
});

test('a user’s command does not wait for the pause after a failure', async () => {
  const made = bench();
  made.fail = true;
  for (let round = 0; round < 8; round++) await assert.rejects(made.saver.durable(made.saver.markDirty()));
  made.fail = false;
  await made.saver.durable(made.saver.markDirty());
  assert.equal(made.saved.length, 1);
  await made.saver.stop();
});

test('nothing is written during exclusive work', async () => {
  const { saver, writes } = bench();
  let wait: Promise<unknown> = Promise.resolve();
  await saver.exclusive(async () => {
    wait = saver.durable(saver.markDirty());
    await new Promise((done) => setTimeout(done, 20));
    assert.equal(writes.length, 0);
  });
  await wait;
  assert.equal(writes.length, 1);
  await assert.rejects(
    saver.exclusive(() => Promise.reject(new Error('broken'))),
    /broken/,
  );
  await saver.durable(saver.markDirty());
  await saver.stop();
});

test('stopping writes what is left; after it nothing is durable any more', async () => {
  const made = bench(1);
  made.saver.markDirty();
  await made.saver.stop();
  assert.equal(made.saved.length, 1);
  await assert.rejects(made.saver.durable(made.saver.markDirty()), { errorName: 'state-write' });
  const failing = bench();
  failing.fail = true;
  failing.saver.markDirty();
  await assert.rejects(failing.saver.stop(), { errorName: 'state-write' });
});

test('a change made while a write is under way is not in it: still dirty, and durable only by another write', async () => {
  const { saver, writes } = bench();
  const first = saver.durable(saver.markDirty());
  while (writes.length === 0) await new Promise((done) => setImmediate(done));
  const late = saver.markDirty();
  await first;
  assert.equal(saver.dirty, true);
  await saver.durable(late);
  assert.deepEqual(writes, [1, 2]);
  assert.equal(saver.dirty, false);
  await saver.stop();
});
