/** When a thread sleeps between turns so that events gather, and that it really does. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { Coalescing } from '../../../src/checker/pace/coalescing.ts';

/** Turns at a steady pace. @returns naps within the last tenth of them */
function steady(perMs: number, open: number, turnMs: number): number {
  let now = 1_000;
  let naps = 0;
  const coalescing = new Coalescing({ now: () => now, sleep: () => naps++ });
  for (let turn = 0; turn < 1_000; turn++) {
    if (turn === 900) naps = 0;
    now += turnMs;
    coalescing.turned(perMs * turnMs, open);
  }
  return naps;
}

const cases: readonly (readonly [perMs: number, open: number, naps: boolean, why: string])[] = [
  [0.1, 10_000, false, 'ten thousand silent ones, an event now and then'],
  [1.9, 1_000, false, 'a nap would gather less than two'],
  [2, 1_000, true, 'it pays from two on'],
  [12, 100, true, 'a hundred in flight, four thousand checks a second'],
  [11.9, 36, true, 'a third of them within a nap'],
  [12.1, 36, false, 'more than a third: they wait for us'],
  [9, 8, false, 'few connections to something near'],
];
for (const [perMs, open, naps, why] of cases)
  for (const turnMs of [0.05, 1, 3])
    test(`${perMs} events a millisecond, ${open} open, turns of ${turnMs} ms: ${naps ? 'naps' : 'no nap'}; ${why}`, () => {
      assert.equal(steady(perMs, open, turnMs), naps ? 100 : 0);
    });

test('what was long ago does not count, and a single burst is no pace', () => {
  let now = 0;
  let naps = 0;
  const coalescing = new Coalescing({ now: () => now, sleep: () => naps++ });
  const turn = (afterMs: number, events: number): void => {
    now += afterMs;
    coalescing.turned(events, 1_000);
  };
  turn(1, 200); // all tasks of a run at once
  assert.equal(naps, 0);
  for (let count = 0; count < 20; count++) turn(1, 10);
  assert.ok(naps >= 14, `${naps} naps at ten events a millisecond`);
  naps = 0;
  turn(1_000, 10);
  turn(4, 10);
  assert.equal(naps, 0, 'a second of silence lies between');
});

test('whatever it is told, it never sleeps longer than a millisecond a turn, nor where fewer than six are open', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({ afterMs: fc.double({ min: 0, max: 20, noNaN: true }), events: fc.nat(300), open: fc.nat(500) }),
        { maxLength: 60 },
      ),
      (turns) => {
        let now = 0;
        let total = 0;
        let slept = 0;
        const coalescing = new Coalescing({
          now: () => now,
          sleep: (ms) => {
            slept += ms;
            now += ms;
          },
        });
        for (const { afterMs, events, open } of turns) {
          now += afterMs;
          total += events;
          const before = slept;
          coalescing.turned(events, open);
          assert.ok(slept - before <= 1 && (slept === before || open >= 6));
        }
        if (total === 0) assert.equal(slept, 0);
      },
    ),
  );
});

test('it sleeps for real, and the thread goes on', () => {
  const coalescing = new Coalescing();
  const cpu = process.threadCpuUsage();
  const startedAt = performance.now();
  while (performance.now() - startedAt < 80) coalescing.turned(50, 1_000_000_000);
  const { user, system } = process.threadCpuUsage(cpu);
  // The first window passes without. A machine that is busy with other things gives it less time, never more.
  assert.ok(user + system < 40_000, `${user + system} µs of 80 ms`);
});
