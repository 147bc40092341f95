/** When a run tells the brain what it found: in batches, at once when one is full, and how many tasks may follow. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FromWorker } from '../../src/checker/messages.ts';
import { Outbox } from '../../src/checker/outbox.ts';
import { unpackReports } from '../../src/checker/report-codec.ts';
import type { Finished } from '../../src/checker/run-context.ts';
import { good, report } from '../help/pool-world.ts';

interface Told {
  readonly ids: readonly number[];
  readonly pages: number;
  readonly taken: number;
}
function world(): { readonly outbox: Outbox; readonly told: Told[] } {
  const told: Told[] = [];
  const outbox = new Outbox(7, (message: FromWorker) => {
    assert.ok(message.kind === 'batch' && message.run === 7);
    const ids = unpackReports(message.reports).map(({ id }) => id);
    told.push({ ids, pages: message.replies.length, taken: message.taken });
  });
  return { outbox, told };
}
const finished = (id: number, pages = 0): Finished => ({
  report: report(id, 1_700_000_000_000, [good()]),
  replies: Array.from({ length: pages }, () => ({ id, protocol: 'http' as const, replies: [] })),
});

test('a batch is told when it is full, or after a short while', async () => {
  const { outbox, told } = world();
  for (let id = 1; id <= 251; id++) outbox.add(finished(id));
  assert.deepEqual(
    told.map(({ ids }) => ids.length),
    [250],
  );
  await sleep(120);
  assert.deepEqual(told[1], { ids: [251], pages: 0, taken: 0 });
  await sleep(60);
  assert.equal(told.length, 2, 'nothing is told twice');
});

test('pages are large: few of them are a batch', () => {
  const { outbox, told } = world();
  for (let id = 1; id <= 16; id++) outbox.add(finished(id, 2));
  assert.deepEqual(
    told.map(({ ids, pages }) => [ids.length, pages]),
    [[16, 32]],
  );
});

test('tasks that were begun are told though nothing has ended, once; nothing is told when there is nothing', async () => {
  const { outbox, told } = world();
  outbox.settle();
  for (let nth = 0; nth < 3; nth++) outbox.tookTask();
  outbox.settle();
  await sleep(120);
  assert.deepEqual(told, [{ ids: [], pages: 0, taken: 3 }]);
  outbox.settle();
  outbox.flush();
  await sleep(60);
  assert.equal(told.length, 1);
});
