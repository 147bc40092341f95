import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { Columns } from '../../src/pool/columns.ts';
import { DueQueue } from '../../src/pool/due-queue.ts';
import { SlotList } from '../../src/pool/slot-list.ts';

/** They grow several times. */
const MANY = 10_000;

/** Memory that was used before. */
beforeEach(() => {
  mock.restoreAll();
  const allocate = Buffer.allocUnsafeSlow.bind(Buffer);
  mock.method(Buffer, 'allocUnsafeSlow', (bytes: number) => allocate(bytes).fill(0xaa));
});

test('a list that grew loses who leaves it and nobody else', () => {
  const columns = new Columns();
  const list = new SlotList(columns);
  for (let i = 0; i < MANY; i += 1) list.add(columns.take());
  for (let slot = 0; slot < MANY; slot += 2) list.delete(slot);
  const left = Array.from({ length: list.length }, (_, index) => list.at(index)).sort((a, b) => a - b);
  assert.deepEqual(
    left,
    Array.from({ length: MANY / 2 }, (_, i) => 2 * i + 1),
  );
});

test('a queue that grew gives who has been due longest, whoever was taken out of it before', () => {
  const columns = new Columns();
  const queue = new DueQueue(columns);
  for (let i = 0; i < MANY; i += 1) {
    const slot = columns.take();
    columns.id[slot] = i + 1;
    columns.dueAt[slot] = (i * 7_919) % MANY;
    queue.put(slot);
  }
  for (let slot = 0; slot < MANY; slot += 3) queue.take(slot);
  let before = -1;
  let given = 0;
  for (let slot = queue.next(MANY); slot >= 0; slot = queue.next(MANY), given += 1) {
    assert.ok(columns.dueAt[slot]! > before);
    assert.notEqual(slot % 3, 0);
    before = columns.dueAt[slot]!;
    queue.take(slot);
  }
  assert.equal(given, MANY - Math.ceil(MANY / 3));
});
