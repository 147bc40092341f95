import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { ByteText } from '../../src/lib/byte-text.ts';
import { FAILURE_REASONS, type FailureReason } from '../../src/model/report.ts';
import { PROTOCOLS } from '../../src/model/proxy.ts';
import type { Pool } from '../../src/pool/pool.ts';
import { rowText } from '../../store/row-text.ts';
import { bad, batchOf, createWorld, good, loopbackBatch, report } from '../help/pool-world.ts';

const KEYS = ['id', 'host', 'port', 'user', 'password'];

/** Each row of the pool as it is written and as its image says it. */
function assertAlike({ images }: Pool): void {
  const to = new ByteText(0);
  const texts: string[] = [];
  for (const _ of images.texts!.all(to)) {
    texts.push(to.view().toString('utf8'));
    to.cut(0);
  }
  assert.deepEqual(
    texts,
    [...images.images()].map((row) => rowText(row)),
  );
}

test('rows whose columns hold whatever a file may hold are written as their images say', () => {
  const { columns } = createWorld().pool.images;
  const rest = columns.filter((name) => !KEYS.includes(name));
  const time = fc.integer({ min: 1_700_000_000_000, max: 1_900_000_000_000 });
  const values: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
    sources: fc.oneof(fc.string(), fc.array(fc.string())),
    tags: fc.oneof(fc.string(), fc.array(fc.string())),
    claimed: fc.subarray([...PROTOCOLS]).map((names) => names.join(' ')),
    speaks: fc.subarray([...PROTOCOLS]).map((names) => names.join(' ')),
    status: fc.constantFrom('working', 'failed', 'answered', 'new'),
    reason: fc.constantFrom(...Object.keys(FAILURE_REASONS)),
    checkTally: fc.oneof(fc.float({ min: 0, max: 100 }), fc.float({ min: 0 }), fc.nat(9)),
    passTally: fc.oneof(fc.float({ min: 0, max: 100 }), fc.float({ min: 0 }), fc.nat(9)),
    checkedAt: time,
    dueAt: fc.oneof(time, fc.constantFrom(0, 8.64e15)),
    results: fc.constantFrom('http:confirmed', 'http:failed:refused socks5:answered'),
    breaker: fc.oneof(fc.nat(3), fc.tuple(fc.constantFrom('OPEN', 'HALF_OPEN'), fc.nat(9), fc.nat(9), fc.nat())),
    latencies: fc.dictionary(
      fc.constantFrom(...PROTOCOLS),
      fc.array(fc.oneof(fc.nat(9_999), fc.double({ min: 0, max: 1e4, noNaN: true }))),
    ),
    timeline: fc.base64String({ maxLength: 60 }),
    country: fc.constantFrom('DE', 'fr'),
    exit: fc.oneof(fc.ipV4(), fc.string()),
    changed: fc.string({ unit: 'binary' }),
    tlsIntact: fc.boolean(),
    throughput: fc.tuple(fc.double({ min: 0, max: 1e6, noNaN: true }), fc.nat()),
    banned: fc.constant(1),
    tlsSkip: fc.constant(1),
    listed: fc.oneof(fc.constant(1), fc.array(fc.string())),
    targets: fc.constant([[1, 'passed', 200, 12.5, 1_800_000_000, 3, 2, 'http', 0]]),
  };
  const row = fc.tuple(
    fc.oneof(fc.ipV4(), fc.domain(), fc.ipV6()),
    fc.integer({ min: 1, max: 65_535 }),
    fc.oneof(fc.constant(0), fc.string()),
    fc.oneof(fc.constant(0), fc.string()),
    fc.tuple(
      ...rest.map((name) =>
        fc.oneof({ weight: 1, arbitrary: fc.constant(0) }, { weight: 3, arbitrary: values[name] ?? fc.nat() }),
      ),
    ),
  );

  fc.assert(
    fc.property(fc.array(row, { maxLength: 4 }), (rows) => {
      const { pool } = createWorld();
      const made = rows.map(([host, port, user, password, values], i) => [
        i + 1,
        host,
        port,
        user,
        password,
        ...values,
      ]);
      pool.images.restore(made, [...KEYS, ...rest]);
      assertAlike(pool);
    }),
  );
});

test('rows are written as their images say after whatever checks', async () => {
  const { pool, clock } = createWorld();
  await pool.admit(loopbackBatch(6), { source: 'one "list"' });
  await pool.admit(batchOf([{ host: 'grün.example', port: 82, user: 'ann', password: 'p"w' }]), { source: 'zwei…' });
  await pool.tag([2], 'späť');
  const reasons = Object.keys(FAILURE_REASONS) as FailureReason[];
  let step = 0;
  for (let round = 0; round < 40; round += 1) {
    for (let id = 1; id <= 7; id += 1) {
      step += 1;
      clock.at += 1_000 + ((step * 7_919) % 3_600_000);
      const result =
        (step * id) % 3 === 0
          ? bad(reasons[step % reasons.length]!)
          : good({ latencyMs: step / 7, protocol: PROTOCOLS[step % 4]! });
      pool.apply([report(id, clock.at, [result], { exit: `10.0.0.${step % 9}`, country: 'DE' })]);
    }
    assertAlike(pool);
  }
});

test('one that is gone has no text, and reading ahead changes nothing', async () => {
  const { pool } = createWorld();
  await pool.admit(loopbackBatch(2), { source: 's' });
  pool.apply([report(2, 1_800_000_000_000, [good({ latencyMs: 12 })])]);
  await pool.remove([1]);
  const to = new ByteText(0);
  pool.images.texts!.prefetch(Uint32Array.of(9, 1, 2, 77_000), 0, 4);
  assert.equal(pool.images.texts!.one(1, to), false);
  assert.equal(to.length, 0);
  assert.equal(pool.images.texts!.one(2, to), true);
  assert.equal(to.view().toString('utf8'), rowText(pool.images.image(2)!));
});
