import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { PROTOCOLS } from '../../src/model/proxy.ts';
import { FAILURE_REASONS, type FailureReason } from '../../src/model/report.ts';
import { Columns } from '../../src/pool/columns.ts';
import { timelineOf, timelineText } from '../../src/pool/timeline-text.ts';
import { Timelines } from '../../src/pool/timelines.ts';
import { bad, batchOf, createWorld, good, report, START } from '../help/pool-world.ts';

const REASONS = Object.keys(FAILURE_REASONS) as FailureReason[];

const result = fc
  .record({
    protocol: fc.constantFrom(...PROTOCOLS),
    outcome: fc.constantFrom('failed' as const, 'answered' as const, 'confirmed' as const),
    reason: fc.option(fc.constantFrom(...REASONS)),
    latencyMs: fc.option(fc.oneof(fc.nat(20_000), fc.nat(300_000)).map((tenths) => tenths / 10)),
  })
  .map(({ outcome, reason, latencyMs, ...rest }) => ({
    ...good(rest),
    outcome,
    reason: outcome === 'confirmed' ? null : reason,
    latencyMs: outcome === 'failed' ? null : latencyMs,
  }));
const check = fc.record({
  after: fc.oneof(fc.integer({ min: 0, max: 90_000 }), fc.integer({ min: -9_000, max: 3_000_000 })),
  results: fc.array(result, { minLength: 1, maxLength: 4 }),
});

/** A timeline of its own, and the epoch milliseconds of its last check. */
function checked(checks: readonly { after: number; results: readonly ReturnType<typeof good>[] }[]): {
  timelines: Timelines;
  at: number;
} {
  const columns = new Columns();
  const timelines = new Timelines(columns);
  columns.passes[0] = 1;
  let at = START + 123;
  for (const { after, results } of checks) timelines.add(0, (at += after * 1_000), results);
  return { timelines, at };
}

test('what is read is what was written, in few bytes', () => {
  fc.assert(
    fc.property(fc.array(check, { maxLength: 30 }), (checks) => {
      const { timelines, at } = checked(checks);
      const packed = timelines.packed(0);
      const text = timelineText(packed, at);
      assert.match(text, /^[A-Za-z0-9+/]*=*$/);
      assert.deepEqual(timelineOf(text, at), packed);
    }),
  );
  const hourly = Array.from({ length: 40 }, (_, i) => ({ after: 3_600 + i, results: [good({ latencyMs: 180 + i })] }));
  const { timelines, at } = checked(hourly);
  assert.ok(timelineText(timelines.packed(0), at).length <= 32 * 7, 'five bytes an entry');
});

test('a text that is no good gives what is before the damage, and never costs much', () => {
  const { timelines, at } = checked(
    Array.from({ length: 32 }, (_, i) => ({
      after: 600,
      results: [i % 3 === 0 ? bad('reset') : good({ latencyMs: i })],
    })),
  );
  const packed = timelines.packed(0);
  const text = timelineText(packed, at);
  fc.assert(
    fc.property(fc.nat(text.length), fc.string({ maxLength: 20 }), fc.nat(8.64e15), (cut, more, when) => {
      const found = timelineOf(text.slice(0, cut), at);
      assert.deepEqual(packed.slice(packed.length - found.length), found);
      const spoilt = timelineOf(text.slice(0, cut) + more, when);
      const into = checked([]).timelines;
      into.restore(0, spoilt);
      assert.ok(into.of(0).length <= 32);
    }),
  );
  assert.ok(timelineOf('AAAA'.repeat(1_000_000), at).length <= 64);
});

test('a text is read as Node reads base64, whatever stands in it', () => {
  const letters = [...'ABCDabcd0189+/', ...'=-_ \n%é'];
  const letter = fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...letters.slice(0, 14)) },
    fc.constantFrom(...letters),
  );
  fc.assert(
    fc.property(fc.array(letter, { maxLength: 40 }), (text) => {
      const plain = Buffer.from(text.join(''), 'base64').toString('base64');
      assert.deepEqual(timelineOf(text.join(''), 1_800_000_000_000), timelineOf(plain, 1_800_000_000_000));
    }),
    { numRuns: 500 },
  );
});

test('words in files keep their meaning', () => {
  // One check of each: a change of any letter here makes files of earlier versions tell something else.
  const failed = REASONS.map((reason, i) => ({ after: i, results: [bad(reason)] }));
  const { timelines, at } = checked([
    ...failed,
    {
      after: 7,
      results: [good({ latencyMs: 12.3 }), good({ protocol: 'https', outcome: 'answered', reason: 'reset' })],
    },
  ]);
  const old = 'RAWwCQJ7Yw4SYyIRYyAQYx4PYxwOYxoNYxgMYxYLYxQKYxIJYxAIYw4HYwwGYwoFYwgEYwYDYwQCYwIB';
  assert.equal(timelineText(timelines.packed(0), at), old);
});

test('a row has the checks of a proxy that ever passed, and nothing of one that never did', async () => {
  const world = createWorld();
  const { pool, clock } = world;
  await pool.admit(batchOf([80, 81].map((port) => ({ host: '127.0.0.1', port }))), { source: 's' });
  for (let i = 0; i < 12; i += 1) {
    clock.at += 61_000;
    pool.apply([
      report(1, clock.at, [good({ latencyMs: 100 + i }), bad('refused', 'socks5')]),
      report(2, clock.at, [bad('connect-timeout'), bad('connect-timeout', 'https')]),
    ]);
  }
  const at = pool.images.columns.indexOf('timeline');
  assert.equal(pool.images.image(2)![at], 0);
  const again = createWorld();
  again.pool.images.restore([...pool.images.images()], pool.images.columns);
  const { timeline } = pool.detail(1);
  assert.equal(timeline.length, 24);
  assert.deepEqual(again.pool.detail(1).timeline, timeline);
  assert.deepEqual(again.pool.detail(2).timeline, []);
  assert.deepEqual(again.pool.images.image(1), pool.images.image(1), 'and is written alike again');
});
