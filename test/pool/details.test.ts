import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { PROTOCOL_BIT, PROTOCOLS } from '../../src/model/proxy.ts';
import type { DetailPack } from '../../src/pool/detail-pack.ts';
import { LATENCIES_KEPT, LENGTH_BITS } from '../../src/pool/detail-pack.ts';
import { Details } from '../../src/pool/details.ts';

/** What {@link Details} is to do, with an object for each slot. */
interface Model {
  exit: string | null;
  changed: string | null;
  throughputAt: number;
  latencies: number[][];
}

const empty = (): Model => ({ exit: null, changed: null, throughputAt: 0, latencies: PROTOCOLS.map(() => []) });

function packOf(models: readonly Model[]): { pack: DetailPack; places: number[] } {
  const texts: string[] = [];
  const numbers = [0];
  const places: number[] = [];
  const numberOf = (text: string | null): number => (text === null ? 0 : texts.push(text));
  for (const { exit, changed, throughputAt, latencies } of models) {
    places.push(numbers.length);
    const lengths = latencies.reduce((sum, { length }, i) => sum | (length << (i * LENGTH_BITS)), 0);
    numbers.push(numberOf(exit), numberOf(changed), throughputAt, lengths, ...latencies.flat());
  }
  return { pack: { numbers: Float64Array.from(numbers), texts }, places };
}

function medianOf(latencies: readonly number[]): number {
  const sorted = latencies.toSorted((a, b) => a - b);
  const low = sorted[(sorted.length - 1) >> 1]!;
  const high = sorted[sorted.length >> 1]!;
  return low + (high - low) / 2;
}

function fastestOf({ latencies }: Model, set: number): number {
  let best = -1;
  for (const [i, list] of latencies.entries()) {
    if ((set & PROTOCOL_BIT[PROTOCOLS[i]!]) === 0 || list.length === 0) continue;
    if (best < 0 || medianOf(list) < medianOf(latencies[best]!)) best = i;
  }
  return best;
}

const SLOTS = [0, 1, 2, 4_095, 4_096, 20_000] as const;
const exit = fc.oneof(
  fc.ipV4(),
  fc.ipV6(),
  fc.constantFrom('0.0.0.0', '255.255.255.255', '010.0.0.1', '1.2.3.04', '1.2.3', 'é', '1.2.3.4 '),
  fc.string({ minLength: 1 }),
);
const text = fc.oneof({ weight: 3, arbitrary: exit }, { weight: 1, arbitrary: fc.constant(null) });
const latency = fc.oneof(
  fc.nat(99_999).map((tenths) => tenths / 10),
  fc.constantFrom(0, -0, 429_496_729.4, 5e-324, 0.1 + 0.2),
  fc.double({ min: 0, max: 1e9, noNaN: true }),
);
const latencies = fc.array(latency, { maxLength: LATENCIES_KEPT });
const model = fc.record({
  exit: text,
  changed: text,
  throughputAt: fc.nat(2 ** 31),
  latencies: fc.tuple(latencies, latencies, latencies, latencies).map((lists): number[][] => lists),
});
const protocol = fc.nat(PROTOCOLS.length - 1);
const step = fc.tuple(
  fc.nat(SLOTS.length - 1),
  fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({ what: fc.constant('add'), protocol, latency, times: fc.integer({ min: 1, max: 12 }) }),
    },
    { weight: 3, arbitrary: fc.record({ what: fc.constant('exit'), text }) },
    { weight: 2, arbitrary: fc.record({ what: fc.constant('changed'), text }) },
    { weight: 1, arbitrary: fc.record({ what: fc.constant('throughput'), at: fc.nat(2 ** 31) }) },
    { weight: 1, arbitrary: fc.record({ what: fc.constant('set'), protocol, latencies }) },
    { weight: 2, arbitrary: fc.record({ what: fc.constant('delete') }) },
    {
      weight: 3,
      arbitrary: fc.record({ what: fc.constant('load'), models: fc.array(model, { minLength: 1, maxLength: 3 }) }),
    },
  ),
);

test('what is kept is what an object for each slot would keep, whoever comes, goes and is loaded', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40, size: 'max' }), fc.nat(15), fc.nat(15), (steps, speaks, spoken) => {
      const details = new Details();
      const models = new Map<number, Model>();
      const obtain = (slot: number): Model => {
        if (!models.has(slot)) models.set(slot, empty());
        return models.get(slot)!;
      };
      for (const [at, does] of steps) {
        const slot = SLOTS[at]!;
        if ('times' in does) {
          for (let i = 0; i < does.times; i += 1) {
            const latencyMs = does.latency + i;
            details.addLatency(slot, does.protocol, latencyMs);
            const list = obtain(slot).latencies[does.protocol]!;
            list.push(Math.round(latencyMs * 10) / 10);
            if (list.length > 9) list.shift();
          }
        } else if ('protocol' in does) {
          details.setLatencies(slot, does.protocol, does.latencies);
          obtain(slot).latencies[does.protocol] = [...does.latencies];
        } else if ('at' in does) {
          details.setThroughputAt(slot, does.at);
          obtain(slot).throughputAt = does.at;
        } else if ('models' in does) {
          const { pack, places } = packOf(does.models);
          const number = details.addPack(pack);
          for (const [i, loaded] of does.models.entries()) {
            const to = SLOTS[(at + i) % SLOTS.length]!;
            details.delete(to);
            details.place(to, number, places[i]!);
            models.set(to, structuredClone(loaded));
          }
          details.closePack(number);
        } else if (!('text' in does)) {
          details.delete(slot);
          models.delete(slot);
        } else if (does.what === 'exit') {
          const before = obtain(slot).exit;
          assert.equal(details.setExit(slot, does.text), before !== does.text);
          obtain(slot).exit = does.text;
        } else {
          details.setChanged(slot, does.text);
          obtain(slot).changed = does.text;
        }
      }
      for (const slot of SLOTS) {
        const kept = models.get(slot);
        assert.deepEqual(details.get(slot), kept);
        assert.equal(details.exit(slot), kept?.exit ?? null);
        assert.equal(details.changed(slot), kept?.changed ?? null);
        assert.equal(details.throughputAt(slot), kept?.throughputAt ?? 0);
        const found = details.fastest(slot, speaks, spoken);
        const working = fastestOf(kept ?? empty(), speaks);
        assert.equal(found, working >= 0 ? working : fastestOf(kept ?? empty(), spoken));
        if (found < 0) continue;
        assert.ok(Math.abs(details.medianMs - medianOf(kept!.latencies[found]!)) <= 1e-6);
        assert.equal(details.latestMs, kept!.latencies[found]!.at(-1));
      }
      for (const slot of SLOTS) details.delete(slot);
      assert.equal(details.texts, 0, 'nobody uses a text');
    }),
    { numRuns: 300 },
  );
});

test('an exit is a number only where it reads back letter by letter', () => {
  const details = new Details();
  const numbers = ['1.2.3.4', '255.255.255.255', '0.0.0.0', '1.2.3.04', '01.2.3.4', '::1', '1.2.3'].map((exit) => {
    details.setExit(7, exit);
    assert.equal(details.exit(7), exit);
    return details.exitIpv4(7);
  });
  assert.deepEqual(numbers, [0x01020304, 0xffffffff, 0, -1, -1, -1, -1]);
  assert.equal(details.exitIpv4(8), -1);
});

test('memory follows what was measured, and comes back', () => {
  const slots = Array.from({ length: 10_000 }, (_, i) => i * 3);
  const spare = 4 * 16_384 * Float64Array.BYTES_PER_ELEMENT;
  const measure = (details: Details, times: number, protocols: number): void => {
    for (const slot of slots) for (let i = 0; i < times * protocols; i += 1) details.addLatency(slot, i % protocols, i);
  };
  // Bytes of a block, and of the small one that was left for it.
  for (const [times, protocols, bytes] of [
    [1, 1, 64],
    [4, 1, 64],
    [9, 1, 64 + 128],
    [90, 2, 64 + 192],
    [1, 4, 64],
    [90, 4, 64 + 320],
  ] as const) {
    const details = new Details();
    measure(details, times, protocols);
    const most = details.bytes;
    assert.ok(most <= bytes * slots.length + spare, `${most} bytes after ${times} checks with ${protocols} protocols`);
    for (const slot of slots) details.delete(slot);
    measure(details, times, protocols);
    assert.equal(details.bytes, most, 'blocks are used again');
  }
});

test('a pack is kept until none of its details is as it was loaded', () => {
  const loaded = [1, 2, 3].map((n) => ({ ...empty(), exit: 'a', latencies: [[n], [], [], []] }));
  const { pack, places } = packOf(loaded);
  const details = new Details();
  const number = details.addPack(pack);
  const kept = pack.numbers.byteLength;
  details.place(0, number, places[0]!);
  details.delete(0);
  assert.equal(details.bytes, kept, 'others are still to be placed');
  for (const [slot, place] of places.entries()) details.place(slot, number, place);
  details.closePack(number);
  details.delete(1);
  assert.equal(details.bytes, kept);
  details.addLatency(0, 0, 9);
  assert.deepEqual(details.get(2), loaded[2]);
  const before = details.bytes;
  details.setThroughputAt(2, 5);
  assert.equal(details.bytes, before - kept, 'a block of the page that is there instead');
  assert.deepEqual(details.get(2), { ...loaded[2], throughputAt: 5 });
  details.delete(2);
  assert.deepEqual(details.get(0)?.latencies[0], [1, 9]);
});

test('more packs than a place can tell apart: each proxy has its own detail, and later ones that of packs that went', () => {
  const details = new Details();
  const border = 2 ** 15;
  const loaded = (n: number): Model => ({
    ...empty(),
    exit: `exit ${n}`,
    changed: '1.2.3.4',
    latencies: [[n], [], [n], []],
  });
  const open = (slot: number): number => {
    const { pack, places } = packOf([loaded(slot)]);
    const number = details.addPack(pack);
    details.place(slot, number, places[0]!);
    return number;
  };
  const nobodys = packOf([empty()]).pack;
  // Those of nobody stay open, and keep their numbers: these go past all that 16 bits tell apart.
  const near = [0, 1, 2, border - 2, border - 1, border, border + 1, 2 * border, 2 * border + 1];
  for (let number = 0; number <= near.at(-1)!; number += 1)
    assert.equal(near.includes(number) ? open(number) : details.addPack(nobodys), number);
  for (const slot of near) assert.deepEqual(details.get(slot), loaded(slot));
  assert.equal(details.texts, 4, 'of those that are kept outside of their packs');
  for (const slot of near) details.closePack(slot);
  for (const slot of near) {
    details.setThroughputAt(slot, slot + 1);
    assert.deepEqual(details.get(slot), { ...loaded(slot), throughputAt: slot + 1 });
  }
  assert.equal(details.texts, near.length);

  for (const slot of near) details.delete(slot);
  assert.equal(details.texts, 0);
  const again = near.map((_, i) => open(i));
  assert.deepEqual(new Set(again), new Set(near), 'numbers of packs that went');
  for (const slot of near.keys()) assert.deepEqual(details.get(slot), loaded(slot));
});
