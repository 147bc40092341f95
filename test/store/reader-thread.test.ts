/** A thread that reads states, where none can begin: what it changes for its own start is as before, and it says so. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { packedReading, ReaderThread } from '../../store/reader-thread.ts';

/** Bytes that a thread that begins now has for new objects. */
async function nursery(): Promise<number> {
  const look = `
    const { getHeapSpaceStatistics } = require('node:v8');
    const { space_size } = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
    require('node:worker_threads').parentPort.postMessage(space_size);`;
  const [bytes] = (await once(new Worker(look, { eval: true }), 'message')) as [number];
  return bytes;
}

const read = (data: unknown): ReaderThread => {
  const file = join(import.meta.dirname, 'none.json');
  return new ReaderThread(packedReading(file, `${file}.journal`, { module: 'none', data }));
};

test('a thread that begins after it has room for new objects as one that began before', async () => {
  const before = await nursery();
  setFlagsFromString('--min-semi-space-size=16');
  assert.ok((await nursery()) > before, 'told apart at all');
  const thread = read(null);
  assert.equal((await thread.next()).type, 'unreadable');
  assert.equal(await nursery(), before);
});

test('so has one where it could not begin, which is told as its death is', async () => {
  const before = await nursery();
  // Nothing that can be handed over.
  const thread = read(() => undefined);
  assert.equal(await nursery(), before);
  await assert.rejects(thread.next(), {
    errorName: 'state-broken',
    message: /could not be read: .*could not be cloned/,
  });
  thread.stop();
});
