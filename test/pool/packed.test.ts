/** Rows packed by the thread that reads them mean what they mean when they are parsed one by one. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { loadConfig } from '../../src/core/config/config.ts';
import { poolRules } from '../../src/engine/settings.ts';
import { NEVER } from '../../src/model/recheck.ts';
import { SCORE_WEIGHTS } from '../../src/model/score.ts';
import type { PackedRows } from '../../src/model/state.ts';
import type { Pool } from '../../src/pool/pool.ts';
import { Changes } from '../../src/pool/changes.ts';
import { PoolImages } from '../../src/pool/images.ts';
import { PackedRestore } from '../../src/pool/packed-restore.ts';
import type { PackedBatch } from '../../src/pool/packed-rows.ts';
import { isSamePacking, packingBy, USUAL_RULES } from '../../src/pool/packing.ts';
import { Records } from '../../src/pool/records.ts';
import { createPacker } from '../../src/pool/row-packer.ts';
import { rowText } from '../../store/row-text.ts';
import { bad, batchOf, createWorld, good, loopbackBatch, report, RULES, START } from '../help/pool-world.ts';
import { shortOrLong } from '../help/soak.ts';

type Rows = readonly (readonly unknown[])[];

/** @param pieces texts of arrays of rows, the places that count no more, and whether a batch ends there */
function loadPacked(
  pool: Pool,
  pieces: readonly [text: string, skip?: number[], isBatch?: boolean][],
  columns: readonly string[],
  packedBy = pool.images.packing!.data,
): void {
  const { packing } = pool.images;
  const batches: PackedRows[] = [];
  const packer = createPacker(structuredClone(packedBy), (batch, transfer) =>
    batches.push(structuredClone(batch, { transfer: [...transfer] })),
  );
  for (const [text, skip, isBatch] of pieces) {
    const bytes = Uint8Array.from(Buffer.from(`junk${text}junk`));
    packer.add({ bytes, from: 4, to: bytes.length - 4, ...(skip ? { skip } : {}) }, columns);
    if (isBatch === true) packer.end();
  }
  packer.end();
  const take = packing!.receive(packedBy, 0);
  for (const batch of batches) for (let row = 0; row < batch.count;) row = take(batch, row);
}

function assertSame(one: Pool, other: Pool): void {
  assert.deepEqual([...one.images.images()], [...other.images.images()]);
  assert.deepEqual(
    [...one.rows()].map(({ id }) => one.detail(id)),
    [...other.rows()].map(({ id }) => other.detail(id)),
  );
  assert.deepEqual(one.stats(), other.stats());
  assert.deepEqual(one.yieldBySource(), other.yieldBySource());
  assert.equal(one.images.nextId, other.images.nextId);
  const order = (pool: Pool): number[] => [...pool.dueTasks()].map(({ id }) => id);
  assert.deepEqual(order(one), order(other));
}

function bothWays(rows: Rows, columns: readonly string[], indent?: number): [packed: Pool, parsed: Pool] {
  const packed = createWorld().pool;
  const parsed = createWorld().pool;
  const text = JSON.stringify(rows, null, indent);
  loadPacked(packed, [[text]], columns);
  parsed.images.restore(JSON.parse(text) as Rows, columns);
  return [packed, parsed];
}

const { columns } = createWorld().pool.images;

test('a pool of several batches, and the same pool after everything in it changed', async () => {
  const { pool } = createWorld();
  await pool.admit(loopbackBatch(3_000), { source: 'one' });
  await pool.admit(loopbackBatch(1_500), { source: 'two' });
  const reports = Array.from({ length: 2_500 }, (_, i) =>
    i % 3 === 0
      ? report(i + 1, 1_800_000_000_000 + i, [bad('refused'), bad('no-answer', 'socks5')])
      : report(i + 1, 1_800_000_000_000 + i, [good({ latencyMs: 20 + i / 7 })], {
          exit: `127.9.0.${i % 256}`,
          country: 'NL',
        }),
  );
  pool.apply(reports);
  pool.apply(reports.slice(700));
  await pool.tag([1, 7], 'eu');
  const [packed, parsed] = bothWays([...pool.images.images()], columns);
  assert.equal(packed.size, 3_000);
  assertSame(packed, parsed);
  for (const one of [packed, parsed]) {
    one.apply(reports.slice(0, 2_000));
    one.apply([report(2, 1_800_000_100_000, [good({ latencyMs: 5 })])]);
    one.measured([
      { id: 2, kibPerSecond: 9, at: 1_800_000_000_000 },
      { id: 1, kibPerSecond: 9, at: 1_800_000_000_000 },
    ]);
    await one.remove([5, 8, 2_999]);
    await one.admit(loopbackBatch(3_100), { source: 'three' });
    one.setListed(2, '127.9.0.1', ['zone']);
  }
  assertSame(packed, parsed);
});

test('no column is forgotten', async () => {
  const { pool, clock } = createWorld();
  await pool.admit(loopbackBatch(60), { source: 'one' });
  for (let round = 0; round < 4; round += 1)
    pool.apply(
      Array.from({ length: 50 }, (_, i) =>
        i % 2 === 0
          ? report(i + 1, (clock.at += 1_000), [good({ latencyMs: 50 + i * 40 * round, tlsIntact: true })], {
              country: 'DE',
            })
          : report(i + 1, (clock.at += 1_000), [bad('refused')]),
      ),
    );
  pool.measured([{ id: 1, kibPerSecond: 9, at: clock.at }]);
  await pool.tag([3], 'eu');
  const parsed = new Records();
  new PoolImages(parsed, new Changes(), () => RULES).restore([...pool.images.images()], pool.images.columns);
  const packed = new Records();
  const bytes = Uint8Array.from(Buffer.from(JSON.stringify([...pool.images.images()])));
  const restore = new PackedRestore(packed, null);
  const packer = createPacker(RULES, (batch) => {
    for (let row = 0; row < batch.count;) row = restore.take(batch as PackedBatch, row);
  });
  packer.add({ bytes, from: 0, to: bytes.length }, pool.images.columns);
  packer.end();
  const names = Object.keys(parsed.columns).filter((name) => ArrayBuffer.isView(Reflect.get(parsed.columns, name)));
  assert.ok(names.length > 30);
  for (const name of names)
    assert.deepEqual(Reflect.get(packed.columns, name), Reflect.get(parsed.columns, name), `column ${name}`);
});

test('rows packed by other rules than those of the pool get what follows from its own', async () => {
  const { pool } = createWorld();
  await pool.admit(loopbackBatch(30), { source: 'one' });
  pool.apply(
    Array.from({ length: 20 }, (_, i) => report(i + 1, 1_800_000_000_000, [good({ latencyMs: 900 + i * 300 })])),
  );
  const { columns } = pool.images;
  const rows = [...pool.images.images()];
  const packed = createWorld().pool;
  loadPacked(packed, [[JSON.stringify(rows)]], columns, packingBy({ weights: SCORE_WEIGHTS, timeoutMs: 1_000 }).data);
  const parsed = createWorld().pool;
  parsed.images.restore(rows, columns);
  assertSame(packed, parsed);
});

test('one that differs from the one before in a single column has a score of its own', () => {
  const alike = ['checks', 'history', 'passTally', 'checkTally'];
  const values = [4, 0xc3, 1.5, 3.5];
  for (const [i, other] of [5, 0x55, 2.5, 4.5].entries()) {
    const rows = [values, values.with(i, other)].map((row, at) => [at + 1, '127.0.0.1', at + 1, ...row]);
    const [packed, parsed] = bothWays(rows, ['id', 'host', 'port', ...alike]);
    assertSame(packed, parsed);
    assert.notEqual(packed.row(1).score, packed.row(2).score, alike[i]);
  }
});

test('a reading that begins before the configuration is known goes by its defaults', () => {
  const config = loadConfig({ file: '/nowhere/config.json', env: {}, flags: {} });
  assert.ok(isSamePacking(USUAL_RULES, poolRules(config)));
  assert.ok(!isSamePacking(USUAL_RULES, { ...poolRules(config), timeoutMs: 1 }));
});

test('whatever stands in the columns of a file', () => {
  const host = fc.oneof(
    fc.constantFrom(
      '127.0.0.1',
      '127.0.0.2',
      '127.0.0.001',
      '127.0.0.256',
      '1.2.3',
      '::1',
      'a.example',
      'ä.example',
      '',
    ),
    fc.jsonValue(),
  );
  const key = [fc.oneof(fc.nat(4), fc.jsonValue()), host, fc.oneof(fc.nat(3), fc.jsonValue())];
  const name = fc.oneof(fc.constantFrom(0, 'ann', 'b"o\\b', 'ü'), fc.jsonValue());
  const value = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom('working', 'failed', 'http socks5', 'DE', 'elite', 'refused', 'http:failed:refused x:y', 'a', 'b'),
    fc.constantFrom(
      ['CLOSED', 1, 2, 3],
      ['a', 'b'],
      ['b', 'a'],
      [4.5, 7],
      { http: [1.5, 2], socks4: ['x', 3] },
      true,
      1,
    ),
    fc.nat(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.double({ min: 0, max: 5, noNaN: true }),
    fc.constant(0),
  );
  const row = fc.tuple(...key, name, name, ...columns.slice(5).map(() => value));
  const length = fc.nat(columns.length);
  fc.assert(
    fc.property(
      fc.array(fc.tuple(row, length), { maxLength: 8 }),
      fc.constantFrom(undefined, 1),
      fc.boolean(),
      (rows, indent, isTurned) => {
        const cut = rows.map(([values, left]) => (isTurned ? values : values.slice(0, Math.max(3, left))));
        const [packed, parsed] = isTurned
          ? bothWays(
              cut.map((values) => values.toReversed()),
              columns.toReversed(),
              indent,
            )
          : bothWays(cut, columns, indent);
        assertSame(packed, parsed);
      },
    ),
    { numRuns: 300 },
  );
});

/** What no row of ours has, or not everywhere. */
const ODD = String.raw`
  0  1  7  255  256  65535  65536  65537  4294967294  4294967295  4294967296  4294967301  8640000000000000
  8640000000000001  1234567890123456  0.5  -1  1e2  1800000000000.5  99999999999.5  123456789.5  0.01234567891234
  12345678.123456789  null  true  false  {}  []  "one"  ["one","two"]  ["two","one"]  "http"  "socks5 http"  "tw\u006f"
  "ü"  ""  " "  "127.0.0.256"  "127.0.0.1234"  "::1"  "127.0.0.9"  "AoQC"  "Ao4C="  "A*QC"  [2.5,1800000000]
  ["OPEN",3,1,1800000000]  ["OPEN",256,1,1]  ["OPEN",3,256,1]  ["OPEN",3,1]  ["no",1,1,4294967301]  ["OPEN",1,1,1,1]
  ["HALF_OPEN",0.5,1,1]  [0,1,2,3]  ["OPEN", 3,1,1]  {"http":[1,2.5]}  {"socks5":[1],"http":[2]}  {"http":[0]}
  {"http":[]}  {"http":[0.5,10.50]}  {"http":[5000000000,4]}  {"http":[1,2,3,4,5,6,7,8,9,10]}  {"http":[1],"http":[]}
  {"http":[1],"x":[2]}  {"http":[12345678.123456789,123456789.123456789,3.000000000000001]}  {"http": [1]}  {"http":[1,"2"]}`
  .trim()
  .split(/\s{2,}/);

test('whatever stands in one place of rows as they are written', async () => {
  const { pool } = createWorld();
  await pool.admit(loopbackBatch(3), { source: 'one' });
  for (let at = START; at < START + 5_000_000; at += 1_000_003)
    pool.apply([
      report(1, at, [bad('refused'), bad('no-answer', 'socks5')]),
      report(2, at, [good({ latencyMs: 20.5, tlsIntact: true }), good({ protocol: 'socks5', latencyMs: at % 977 })], {
        exit: '127.0.0.3',
        country: 'NL',
      }),
    ]);
  const kinds = [...pool.images.images()].map((row) =>
    (JSON.parse(rowText(row)) as unknown[]).map((value) => JSON.stringify(value)),
  );
  const rows: string[] = [];
  for (const kind of kinds)
    for (let at = 0; at < columns.length; at += 1)
      for (const value of ODD)
        for (const shown of [value, ` ${value}\n`]) {
          const values = [
            `${rows.length + 10}`,
            `"127.${rows.length >> 14}.${(rows.length >> 7) & 127}.${rows.length & 127}"`,
          ];
          values.push(...kind.slice(2));
          while (values.length <= at) values.push('0');
          values[at] = shown;
          rows.push(`[${values.join(',')}]`);
        }
  const text = `[${rows.join(',\n')}]`;
  const packed = createWorld().pool;
  const parsed = createWorld().pool;
  loadPacked(packed, [[text]], columns);
  parsed.images.restore(JSON.parse(text) as Rows, columns);
  assert.ok(parsed.size > rows.length / 2);
  assertSame(packed, parsed);
});

test('runs of rows with known ids and keys between them, in a pool that is not empty', async () => {
  const host = fc.oneof(
    { weight: 6, arbitrary: fc.nat(300).map((i) => `127.1.${i >> 8}.${i & 255}`) },
    fc.constantFrom('a.example', 'b.example', '::1'),
  );
  const user = fc.constantFrom(undefined, undefined, undefined, 'ann', 'bob');
  const history = fc.constantFrom(
    { status: 'new' },
    { status: 'new', banned: true },
    { status: 'failed', checks: 3, reason: 'refused', results: 'http:failed:refused', checkTally: 2.5, breaker: 3 },
    { status: 'failed', checks: 9, dueAt: NEVER, reason: 'timeout' },
    { status: 'failed', checks: 9, banned: true },
    ...['http', 'http socks5'].map((speaks, i) => ({
      status: 'working',
      checks: 7,
      passes: 5,
      history: 0x7f,
      passTally: 4,
      checkTally: 5,
      speaks,
      spoken: speaks,
      anonymity: 'elite',
      country: 'DE',
      latencies: { http: [20 + i, 30] },
      tags: ['eu'],
      exit: '127.0.0.9',
    })),
  );
  const row = fc.record({ id: fc.integer({ min: 1, max: 900 }), host, port: fc.integer({ min: 1, max: 3 }), user });
  const rows = fc.array(
    fc.tuple(row, history, fc.nat(9), fc.subarray(['a', 'b', 'c'])).map(([key, facts, due, sources]) => ({
      dueAt: START + due * 1_000,
      checkedAt: START - due * 1_000,
      firstSeen: START / 1_000,
      password: key.user === undefined ? 0 : 'secret',
      sources: sources.length === 1 ? sources[0] : sources,
      ...facts,
      ...key,
    })),
    { maxLength: 250, size: 'max' },
  );
  // In a file, ids come in order, and few of them twice.
  const inOrder = rows.map((some) => some.map((one, i) => (one.id % 16 === 0 ? one : { ...one, id: 1_000 + i })));
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(rows, inOrder), { maxLength: 4 }), fc.nat(40), async (batches, removed) => {
      const pools = [createWorld().pool, createWorld().pool] as const;
      for (const pool of pools) {
        await pool.admit(loopbackBatch(80), { source: 'a' });
        await pool.remove(Array.from({ length: removed }, (_, i) => 1 + ((i * 7) % 80)));
      }
      const texts = batches.map((some) =>
        JSON.stringify(some.map((one) => columns.map((name) => Reflect.get(one, name) ?? 0))),
      );
      const [packed, parsed] = pools;
      loadPacked(
        packed,
        texts.map((text) => [text, [], true]),
        columns,
      );
      for (const text of texts) parsed.images.restore(JSON.parse(text) as Rows, columns);
      assertSame(packed, parsed);
      // Whatever an index holds of it, the next changes would find out.
      const ids = [...parsed.rows()].map(({ id }) => id);
      for (const pool of pools) {
        pool.apply(ids.filter((id) => id % 3 === 0).map((id) => report(id, START + 5_000, [good({ latencyMs: id })])));
        await pool.remove(ids.filter((id) => id % 5 === 0));
        await pool.ban(ids.filter((id) => id % 7 === 0));
        const again = batches
          .flat()
          .map(({ host, port, user }) => ({ host, port, ...(user === undefined ? {} : { user }) }));
        await pool.admit(batchOf(again), { source: 'b' });
      }
      assertSame(packed, parsed);
    }),
    { numRuns: shortOrLong(25, 2_000) },
  );
});

test('rows that count no more are left out; a later row of an id replaces the earlier, in later pieces, too', () => {
  const { pool } = createWorld();
  const own = ['id', 'host', 'port'];
  loadPacked(
    pool,
    [
      ['[[1,"127.0.0.1",1],\n[2,"127.0.0.2",2],[3,"127.0.0.3",3],[4,"127.0.0.4",4]]', [1, 3]],
      ['[[5,"127.0.0.3",3],[1,"127.0.0.9",1]]'],
      ['[]'],
    ],
    own,
  );
  assert.deepEqual(
    [...pool.rows()].map(({ id, address }) => `${id} ${address}`),
    ['1 127.0.0.9:1', '3 127.0.0.3:3'],
  );
});

test('a batch holds what its own rows need, and nothing of those before', async () => {
  const { pool } = createWorld();
  await pool.admit(loopbackBatch(3), { source: 'one' });
  for (let at = START; at < START + 4_000; at += 1_000)
    pool.apply([1, 2, 3].map((id) => report(id, at, [good({ latencyMs: 20 })], { exit: '127.0.0.3' })));
  const text = JSON.stringify([...pool.images.images()]);
  const sizes: (readonly number[])[] = [];
  const packer = createPacker(RULES, (batch) => {
    const { timelines, details, rest } = batch as PackedBatch;
    sizes.push([batch.count, timelines.length, details.numbers.length, details.texts.length, rest.size]);
  });
  const bytes = Uint8Array.from(Buffer.from(text));
  for (let batch = 0; batch < 3; batch += 1) {
    packer.add({ bytes, from: 0, to: bytes.length }, columns);
    packer.end();
  }
  assert.deepEqual(sizes, [sizes[0], sizes[0], sizes[0]]);
  assert.ok(sizes[0]!.slice(0, 4).every((size) => size > 0));
});

test('names are counted for those that are taken in', () => {
  const records = new Records();
  const restore = new PackedRestore(records, null);
  const packer = createPacker(RULES, (batch) => {
    for (let row = 0; row < batch.count;) row = restore.take(batch as PackedBatch, row);
  });
  const key = ['a.example', 1, 'ann'];
  const bytes = Uint8Array.from(
    Buffer.from(
      JSON.stringify([
        [1, ...key],
        [2, ...key],
        [3, ...key],
        [3, '::1', 1, 'bob'],
      ]),
    ),
  );
  packer.add({ bytes, from: 0, to: bytes.length }, ['id', 'host', 'port', 'user']);
  packer.end();
  records.remove(records.ids.slot(1));
  assert.deepEqual([records.size, records.hosts.size, records.users.size], [1, 1, 1]);
  records.remove(records.ids.slot(3));
  assert.deepEqual([records.hosts.size, records.users.size], [0, 0]);
});

for (const text of [
  '',
  '[',
  '[[1,"127.0.0.1",1]',
  '[[1,"127.0.0.1"',
  '[[1,"127.0.0.1,1]]',
  '[[1,x,1]]',
  '[[1,,1]]',
  '[[1,"a",1,1]]',
  '{}',
  '[[1,[2,1]]',
  '[[1,"127.0.0.1",1]],\n[2,"127.0.0.2",2]]',
])
  test(`no rows: ${text}`, () => {
    assert.throws(() => loadPacked(createWorld().pool, [[text]], ['id', 'host', 'port']));
  });

test('a password may be the only text of a batch', () => {
  const rows = [[1, '127.0.0.1', 80, 'secret']];
  const [packed, parsed] = bothWays(rows, ['id', 'host', 'port', 'password']);
  assert.equal(packed.endpoint(1).password, 'secret');
  assertSame(packed, parsed);
});
