/** The list with numbers that stay, held to a plain array of pairs by random operations. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { LineList } from '../../../src/shell/text/line-list.ts';

test('numbers stay while entries come at both ends and are forgotten at the beginning', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('push', 'push', 'unshift', 'shift', 'many'), { maxLength: 60 }), (steps) => {
      const list = new LineList<number>();
      let model: [number: number, entry: number][] = [];
      let next = 0;
      let hasForgotten = false;
      for (const [at, step] of steps.entries()) {
        if (step === 'unshift' && !hasForgotten) {
          list.unshift(-at);
          model.unshift([(model[0]?.[0] ?? 0) - 1, -at]);
          if (model.length === 1) next = 0;
        } else if (step === 'shift' && model.length > 0) {
          hasForgotten = true;
          list.shift();
          model = model.slice(1);
        } else if (step === 'push' || step === 'many') {
          for (let more = step === 'many' ? 1500 : 1; more > 0; more--) {
            list.push(at);
            model.push([next++, at]);
          }
          if (step === 'many') {
            hasForgotten = true;
            for (let gone = 0; gone < 1400; gone++) list.shift();
            model = model.slice(1400);
          }
        }
        assert.equal(list.end - list.first, model.length);
        if (model.length > 0) {
          assert.equal(list.first, model[0]![0]);
          assert.equal(list.end, model.at(-1)![0] + 1);
        }
        for (const [number, entry] of [...model.slice(0, 3), ...model.slice(-3)]) assert.equal(list.at(number), entry);
        assert.equal(list.at(list.first - 1), undefined);
        assert.equal(list.at(list.end), undefined);
      }
    }),
    { numRuns: 200 },
  );
});

test('searching finds the first that passes', () => {
  const list = new LineList<number>();
  for (const entry of [10, 20, 30]) list.push(entry);
  list.unshift(5);
  assert.deepEqual(
    [0, 5, 6, 30, 31].map((least) => list.search((entry) => entry >= least)),
    [-1, -1, 0, 2, 3],
  );
});
