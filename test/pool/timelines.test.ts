import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { PROTOCOLS } from '../../src/model/proxy.ts';
import { Columns } from '../../src/pool/columns.ts';
import type { TimelineEntry } from '../../src/pool/timelines.ts';
import { TIMELINE_KEPT, Timelines } from '../../src/pool/timelines.ts';
import { bad, batchOf, createWorld, good, report, START } from '../help/pool-world.ts';

const iso = (ms: number): string => new Date(ms).toISOString();

test('a check tells each protocol; those that fail alike share an entry and are told apart again', async () => {
  const { pool, clock } = createWorld();
  await pool.admit(batchOf([{ host: '127.0.0.1', port: 80 }]), { source: 's' });
  assert.deepEqual(pool.detail(1).timeline, []);
  const socks = [bad('refused', 'socks4'), bad('refused', 'socks5')] as const;
  pool.apply([report(1, clock.at, [good({ latencyMs: 123.44 }), bad('denied', 'https'), ...socks])]);
  clock.at += 60_999;
  pool.apply([report(1, clock.at, [good({ outcome: 'answered', latencyMs: 0 })])]);
  pool.apply([report(1, clock.at, [bad('judge-down')])]);
  assert.deepEqual(pool.detail(1).timeline, [
    { at: iso(START), protocol: 'http', outcome: 'confirmed', latencyMs: 123.4, reason: null },
    { at: iso(START), protocol: 'https', outcome: 'failed', latencyMs: null, reason: 'denied' },
    { at: iso(START), protocol: 'socks4', outcome: 'failed', latencyMs: null, reason: 'refused' },
    { at: iso(START), protocol: 'socks5', outcome: 'failed', latencyMs: null, reason: 'refused' },
    { at: iso(START + 60_000), protocol: 'http', outcome: 'answered', latencyMs: 0.1, reason: null },
  ]);
  await pool.remove([1]);
  const { addedIds } = await pool.admit(batchOf([{ host: '127.0.0.1', port: 80 }]), { source: 's' });
  assert.deepEqual(pool.detail(addedIds[0]!).timeline, [], 'the next user of the slot begins anew');
});

test('many proxies beside each other keep their own last entries, whoever comes and goes', () => {
  const check = fc.record({
    slot: fc.nat(5),
    what: fc.constantFrom('check', 'check', 'check', 'check', 'forget', 'move', 'live'),
    times: fc.integer({ min: 1, max: 24 }),
  });
  fc.assert(
    fc.property(fc.array(check, { maxLength: 40 }), (steps) => {
      const columns = new Columns();
      const timelines = new Timelines(columns);
      const model = new Map<number, TimelineEntry[]>();
      let second = 1_800_000_000;
      for (const { slot, what, times } of steps) {
        if (what === 'forget') {
          timelines.delete(slot);
          model.delete(slot);
          columns.passes[slot] = 0;
        } else if (what === 'live') columns.passes[slot] = 1;
        else if (what === 'move') {
          const packed = timelines.packed(slot);
          timelines.delete(slot);
          timelines.restore(slot, packed);
        } else {
          for (let i = 0; i < times; i += 1) {
            second += 1;
            const protocol = PROTOCOLS[second % 4]!;
            const latencyMs = (second % 300_000) / 10;
            const result = second % 3 === 0 ? bad('reset', protocol) : good({ protocol, latencyMs });
            timelines.add(slot, second * 1_000, [result]);
            const { outcome, reason } = result;
            const shown = result.latencyMs === null ? null : Math.max(0.1, result.latencyMs);
            const entry = { at: iso(second * 1_000), protocol, outcome, latencyMs: shown, reason };
            model.set(
              slot,
              [...(model.get(slot) ?? []), entry].slice(columns.passes[slot] === 0 ? -8 : -TIMELINE_KEPT),
            );
          }
        }
        for (let one = 0; one <= 5; one += 1) assert.deepEqual(timelines.of(one), model.get(one) ?? []);
      }
    }),
    { numRuns: 60 },
  );
});

test('memory follows what was checked, and comes back', () => {
  const columns = new Columns();
  const timelines = new Timelines(columns);
  const slots = Array.from({ length: 1_000 }, () => columns.take());
  const checkAll = (times: number): void => {
    for (let i = 0; i < times; i += 1) for (const slot of slots) timelines.add(slot, START, [good()]);
  };
  checkAll(4);
  assert.ok(timelines.bytes <= 40 * 1_000 + 65_536, `${timelines.bytes} bytes after four checks`);
  checkAll(60);
  assert.ok(timelines.bytes <= 100 * 1_000 + 2 * 65_536, `${timelines.bytes} bytes of proxies that never passed`);
  for (const slot of slots) columns.passes[slot] = 1;
  checkAll(60);
  const most = timelines.bytes;
  for (const slot of slots) timelines.delete(slot);
  checkAll(120);
  assert.equal(timelines.bytes, most, 'rings are used again');
});
