import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Columns } from '../../src/pool/columns.ts';

test('values survive growth, and every slot is given once', () => {
  const columns = new Columns();
  for (let i = 0; i < 20_000; i += 1) {
    const slot = columns.take();
    assert.equal(slot, i);
    columns.id[slot] = i + 1;
    columns.dueAt[slot] = i * 1.5;
    columns.duePlace[slot] = i;
    assert.equal(columns.duePlace[slot], i, 'a slot that was taken has room in the last column too');
  }
  for (let i = 0; i < 20_000; i += 1) {
    assert.equal(columns.id[i], i + 1);
    assert.equal(columns.dueAt[i], i * 1.5);
  }
});

test('growth makes room for what is expected, and for more than that', () => {
  const columns = new Columns();
  columns.expect(50_000);
  const lengths = new Set<number>();
  for (let i = 0; i < 120_000; i += 1) {
    const slot = columns.take();
    columns.duePlace[slot] = i;
    columns.openUntil[slot] = i;
    if (i % 30_011 === 500) columns.breaker[slot] = 3;
    assert.equal(columns.duePlace[slot], i);
    lengths.add(columns.duePlace.length);
  }
  assert.deepEqual([...lengths], [1_024, 32_768, 65_536, 131_072, 262_144].slice(0, lengths.size));
  assert.ok(lengths.size >= 4);
  for (let i = 0; i < 120_000; i += 1) {
    assert.equal(columns.openUntil[i], i);
    assert.equal(columns.breaker[i], i % 30_011 === 500 ? 3 : 0, 'one value among zeros is kept as well');
  }
});

test('a released slot is cleared and used again under another generation', () => {
  const columns = new Columns();
  const slot = columns.take();
  columns.take();
  columns.id[slot] = 9;
  columns.latency[slot] = 77;
  columns.release(slot);
  assert.equal(columns.latency[slot], 0);
  assert.equal(columns.take(), slot);
  assert.equal(columns.generation[slot], 1);
  assert.equal(columns.top, 2);
});

test('clear gives every slot a new generation and empty columns, also in the middle of a growth', () => {
  const columns = new Columns();
  for (let i = 0; i < 900; i += 1) columns.score[columns.take()] = 5;
  columns.clear();
  assert.equal(columns.top, 0);
  for (let i = 0; i < 3_000; i += 1) {
    const slot = columns.take();
    assert.equal(columns.score[slot], 0);
    assert.equal(columns.generation[slot], i < 900 ? 1 : 0);
    columns.score[slot] = 7;
    assert.equal(columns.score[slot], 7);
  }
});

test('a proxy takes at most 112 bytes of columns', () => {
  assert.ok(new Columns().bytesPerSlot <= 112, `${new Columns().bytesPerSlot}`);
});
