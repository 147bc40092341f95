/**
 * Rows that somebody edited, or a disk changed, on their way through the packer: what is JSON still means what it says,
 * and what is none costs no more rows than it spoils.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PackedRows } from '../../src/model/state.ts';
import type { Pool } from '../../src/pool/pool.ts';
import { createPacker } from '../../src/pool/row-packer.ts';
import { NoRow } from '../../src/pool/row-scanner.ts';
import { rowText } from '../../store/row-text.ts';
import { bad, createWorld, good, loopbackBatch, report, START } from '../help/pool-world.ts';
import { shortOrLong } from '../help/soak.ts';

type Rows = readonly (readonly unknown[])[];

const MUTATIONS = shortOrLong(800, 20_000);
/** Instead of a value, or between two letters. */
const BITS = [
  '0',
  '-0',
  '00',
  '01',
  '1e3',
  '1.',
  '.5',
  '1.50',
  '255',
  '65536',
  '4294967294',
  '8640000000000001',
  '""',
  '"http"',
  '"one"',
  '"a.example"',
  '"127.0.0.1"',
  '"\\u0061"',
  '"é"',
  'null',
  'true',
  '{}',
  '[]',
  '["OPEN",3,1,9]',
  '{"http":[7]}',
  ' ',
  '\n',
  '"',
  '\\',
  ',',
  '[',
  ']',
  ']]',
  '],[',
  '0,',
  '\0',
  '\u00ff',
];

const { columns } = createWorld().pool.images;

/** @param sealed how many rows a checksum vouches for */
function packed(text: string, names: readonly string[] = columns, sealed?: number): Pool {
  const { pool } = createWorld();
  const { packing } = pool.images;
  const batches: PackedRows[] = [];
  const packer = createPacker(packing!.data, (batch) => batches.push(batch));
  const bytes = Uint8Array.from(Buffer.from(text));
  packer.add({ bytes, from: 0, to: bytes.length, ...(sealed === undefined ? {} : { sealed }) }, names);
  packer.end();
  const take = packing!.receive(packing!.data, 0);
  for (const batch of batches) for (let row = 0; row < batch.count;) row = take(batch, row);
  return pool;
}

function parsed(rows: Rows): Pool {
  const { pool } = createWorld();
  pool.images.restore(rows, columns);
  return pool;
}

/** Null for what is no list of rows. */
function rowsIn(text: string): Rows | null {
  try {
    const rows = JSON.parse(text) as Rows;
    return rows.every((row) => Array.isArray(row) && row.length > 0 && row.length <= columns.length) ? rows : null;
  } catch {
    return null;
  }
}

function shown(pool: Pool): unknown {
  return [[...pool.images.images()], [...pool.rows()], pool.stats(), [...pool.dueTasks()].map(({ id }) => id)];
}

/** Rows of every kind as they are written. */
async function written(): Promise<string[]> {
  const { pool } = createWorld();
  await pool.admit(loopbackBatch(12), { source: 'one' });
  await pool.admit(loopbackBatch(7), { source: 'two' });
  for (let at = START; at < START + 6_000_000; at += 1_000_003)
    pool.apply(
      Array.from({ length: 8 }, (_, i) =>
        i % 2 === 0
          ? report(i + 1, at, [bad('refused'), bad('no-answer', 'socks5')])
          : report(i + 1, at, [good({ latencyMs: 20.5 + i, tlsIntact: true }), good({ protocol: 'socks5' })], {
              exit: '127.0.0.3',
              country: 'NL',
            }),
      ),
    );
  pool.measured([{ id: 2, kibPerSecond: 9.3, at: START }]);
  await pool.tag([1, 2, 9], 'eu');
  await pool.ban([3]);
  return [...pool.images.images()].map((row) => rowText(row));
}

/** A small generator, so that a failing case can be run again by its number. */
function randomOf(seed: number): (below: number) => number {
  let state = (seed + 1) * 2_654_435_761;
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 3_266_489_917) >>> 0;
    return ((state ^ (state >>> 13)) >>> 0) % below;
  };
}

function mutated(text: string, random: (below: number) => number): string {
  const at = random(text.length);
  const bit = BITS[random(BITS.length)]!;
  if (random(4) === 0) return text.slice(0, at) + text.slice(at + 1 + random(4));
  if (random(3) === 0) return text.slice(0, at) + bit + text.slice(at);
  // A whole value, most of them.
  const from = Math.max(text.lastIndexOf(',', at), text.lastIndexOf('[', at)) + 1;
  const length = text.slice(from).search(/[,\]]/);
  return text.slice(0, from) + bit + text.slice(from + length);
}

/** Under a checksum that is good all the same: what would cost a row is refused; only its key may become that of another. */
function assertNoneLost(text: string, count: number, times: number, number: number): void {
  try {
    const lost = count - packed(text, columns, count).size;
    assert.ok(lost <= times, `number ${number}: ${lost} rows are lost`);
    if (lost === 0) return;
    const keys = rowsIn(text)!.map((row) => [[row[0]], row.slice(1, 3)]);
    const distinct = [0, 1].map((part) => new Set(keys.map((key) => JSON.stringify(key[part]))).size);
    assert.ok(Math.min(...distinct) < count, `number ${number}: ${lost} rows are lost`);
  } catch (error) {
    assert.ok(error instanceof NoRow, `number ${number}: ${String(error)}`);
  }
}

test(`${MUTATIONS} mutated lists of rows`, async () => {
  const lines = await written();
  const found = { same: 0, refused: 0, taken: 0 };
  for (let number = 0; number < MUTATIONS; number += 1) {
    const random = randomOf(number);
    let text = `[${lines.join(',\n')}]`;
    const times = 1 + random(2);
    for (let time = 0; time < times; time += 1) text = mutated(text, random);
    const rows = rowsIn(text);
    assertNoneLost(text, lines.length, times, number);
    let pool: Pool | null = null;
    try {
      pool = packed(text);
    } catch (error) {
      assert.ok(error instanceof NoRow, `number ${number}: ${String(error)}`);
    }
    if (rows !== null) {
      assert.ok(pool !== null, `number ${number} was refused`);
      assert.deepEqual(shown(pool), shown(parsed(rows)), `number ${number}`);
      found.same += 1;
    } else if (pool === null) found.refused += 1;
    else {
      // One spoils the key of a row, or makes one of two; two that are quotes make a text of all between them.
      assert.ok(
        times > 1 || pool.size >= lines.length - 2,
        `number ${number}: ${lines.length - pool.size} rows are lost`,
      );
      found.taken += 1;
    }
  }
  for (const [what, count] of Object.entries(found)) assert.ok(count > MUTATIONS / 100, `${what}: ${count}`);
});

test('texts of more rows that are none than a column of sixteen bits can tell apart', () => {
  const rows = Array.from({ length: 66_000 }, (_, i) => [i + 1, `host-${i}.example`, 70_000]);
  const last = [70_001, 'a.example', 1, 'ann', 'secret'];
  const pool = packed(JSON.stringify([...rows, last]), ['id', 'host', 'port', 'user', 'password']);
  assert.deepEqual(
    [...pool.images.images()].map((row) => ['host', 'user', 'password'].map((name) => row[columns.indexOf(name)])),
    [['a.example', 'ann', 'secret']],
  );
});
