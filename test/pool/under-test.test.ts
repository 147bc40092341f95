import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { UnderTest } from '../../src/pool/under-test.ts';

test('who is under test, and for which run, is what a Map would say', () => {
  const slots = [0, 1, 2, 3, 4_095, 4_096, 70_000] as const;
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom(...slots), fc.nat(2))), (steps) => {
      const testing = new UnderTest();
      const model = new Map<number, object>();
      const runs = [{ run: 0 }, { run: 1 }, { run: 2 }];
      for (const [slot, run] of steps) {
        if (model.delete(slot)) testing.delete(slot);
        else {
          testing.add(slot, runs[run]!);
          model.set(slot, runs[run]!);
        }
        const told = Array.from({ length: testing.size }, (_, i) => testing.slot(i));
        assert.deepEqual(
          told.toSorted((a, b) => a - b),
          [...model.keys()].toSorted((a, b) => a - b),
        );
      }
      // Runs end one after another, while slots of others come and go.
      for (const [at, run] of runs.entries()) {
        const left = new Set([...model].flatMap(([slot, of]) => (of === run ? [slot] : [])));
        let step = 0;
        for (const slot of testing.slotsOf(run)) {
          assert.ok(left.delete(slot));
          testing.delete(slot);
          model.delete(slot);
          const other = slots[(slot + step++ + at) % slots.length]!;
          if (model.delete(other)) {
            testing.delete(other);
            left.delete(other);
          } else if (at < 2) {
            testing.add(other, runs[2]!);
            model.set(other, runs[2]!);
          }
        }
        assert.deepEqual([...left], [], 'all of a run');
      }
      testing.clear();
      assert.equal(testing.size, 0);
    }),
    { numRuns: 500 },
  );
});
