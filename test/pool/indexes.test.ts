import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { Columns, FLAG } from '../../src/pool/columns.ts';
import { DueQueue } from '../../src/pool/due-queue.ts';
import { IdMap } from '../../src/pool/id-map.ts';
import { Interner } from '../../src/pool/interner.ts';
import { KEYS_AHEAD, KeyIndex } from '../../src/pool/key-index.ts';
import { NameSets } from '../../src/pool/name-sets.ts';

test('the key index finds exactly what is in it', () => {
  // Few hosts and ports, so that probes are long and removals leave holes in them.
  const key = fc.record({ host: fc.nat(12), odd: fc.boolean(), port: fc.nat(3), user: fc.nat(2) });
  fc.assert(
    fc.property(fc.array(fc.record({ key, remove: fc.boolean() }), { maxLength: 400, size: 'max' }), (steps) => {
      const columns = new Columns();
      const index = new KeyIndex(columns);
      const model = new Map<string, number>();
      for (const {
        key: { host, odd, port, user },
        remove,
      } of steps) {
        const name = `${host} ${odd} ${port} ${user}`;
        assert.equal(index.find(host, odd, port, user), model.get(name) ?? -1);
        const slot = model.get(name);
        if (slot === undefined && !remove) {
          const taken = columns.take();
          columns.host[taken] = host;
          columns.port[taken] = port;
          columns.user[taken] = user;
          columns.flags[taken] = odd ? FLAG.oddHost : 0;
          index.insert(taken);
          model.set(name, taken);
        } else if (slot !== undefined && remove) {
          index.remove(slot);
          columns.release(slot);
          model.delete(name);
        }
      }
      for (const [name, slot] of model) {
        const [host, odd, port, user] = name.split(' ');
        assert.equal(index.find(Number(host), odd === 'true', Number(port), Number(user)), slot);
      }
    }),
    { numRuns: 60 },
  );
});

test('the key index of thousands: neighbours, users and host numbers are told apart, also after half of them are gone', () => {
  const columns = new Columns();
  const index = new KeyIndex(columns);
  const keys = Array.from({ length: 24_000 }, (_, i) => {
    const [host, odd, port, user] = [0xfe00_0000 + (i >> 3), (i & 1) === 1, 80 + ((i >> 1) & 1), (i >> 2) & 1] as const;
    const slot = columns.take();
    columns.host[slot] = host;
    columns.port[slot] = port;
    columns.user[slot] = user;
    columns.flags[slot] = odd ? FLAG.oddHost | FLAG.banned : FLAG.banned;
    assert.equal(index.find(host, odd, port, user), -1);
    index.insert(slot);
    return { slot, find: () => index.find(host, odd, port, user) };
  });
  for (const { slot, find } of keys) assert.equal(find(), slot);
  const isGone = (slot: number): boolean => slot % 7 < 3;
  for (const { slot } of keys) if (isGone(slot)) index.remove(slot);
  const { host, port } = columns;
  for (let from = 0; from + KEYS_AHEAD < keys.length; from += KEYS_AHEAD)
    index.prefetch(host, port, from, from + KEYS_AHEAD);
  for (const { slot, find } of keys) assert.equal(find(), isGone(slot) ? -1 : slot);
});

test('the key index takes slots in a row up to the first whose key is known', () => {
  const key = fc.record({ host: fc.nat(40), odd: fc.boolean(), port: fc.nat(9), user: fc.nat(2) });
  fc.assert(
    fc.property(fc.array(fc.array(key, { maxLength: 60 }), { maxLength: 6 }), fc.nat(4_000), (runs, expected) => {
      const columns = new Columns();
      const index = new KeyIndex(columns);
      index.expect(expected);
      const model = new Map<string, number>();
      for (const run of runs) {
        const first = columns.top;
        for (const { host, odd, port, user } of run) {
          const slot = columns.take();
          columns.host[slot] = host;
          columns.port[slot] = port;
          columns.user[slot] = user;
          columns.flags[slot] = odd ? FLAG.oddHost : 0;
        }
        const end = index.addRun(first, first + run.length);
        const isNew = run.map(({ host, odd, port, user }, i) => {
          const name = `${host} ${odd} ${port} ${user}`;
          const isNew = !model.has(name);
          if (first + i < end) model.set(name, first + i);
          return isNew;
        });
        assert.equal(isNew.slice(0, end - first).includes(false), false);
        assert.equal(isNew[end - first] ?? false, false);
      }
      for (const [name, slot] of model) {
        const [host, odd, port, user] = name.split(' ');
        assert.equal(index.find(Number(host), odd === 'true', Number(port), Number(user)), slot);
      }
    }),
    { numRuns: 60 },
  );
});

test('the key index tells apart keys that have the same mark', () => {
  for (const name of ['host', 'port', 'user'] as const) {
    const columns = new Columns();
    const index = new KeyIndex(columns);
    // Of so many, some two dozen pairs have one in the same table.
    const count = 20_000;
    for (let i = 1; i <= count; i += 1) {
      const slot = columns.take();
      columns[name][slot] = i;
    }
    assert.equal(index.addRun(0, count), count, name);
    assert.equal(index.addRun(0, count), 0, name);
  }
});

test('the key index stays small: at most 16 bytes an entry at a hundred thousand', () => {
  const columns = new Columns();
  const index = new KeyIndex(columns);
  for (let i = 0; i < 100_000; i += 1) {
    const slot = columns.take();
    columns.host[slot] = 0x0a00_0000 + i;
    columns.port[slot] = 8_080;
    index.insert(slot);
  }
  assert.ok(index.bytes / 100_000 <= 16, `${index.bytes / 100_000}`);
  assert.equal(index.find(0x0a00_0000 + 99_999, false, 8_080, 0), 99_999);
  assert.equal(index.find(0x0a00_0000 + 100_000, false, 8_080, 0), -1);
});

test('the key index takes what was expected with one step of growth, and no more room for it', () => {
  const columns = new Columns();
  const [told, untold] = [new KeyIndex(columns), new KeyIndex(columns)];
  const sizes = new Set<number>();
  told.expect(70_000);
  for (let i = 0; i < 70_000; i += 1) {
    const slot = columns.take();
    columns.host[slot] = 0x0a00_0000 + i;
    columns.port[slot] = 8_080;
    for (const index of [told, untold]) index.insert(slot);
    if (i > 8_000) sizes.add(told.bytes);
  }
  assert.equal(sizes.size, 1, 'every table has grown with its first keys');
  assert.equal(told.bytes, untold.bytes);
  assert.equal(told.find(0x0a00_0000 + 69_999, false, 8_080, 0), 69_999);
});

test('the id map equals a Map and walks in order of ids', () => {
  const step = fc.record({ id: fc.nat(5_000), slot: fc.nat(1_000), remove: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const map = new IdMap();
      const model = new Map<number, number>();
      for (const { id, slot, remove } of steps) {
        if (remove) {
          map.delete(id);
          model.delete(id);
        } else {
          map.set(id, slot);
          model.set(id, slot);
        }
        assert.equal(map.slot(id), model.get(id) ?? -1);
      }
      assert.equal(map.size, model.size);
      assert.deepEqual(
        [...map.slots()],
        [...model].sort((a, b) => a[0] - b[0]).map(([, slot]) => slot),
      );
    }),
  );
  for (const odd of [-1, 1.5, Number.NaN, Infinity, 1e15]) assert.equal(new IdMap().slot(odd), -1);
});

test('the id map takes slots in a row up to the first whose id is known', () => {
  const map = new IdMap();
  map.set(2_050, 1);
  const ids = Uint32Array.from([0, 0, 5, 1_023, 1_024, 7, 4_000_000, 2_049, 2_050, 9]);
  assert.equal(map.addRun(ids, 2, ids.length), 8);
  assert.deepEqual(
    [5, 1_023, 1_024, 7, 4_000_000, 2_049, 2_050, 9, 0].map((id) => map.slot(id)),
    [2, 3, 4, 5, 6, 7, 1, -1, -1],
  );
  assert.equal(map.size, 7);
  assert.deepEqual([...map.slots()], [2, 5, 3, 4, 7, 1, 6]);
  assert.equal(map.addRun(Uint32Array.from([11, 12, 11]), 0, 3), 2);
  assert.equal(map.addRun(ids, 9, 9), 9);
  for (const id of [5, 7, 1_023, 11, 12]) map.delete(id);
  assert.deepEqual([...map.slots()], [4, 7, 1, 6]);
});

test('the due queue: never checked first, then by time, equal times by id; taking out any keeps the order', () => {
  const entry = fc.record({
    dueAt: fc.nat(200),
    checked: fc.boolean(),
    isBanned: fc.nat(9).map((i) => i === 0),
    taken: fc.boolean(),
  });
  fc.assert(
    fc.property(
      fc.array(entry, { maxLength: 150, size: 'max' }),
      fc.nat(220),
      fc.integer({ min: 1, max: 160 }),
      (entries, now, run) => {
        const columns = new Columns();
        const queue = new DueQueue(columns);
        const slots = entries.map(({ dueAt, checked, isBanned }, i) => {
          const slot = columns.take();
          columns.id[slot] = i + 1;
          columns.dueAt[slot] = dueAt;
          columns.checks[slot] = checked ? 1 : 0;
          if (isBanned) columns.flags[slot] = FLAG.banned;
          if (run < 2 && !isBanned) queue.put(slot);
          return slot;
        });
        // All at once, in runs, or one by one.
        if (run >= 2) for (let at = 0; at < slots.length; at += run) queue.putRun(at, Math.min(at + run, slots.length));
        entries.forEach(({ taken }, i) => taken && queue.take(slots[i]!));
        const expected = entries
          .map((one, i) => ({ ...one, slot: slots[i]! }))
          .filter(({ taken, isBanned, dueAt }) => !taken && !isBanned && dueAt <= now)
          .sort((a, b) => Number(a.checked) - Number(b.checked) || a.dueAt - b.dueAt || a.slot - b.slot);
        for (const { slot } of expected) {
          assert.equal(queue.next(now), slot);
          queue.take(slot);
          queue.take(slot);
        }
        assert.equal(queue.next(now), -1);
      },
    ),
  );
});

test('interned texts keep their number while used and lose it with the last user', () => {
  const texts = new Interner();
  const a = texts.use('a');
  assert.equal(texts.use('a'), a);
  const b = texts.use('b');
  assert.notEqual(a, b);
  texts.release(a);
  assert.equal(texts.find('a'), a);
  texts.release(a);
  assert.equal(texts.find('a'), 0);
  assert.equal(texts.size, 1);
  assert.equal(texts.use('c'), a, 'the number is used again');
  assert.equal(texts.text(a), 'c');
  assert.equal(texts.text(b), 'b');
});

test('name sets equal sets, whatever the order names came and went in', () => {
  const step = fc.record({ name: fc.constantFrom('a', 'b', 'c', 'd'), add: fc.boolean() });
  fc.assert(
    fc.property(fc.array(fc.array(step, { maxLength: 12 }), { maxLength: 4 }), (walks) => {
      const sets = new NameSets();
      const numbers = new Map<string, number>();
      for (const walk of walks) {
        let set = 0;
        const model = new Set<string>();
        for (const { name, add } of walk) {
          assert.equal(sets.adding(name)(set), sets.with(set, name));
          set = add ? sets.with(set, name) : sets.without(set, name);
          if (add) model.add(name);
          else model.delete(name);
          assert.deepEqual([...sets.names(set)].sort(), [...model].sort());
          const key = [...model].sort().join();
          assert.equal(numbers.get(key) ?? set, set, 'one number a set');
          numbers.set(key, set);
          const members = sets.members(set);
          assert.deepEqual(members.map((number) => sets.nameOf(number)).sort(), [...model].sort());
          assert.ok(members.every((number) => number < sets.nameCount));
        }
      }
    }),
  );
});
