/** Politeness towards networks: never more at one of them than told, nobody else waits for it, nobody is forgotten. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { Networks, networkOf } from '../../../src/checker/pace/networks.ts';
import { TimerWheel } from '../../../src/lib/timer-wheel.ts';

const NAMES: readonly (readonly [host: string, network: string])[] = [
  ['198.51.100.7', '198.51.100'],
  ['198.51.100.250', '198.51.100'],
  ['2001:db8:1:2::7', '8193:3512:1'],
  ['2001:db8:1:ffff::1', '8193:3512:1'],
  ['Gate.Provider.example', 'gate.provider.example'],
  ['gate.provider.example', 'gate.provider.example'],
];
for (const [host, network] of NAMES) test(`${host} is of ${network}`, () => assert.equal(networkOf(host), network));

interface World {
  readonly networks: Networks<{ readonly key: string; readonly id: number }>;
  readonly wheel: TimerWheel;
  now: number;
}
function world(limit: number): World {
  const it: World = { now: 0, wheel: null!, networks: null! };
  const wheel = new TimerWheel({ tickMs: 10, now: () => it.now });
  return Object.assign(it, {
    wheel,
    networks: new Networks(
      limit,
      wheel,
      () => {},
      () => it.now,
    ),
  });
}

test('a network that has enough holds nobody else back', () => {
  const it = world(2);
  it.networks.begin('a');
  it.networks.begin('a');
  assert.equal(it.networks.admits('a'), false);
  assert.equal(it.networks.admits('b'), true);
  it.networks.park('a', { key: 'a', id: 1 });
  assert.equal(it.networks.peek(), undefined);
  it.now = 5_000;
  it.networks.end('a');
  assert.equal(it.networks.admits('a'), false, 'who is parked comes first');
  assert.equal(it.networks.shift()?.id, 1);
  it.networks.clear();
});

test('a network is not forgotten while somebody there takes his time', () => {
  const it = world(2);
  for (let id = 0; id < 2; id++) it.networks.begin('a');
  for (; it.now < 20_000; it.now += 500) it.wheel.advance();
  assert.equal(it.networks.admits('a'), false);
  it.networks.end('a');
  assert.equal(it.networks.admits('a'), true);
  it.networks.begin('a');
  assert.equal(it.networks.admits('a'), false, 'one of the first two is still there');
  it.networks.clear();
  it.wheel.stop();
});

test('begins no more a second than told, though all of them end at once', () => {
  const it = world(20);
  for (let id = 0; id < 200; id++) it.networks.park('a', { key: 'a', id });
  let begun = 0;
  for (; it.now < 3_000; it.now += 10) {
    it.wheel.advance();
    while (it.networks.peek()) {
      it.networks.shift();
      begun++;
      it.networks.end('a');
    }
  }
  assert.ok(begun >= 55 && begun <= 66, `${begun} in three seconds at 20 a second`);
  it.networks.clear();
  it.wheel.stop();
});

test('whatever comes: within the limits, each once and in order, and nothing is kept in the end', () => {
  const steps = fc.array(
    fc.record({
      key: fc.constantFrom('a', 'b', 'c'),
      waitMs: fc.integer({ min: 0, max: 40 }),
      ends: fc.nat({ max: 3 }),
    }),
    { maxLength: 150 },
  );
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 6 }), (all, limit) => {
      const it = world(limit);
      const inFlight: string[] = [];
      const starts = new Map<string, { readonly id: number; readonly at: number }[]>();
      const begun = (key: string, id: number): void => {
        inFlight.push(key);
        const of = starts.get(key) ?? [];
        starts.set(key, [...of, { id, at: it.now }]);
        assert.ok(inFlight.filter((one) => one === key).length <= limit, 'too many in flight');
      };
      const drain = (): void => {
        for (let one = it.networks.peek(); one; one = it.networks.peek()) {
          assert.equal(it.networks.shift(), one);
          begun(one.key, one.id);
        }
      };
      const pass = (ms: number): void => {
        it.now += ms;
        it.wheel.advance();
        drain();
      };
      for (const [id, { key, waitMs, ends }] of all.entries()) {
        if (it.networks.admits(key)) {
          it.networks.begin(key);
          begun(key, id);
        } else it.networks.park(key, { key, id });
        for (let index = 0; index < ends; index++) {
          const one = inFlight.shift();
          if (one !== undefined) it.networks.end(one);
        }
        drain();
        pass(waitMs);
      }
      for (let turn = 0; turn < 400 && it.networks.parked + inFlight.length > 0; turn++) {
        for (const one of inFlight.splice(0)) it.networks.end(one);
        pass(1_000);
      }
      assert.equal(it.networks.parked, 0);
      assert.equal([...starts.values()].flat().length, all.length, 'everybody had a turn');
      for (const of of starts.values()) {
        assert.deepEqual(
          of.map(({ id }) => id),
          of.map(({ id }) => id).toSorted((a, b) => a - b),
          'in order',
        );
        for (const { at } of of) {
          const second = of.filter((other) => other.at >= at && other.at < at + 1_000).length;
          assert.ok(second <= limit * 1.25 + 2, `${second} within a second at ${limit}`);
        }
      }
      pass(10_000);
      assert.equal(it.networks.size, 0);
      assert.equal(it.wheel.size, 0);
      it.wheel.stop();
    }),
    { numRuns: 60 },
  );
});

test('a list of one network is not all held here', () => {
  const it = world(1);
  let parked = 0;
  while (!it.networks.isFull && parked < 100_000) it.networks.park('a', { key: 'a', id: parked++ });
  assert.ok(parked < 10_000);
  it.networks.clear();
  assert.deepEqual([it.networks.size, it.networks.parked, it.networks.isFull], [0, 0, false]);
});
