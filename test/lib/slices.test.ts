import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { breathe, Slicer, sortSliced } from '../../src/lib/slices.ts';

test('breathe lets timers and immediates run', async () => {
  let turns = 0;
  const spin = setInterval(() => (turns += 1), 0);
  const until = performance.now() + 20;
  while (performance.now() < until) await breathe();
  clearInterval(spin);
  assert.ok(turns > 0);
});

test('of several that breathe one goes on in each turn of the event loop, in their order', async () => {
  const went: string[] = [];
  const turns: number[] = [];
  let turn = 0;
  const count = (): void => {
    turn += 1;
    if (went.length < 6) setImmediate(count);
  };
  setImmediate(count);
  const work = async (name: string): Promise<void> => {
    for (let slice = 0; slice < 2; slice++) {
      await breathe();
      went.push(name);
      turns.push(turn);
    }
  };
  await Promise.all([work('a'), work('b'), work('c')]);
  assert.deepEqual(went, ['a', 'b', 'c', 'a', 'b', 'c']);
  assert.equal(new Set(turns).size, 6);
});

test('a slicer is due after its budget and again only after the next', async () => {
  const slicer = new Slicer(2);
  const start = performance.now();
  while (!slicer.due());
  assert.ok(performance.now() - start >= 1.9);
  const patient = new Slicer(60_000);
  assert.equal(patient.due(), false);
  const always = new Slicer(0);
  assert.equal(always.due(), true);
  await always.breathe();
  assert.equal(always.due(), true);
});

test('a fired signal ends the work with its reason', async () => {
  const controller = new AbortController();
  const reason = new Error('enough');
  const slicer = new Slicer(1, controller.signal);
  const pending = slicer.breathe();
  controller.abort(reason);
  await assert.rejects(pending, reason);
  const many = Array.from({ length: 20_000 }, (_, i) => i);
  await assert.rejects(
    sortSliced(
      many,
      () => {
        const until = performance.now() + 0.01;
        while (performance.now() < until);
        return 0;
      },
      controller.signal,
    ),
    reason,
  );
});

test('sortSliced equals a stable sort and leaves its input alone', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ key: fc.nat(20), tag: fc.nat() }), { maxLength: 3_000, size: 'max' }),
      async (values) => {
        const before = [...values];
        const sorted = await sortSliced(values, (a, b) => a.key - b.key);
        assert.deepEqual(
          sorted,
          values.toSorted((a, b) => a.key - b.key),
        );
        assert.deepEqual(values, before);
      },
    ),
    { numRuns: 30 },
  );
});

test('sortSliced gives the event loop its turns', async () => {
  const values = Array.from({ length: 60_000 }, (_, i) => (i * 7919) % 60_000);
  let turns = 0;
  let sorting = true;
  const count = (): void => {
    turns += 1;
    if (sorting) setImmediate(count);
  };
  setImmediate(count);
  const sorted = await sortSliced(values, (a, b) => a - b);
  sorting = false;
  assert.ok(turns >= 2, `${turns} turns`);
  assert.equal(sorted[59_999], 59_999);
});
