/** The wheel against a plain model: never early, at most a tick late, in order, whatever is armed and disarmed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { TimerWheel, WheelEntry } from '../../src/lib/timer-wheel.ts';

class Probe extends WheelEntry {
  readonly #fire: () => void;
  constructor(fire: () => void) {
    super();
    this.#fire = fire;
  }
  onDue(): void {
    this.#fire();
  }
}

test('fires each armed entry once, never early, at most one tick late', () => {
  const action = fc.record({
    delay: fc.integer({ min: 0, max: 900 }),
    step: fc.integer({ min: 0, max: 120 }),
    disarm: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(action, { maxLength: 60 }), fc.constantFrom(4, 16, 512), (actions, slots) => {
      let now = 1_000;
      const wheel = new TimerWheel({ tickMs: 10, slots, now: () => now });
      const fired: { due: number; at: number }[] = [];
      let expected = 0;
      try {
        for (const { delay, step, disarm } of actions) {
          const due = now + delay;
          const probe = new Probe(() => fired.push({ due, at: now }));
          wheel.arm(probe, delay);
          if (disarm) wheel.disarm(probe);
          else expected++;
          for (const end = now + step; now < end;) {
            now = Math.min(end, now + 10);
            wheel.advance();
          }
        }
        for (let turn = 0; turn < 100; turn++) {
          now += 10;
          wheel.advance();
        }
        assert.equal(fired.length, expected);
        assert.equal(wheel.size, 0);
        for (const { due, at } of fired) assert.ok(at >= due && at <= due + 20, `due ${due}, fired ${at}`);
      } finally {
        wheel.stop();
      }
    }),
    { numRuns: 200 },
  );
});

test('after a long stall everything overdue fires in the order of the deadlines', () => {
  let now = 0;
  const wheel = new TimerWheel({ tickMs: 10, slots: 8, now: () => now });
  const order: number[] = [];
  for (const delay of [700, 30, 250, 5_000]) wheel.arm(new Probe(() => order.push(delay)), delay);
  now = 1_000;
  wheel.advance();
  assert.deepEqual(order, [30, 250, 700]);
  assert.equal(wheel.size, 1);
  wheel.stop();
  assert.equal(wheel.size, 0);
});

test('time in which the thread was held up is taken from no deadline', () => {
  let now = 0;
  const stalls: number[] = [];
  const wheel = new TimerWheel({ tickMs: 10, now: () => now, stallMs: 50, onStall: (late) => stalls.push(late) });
  const firedAt: number[] = [];
  wheel.arm(new Probe(() => firedAt.push(now)), 200);
  const turn = (at: number): void => {
    now = at;
    wheel.advance();
  };
  for (const at of [10, 70, 500]) turn(at); // 50 late is the machine's own pace, 420 is not
  assert.deepEqual([stalls, firedAt], [[420], []]);
  for (let at = 510; at < 700; at += 10) turn(at);
  assert.deepEqual(firedAt, [200 + 370]); // what went beyond 50 of the 420 does not count
  wheel.stop();
});

test('an entry may disarm another that is due, and arm itself again', () => {
  let now = 0;
  const wheel = new TimerWheel({ tickMs: 10, now: () => now });
  const fired: string[] = [];
  const second = new Probe(() => fired.push('second'));
  const first: Probe = new Probe(() => {
    fired.push('first');
    wheel.disarm(second);
    if (fired.length < 2) wheel.arm(first, 10);
  });
  wheel.arm(first, 10);
  wheel.arm(second, 20);
  now = 40;
  wheel.advance();
  now = 80;
  wheel.advance();
  assert.deepEqual(fired, ['first', 'first']);
  wheel.stop();
});

test('an error in one entry does not keep the others from firing', () => {
  let now = 0;
  const seen: unknown[] = [];
  const wheel = new TimerWheel({ tickMs: 10, now: () => now, onError: (error) => seen.push(error) });
  let fired = 0;
  wheel.arm(
    new Probe(() => {
      throw new Error('boom');
    }),
    10,
  );
  wheel.arm(new Probe(() => fired++), 10);
  now = 20;
  wheel.advance();
  assert.equal(fired, 1);
  assert.equal(seen.length, 1);
  wheel.stop();
});

test('its own timer runs only while something is armed', async () => {
  const wheel = new TimerWheel({ tickMs: 5 });
  await new Promise<void>((resolve) => wheel.arm(new Probe(resolve), 12));
  assert.equal(wheel.size, 0);
  // No stop: a timer left behind would keep this file from ending.
});
