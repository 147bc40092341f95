/** Slots and pace as pure bookkeeping with a clock of their own. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { Fifo } from '../../src/checker/fifo.ts';
import { EXHAUSTED_PAUSE_MS, Governor } from '../../src/checker/pace/governor.ts';
import { Slots, type SlotLimits } from '../../src/checker/slots.ts';
import { PROTOCOLS, type Protocol } from '../../src/model/proxy.ts';

const slotsFor = (concurrency: number, limits: Partial<SlotLimits> = {}): Slots =>
  new Slots({ httpLimit: null, httpsLimit: null, startsPerSecond: 100, ...limits }, new Governor(concurrency));

test('never more than allowed, and everybody gets a turn', () => {
  const step = fc.oneof(
    fc.constantFrom(...PROTOCOLS).map((protocol) => ({ take: protocol })),
    fc.nat().map((free) => ({ free })),
  );
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 200 }),
      fc.integer({ min: 1, max: 8 }),
      fc.option(fc.integer({ min: 1, max: 3 }), { nil: null }),
      (steps, concurrency, httpLimit) => {
        const slots = slotsFor(concurrency, { httpLimit });
        const open: Protocol[] = [];
        let wanted = 0;
        let started = 0;
        const begin = (protocol: Protocol) => (): void => {
          started++;
          open.push(protocol);
        };
        const check = (): void => {
          assert.ok(open.length <= concurrency);
          if (httpLimit !== null) assert.ok(open.filter((protocol) => protocol === 'http').length <= httpLimit);
        };
        const free = (nth: number): void => {
          const [protocol] = open.splice(nth % open.length, 1);
          if (protocol) slots.free(protocol);
          slots.drain(() => 0);
        };
        for (const one of steps) {
          if ('take' in one) {
            wanted++;
            slots.take(one.take, 0, begin(one.take));
          } else if (open.length > 0) free(one.free);
          check();
        }
        while (open.length > 0) free(0);
        assert.equal(started, wanted);
        assert.equal(slots.taken, wanted);
      },
    ),
  );
});

test('who found this machine short of something gives the slot back, and nothing is opened for a while', () => {
  const slots = slotsFor(10);
  for (let index = 0; index < 10; index++) slots.take('http', 1_000, () => {});
  assert.equal(slots.room(1_000), 0);
  slots.free('http');
  slots.ranOut(1_000, 'descriptors');
  for (let index = 0; index < 9; index++) slots.free('http');
  assert.equal(slots.room(1_000), 0);
  let started = false;
  slots.take('http', 1_000, () => (started = true));
  assert.equal(started, false);
  slots.drain(() => 1_000 + EXHAUSTED_PAUSE_MS);
  assert.equal(started, true);
  assert.ok(slots.room(1_000 + EXHAUSTED_PAUSE_MS) < 9);
  assert.equal(slots.exhausted, 1);
});

test('begins no more per second than told', () => {
  const slots = slotsFor(10);
  let begun = 0;
  for (let now = 0; now <= 2_000; now += 5) while (slots.pace(now)) begun++;
  assert.ok(begun >= 195 && begun <= 215, `${begun} in two seconds at 100 a second`);
  while (slots.pace(2_000));
  assert.ok(slots.paceDelayMs() >= 1 && slots.paceDelayMs() <= 10);
  assert.equal(slots.pace(2_000 + slots.paceDelayMs()), true);
});

test('a queue is first in, first out at any length', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.constant('out' as const), fc.integer({ min: 1, max: 1_500 })), { maxLength: 40 }),
      (steps) => {
        const queue = new Fifo<number>();
        const model: number[] = [];
        let next = 0;
        for (const step of steps) {
          if (step === 'out') {
            for (let index = 0; index < 700; index++) {
              assert.equal(queue.peek(), model[0]);
              assert.equal(queue.shift(), model.shift());
            }
          } else
            for (let index = 0; index < step; index++) {
              queue.push(next);
              model.push(next++);
            }
          assert.equal(queue.length, model.length);
        }
      },
    ),
    { numRuns: 30 },
  );
});

test('each of those that waited begins at its own time, not at that of the first', () => {
  const slots = slotsFor(3);
  for (let index = 0; index < 3; index++) slots.take('http', 0, () => {});
  let clock = 1_000;
  const begun: number[] = [];
  for (const protocol of ['http', 'socks5', 'http'] as const)
    slots.take(protocol, 0, (now) => {
      begun.push(now);
      clock += 40;
    });
  for (let index = 0; index < 3; index++) slots.free('http');
  slots.drain(() => clock);
  assert.deepEqual(begun, [1_000, 1_040, 1_080]);
});

test('who waits for a slot of its own protocol has room taken all the same', () => {
  const slots = slotsFor(3, { httpLimit: 1 });
  for (let index = 0; index < 2; index++) slots.take('http', 0, () => {});
  assert.deepEqual([slots.open, slots.room(0)], [1, 1]);
  slots.take('http', 0, () => {});
  assert.equal(slots.room(0), 0);
  const tls = slotsFor(3, { httpsLimit: 1 });
  for (let index = 0; index < 2; index++) tls.take('https', 0, () => {});
  assert.equal(tls.open, 1);
});

test('a rest is no credit for more than a tenth of a second', () => {
  const slots = slotsFor(10);
  const burst = (now: number): number => {
    let begun = 0;
    while (slots.pace(now)) begun++;
    return begun;
  };
  assert.deepEqual([burst(0), burst(60_000), burst(60_050)], [10, 10, 5]);
});
