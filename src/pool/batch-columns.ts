/**
 * The columns of a batch, in one buffer, which is handed over as it is: arrays of their own would be half of what a message
 * costs. Used by the packer of rows, and by the pool, which looks at the same places.
 */
import { PACKED_COLUMNS, type PackedColumns, ROWS_A_BATCH } from './packed-rows.ts';

/** Columns of eight bytes, of four, of two and of one. */
const BYTES_A_ROW = 2 * 8 + 17 * 4 + 4 * 2 + 12;

type Viewed<T> = new (buffer: ArrayBuffer, offset: number, length: number) => T;

/** The widest column. */
const ZEROS = Buffer.alloc(ROWS_A_BATCH * Float64Array.BYTES_PER_ELEMENT);

/** Columns of the pool, and what lies beside them. */
export interface BatchColumns extends PackedColumns {
  /** A text of the batch + 1; 0 = none. */
  readonly password: Uint32Array;
  /** Place in its timelines; 0 = none. */
  readonly timeline: Uint32Array;
  /** Place in the numbers of its details; 0 = none. */
  readonly detail: Uint16Array;
  /** By number of PACKED_COLUMNS: 1 where a column has another value than 0. */
  readonly filled: Uint8Array;
}

/** For {@link columnsIn}; all of them zero. */
export function emptyMemory(): ArrayBuffer {
  return new ArrayBuffer(BYTES_A_ROW * ROWS_A_BATCH);
}

export function columnsIn(memory: ArrayBuffer): BatchColumns {
  let offset = 0;
  const next = <T extends ArrayBufferView>(Array: Viewed<T>): T => {
    const view = new Array(memory, offset, ROWS_A_BATCH);
    offset += view.byteLength;
    return view;
  };
  // A literal, by size: made name by name it would be a dictionary, which is slow to read.
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
    password: next(Uint32Array),
    timeline: next(Uint32Array),
    port: next(Uint16Array),
    country: next(Uint16Array),
    score: next(Uint16Array),
    detail: next(Uint16Array),
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
    filled: next(Uint8Array),
  };
}

/** Notes which of the columns of the pool have values in so many rows. */
export function noteFilled(memory: ArrayBuffer, columns: BatchColumns, count: number): void {
  const bytes = Buffer.from(memory);
  for (let i = 0; i < PACKED_COLUMNS.length; i += 1) {
    const { byteOffset, BYTES_PER_ELEMENT } = columns[PACKED_COLUMNS[i]!];
    const size = count * BYTES_PER_ELEMENT;
    columns.filled[i] = bytes.compare(ZEROS, 0, size, byteOffset, byteOffset + size) === 0 ? 0 : 1;
  }
}
