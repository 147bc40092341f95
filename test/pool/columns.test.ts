import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { Columns, type ColumnValues } from '../../src/pool/columns.ts';

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
  for (let i = 0; i < 140_000; i += 1) {
    const slot = columns.take();
    columns.duePlace[slot] = i;
    columns.openUntil[slot] = i;
    if (i % 30_011 === 500) columns.breaker[slot] = 3;
    assert.equal(columns.duePlace[slot], i);
    lengths.add(columns.duePlace.length);
  }
  assert.deepEqual([...lengths], [1_024, 131_072, 262_144]);
  for (let i = 0; i < 140_000; i += 1) {
    assert.equal(columns.openUntil[i], i);
    assert.equal(columns.breaker[i], i % 30_011 === 500 ? 3 : 0, 'one value among zeros is kept as well');
  }
});

test('whoever was expected comes in with one growth', () => {
  for (const count of [50_000, 60_000, 65_536, 98_304]) {
    const columns = new Columns();
    columns.expect(count);
    const lengths = new Set<number>();
    for (let i = 0; i < count; i += 1) {
      columns.take();
      lengths.add(columns.id.length);
    }
    assert.equal(lengths.size, 2, `${count}: ${[...lengths].join(', ')}`);
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

test('generations outlive a clear where a run of rows makes the columns grow', () => {
  const columns = new Columns();
  for (let i = 0; i < 700; i += 1) columns.take();
  columns.clear();
  const first = columns.adopt({ id: new Uint32Array(1_024).fill(1) }, 0, 1_024);
  assert.equal(first, 0);
  for (let slot = 0; slot < 1_024; slot += 1) assert.equal(columns.generation[slot], slot < 700 ? 1 : 0);
});

test('whoever had it before, a slot that is taken is cleared, and values and generations stay', () => {
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.record({ take: fc.integer({ min: 1, max: 9_000 }) }) },
    { weight: 3, arbitrary: fc.record({ adopt: fc.integer({ min: 1, max: 3_000 }), giveBack: fc.nat(3_000) }) },
    fc.record({ release: fc.nat() }),
    fc.record({ expect: fc.nat(60_000) }),
    fc.constant({ clear: true }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const columns = new Columns();
      const names = Object.keys(columns).filter((name) => ArrayBuffer.isView(columns[name as keyof Columns]));
      const written = (['id', 'flags', 'port', 'dueAt', 'drift'] as const).map((name) => [name, name.length] as const);
      /** Whether values were written, by slot in use. */
      const used = new Map<number, boolean>();
      const generations: number[] = [];
      const next = (slot: number): void => void (generations[slot] = (generations[slot] ?? 0) + 1);
      for (const one of steps) {
        if ('take' in one) {
          for (let i = 0; i < one.take; i += 1) {
            const slot = columns.take();
            const dirty = names.find((name) => name !== 'generation' && at(columns, name, slot) !== 0);
            if (dirty !== undefined) assert.fail(`${dirty} of slot ${slot} is ${at(columns, dirty, slot)}`);
            if (slot % 3 > 0) for (const [name, value] of written) columns[name][slot] = value;
            used.set(slot, slot % 3 > 0);
          }
        } else if ('adopt' in one) {
          const count = columns.adoptable(one.adopt);
          const rows = Array.from({ length: count + 2 }, (_, row) => row % 2);
          const values = written.map(([name, value]) => {
            const Column = columns[name].constructor as new (values: number[]) => (typeof columns)['id'];
            return [name, new Column(rows.map((isWritten) => isWritten * value))];
          });
          const isReused = [...Array(columns.top).keys()].some((slot) => !used.has(slot));
          const first = columns.adopt(Object.fromEntries(values) as ColumnValues, 2, count);
          const kept = Math.min(count, one.giveBack);
          for (let i = 0; i < kept; i += 1) used.set(first + i, i % 2 > 0);
          if (kept < count) {
            columns.giveBack(first + kept);
            if (isReused) next(first + kept);
          }
        } else if ('release' in one && used.size > 0) {
          const slot = [...used.keys()][one.release % used.size]!;
          columns.release(slot);
          used.delete(slot);
          next(slot);
        } else if ('expect' in one) columns.expect(one.expect);
        else if ('clear' in one) {
          for (let slot = 0; slot < columns.top; slot += 1) next(slot);
          columns.clear();
          used.clear();
        }
      }
      for (const [slot, isWritten] of used) {
        const wrong = names.find((name) => {
          const [, value] = written.find(([one]) => one === name) ?? [name, 0];
          return name !== 'generation' && at(columns, name, slot) !== (isWritten ? value : 0);
        });
        if (wrong !== undefined || columns.generation[slot] !== (generations[slot] ?? 0))
          assert.fail(`slot ${slot}: ${wrong ?? 'generation'}`);
      }
    }),
    { numRuns: 40 },
  );
});

function at(columns: Columns, name: string, slot: number): number {
  return (columns[name as keyof Columns] as unknown as Uint8Array)[slot]!;
}

test('a proxy takes at most 112 bytes of columns', () => {
  assert.ok(new Columns().bytesPerSlot <= 112, `${new Columns().bytesPerSlot}`);
});
