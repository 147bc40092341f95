/** The columns of a batch while it is being filled, in one buffer, which is handed over as it is. Used by the packer of rows. */
import { PACKED_COLUMNS, type PackedBatch, type PackedColumns, ROWS_A_BATCH } from './packed-rows.ts';

/** Columns of eight bytes, of four, of two and of one. */
const BYTES_A_ROW = 2 * 8 + 15 * 4 + 3 * 2 + 11;

type Viewed<T> = new (buffer: ArrayBuffer, offset: number, length: number) => T;

/** The widest column. */
const ZEROS = Buffer.alloc(ROWS_A_BATCH * Float64Array.BYTES_PER_ELEMENT);

/** All of them zero. */
export function emptyColumns(): PackedColumns {
  const buffer = new ArrayBuffer(BYTES_A_ROW * ROWS_A_BATCH);
  let offset = 0;
  const next = <T extends ArrayBufferView>(Array: Viewed<T>): T => {
    const view = new Array(buffer, offset, ROWS_A_BATCH);
    offset += view.byteLength;
    return view;
  };
  // A literal, in the order of PACKED_COLUMNS: made name by name it would be a dictionary, which is slow to read.
  return {
    checkedAt: next(Float64Array),
    dueAt: next(Float64Array),
    id: next(Uint32Array),
    host: next(Uint32Array),
    user: next(Uint32Array),
    sources: next(Uint32Array),
    tags: next(Uint32Array),
    results: next(Uint32Array),
    checks: next(Uint32Array),
    passes: next(Uint32Array),
    history: next(Uint32Array),
    latency: next(Uint32Array),
    throughput: next(Uint32Array),
    firstSeen: next(Uint32Array),
    openUntil: next(Uint32Array),
    passTally: next(Float32Array),
    checkTally: next(Float32Array),
    port: next(Uint16Array),
    country: next(Uint16Array),
    score: next(Uint16Array),
    flags: next(Uint8Array),
    status: next(Uint8Array),
    claimed: next(Uint8Array),
    speaks: next(Uint8Array),
    spoken: next(Uint8Array),
    anonymity: next(Uint8Array),
    reason: next(Uint8Array),
    drift: next(Int8Array),
    breaker: next(Uint8Array),
    failures: next(Uint8Array),
    opened: next(Uint8Array),
  };
}

/** Those that have values, so many in each. */
export function filledColumns(columns: PackedColumns, count: number): PackedBatch['columns'] {
  const filled = PACKED_COLUMNS.filter((name) => !isZero(columns[name], count));
  return Object.fromEntries(
    filled.map((name) => [name, columns[name].subarray(0, count)]),
  ) as unknown as PackedBatch['columns'];
}

function isZero({ buffer, byteOffset, BYTES_PER_ELEMENT }: PackedColumns[keyof PackedColumns], count: number): boolean {
  const size = count * BYTES_PER_ELEMENT;
  return ZEROS.compare(Buffer.from(buffer, byteOffset, size), 0, size, 0, size) === 0;
}
