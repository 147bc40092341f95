/** What the engine does around a run of checks: the check worker begins while the judge is still being asked. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { setTimeout as after } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import { withEngine } from '../help/engine-world.ts';

/** The judge says nothing before there is a check worker, and for no longer than this. */
const PATIENCE_MS = 3_000;

async function* list(): AsyncGenerator<Buffer> {
  yield Buffer.from('127.0.0.5:1\n');
}

test('the check worker starts while the judge is asked, where there is something to check, and ends with the engine', async () => {
  const workers: Worker[] = [];
  const begun = Promise.withResolvers<true>();
  const onWorker = (worker: Worker): void => {
    if (worker.threadName !== 'check') return;
    workers.push(worker);
    begun.resolve(true);
  };
  process.on('worker', onWorker);
  const found: boolean[] = [];
  const judge = createServer(async (_request, response) => {
    found.push(await Promise.race([begun.promise, after(PATIENCE_MS, false, { ref: false })]));
    response.writeHead(404).end();
  }).listen(0, '127.0.0.1');
  await once(judge, 'listening');
  const url = `http://127.0.0.1:${(judge.address() as AddressInfo).port}/`;
  let ended: Promise<unknown> | null = null;
  try {
    await withEngine(async ({ engine: { act } }) => {
      await act.check({ select: 'all', judge: url });
      assert.deepEqual([workers.length, found.length], [0, 0], 'nothing to check');
      await act.import(list(), { source: 'one', allowPrivate: true });
      await assert.rejects(act.check({ select: 'all', judge: url }), /does not answer as a judge/);
      assert.equal(workers.length, 1);
      assert.equal(found[0], true);
      ended = once(workers[0]!, 'exit');
    });
    await ended;
  } finally {
    process.off('worker', onWorker);
    judge.close();
  }
});
