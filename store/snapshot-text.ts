/**
 * A state as text: one JSON document that a person can open, one top-level key and one proxy per line. The line layout
 * is what lets the reader parse it piece by piece; any other layout of the same JSON is read too.
 */
import { crc32 } from 'node:zlib';
import { ByteText } from '../src/lib/byte-text.ts';
import { Slicer } from '../src/lib/slices.ts';
import type { ProxyRowPort, StateDocuments } from '../src/model/state.ts';
import { STATE_FORMAT, STATE_VERSION } from '../src/model/state.ts';
import type { JournalMark } from './journal-line.ts';
import { textsOf } from './row-text.ts';
import { ROWS_BEGIN, ROWS_END } from './snapshot-layout.ts';

/** Longest task of the main thread while a snapshot is written. */
const SLICE_MS = 2;
/** Rows between two looks at the clock. */
const ROWS_A_LOOK = 16;
/** Bytes collected before they go to the file. */
const CHUNK_BYTES = 128 * 1024;

/** A row, and what a piece may be longer by. */
const ROOM = 8 * 1024;
const BETWEEN = ',\n';

/** The proxies that a snapshot is made of. */
export type RowSource = Pick<ProxyRowPort, 'columns' | 'images' | 'texts' | 'nextId'>;

/** What a state file says about the journals it contains. */
export interface SnapshotMark extends JournalMark {
  /** As beside it: a program that knows no journals keeps this key and writes another time, and its file has none. */
  readonly savedAt: string;
}

/**
 * A snapshot, in chunks, its checksum last. Documents are taken at the first chunk; rows as the pool has them when their turn
 * comes; `nextId` last, so that it is above the id of every row.
 * @param mark what it contains of the journals
 * @param now epoch milliseconds
 * @param onCounted told how many rows were written
 */
export async function* snapshotText(
  documents: StateDocuments,
  rows: RowSource,
  mark: JournalMark,
  now: number,
  onCounted: (count: number) => void,
): AsyncGenerator<Uint8Array> {
  let crc = 0;
  for await (const bytes of unsealed(documents, rows, mark, now, onCounted)) {
    crc = crc32(bytes, crc);
    yield bytes;
  }
  yield Buffer.from(`"crc": "${crc.toString(16).padStart(8, '0')}"\n}\n`);
}

async function* unsealed(
  documents: StateDocuments,
  rows: RowSource,
  mark: JournalMark,
  now: number,
  onCounted: (count: number) => void,
): AsyncGenerator<Uint8Array> {
  const slicer = new Slicer(SLICE_MS);
  const { columns } = rows;
  const savedAt = new Date(now).toISOString();
  const head: Record<string, unknown> = {
    format: STATE_FORMAT,
    version: STATE_VERSION,
    savedAt,
    journal: { ...mark, savedAt } satisfies SnapshotMark,
    ...documents,
  };
  const text = new ByteText(CHUNK_BYTES + ROOM);
  text.text('{\n');
  for (const [key, value] of Object.entries(head)) text.text(`${JSON.stringify(key)}: ${JSON.stringify(value)},\n`);
  text.text(`"proxies": {\n"v": 1,\n"cols": ${JSON.stringify(columns)},`);

  let count = 0;
  // What comes before each row is there before the row is.
  text.text(ROWS_BEGIN);
  const written = textsOf(rows).all(text);
  while (written.next().done !== true) {
    text.text(BETWEEN);
    count++;
    if (count % ROWS_A_LOOK === 0 && slicer.due()) await slicer.breathe();
    if (text.length >= CHUNK_BYTES) {
      // Whoever takes it may keep it; this one is written to again.
      const end = text.length - BETWEEN.length;
      yield Buffer.from(text.view(0, end));
      text.cut(0);
      text.text(BETWEEN);
    }
  }
  onCounted(count);
  text.cut(text.length - (count === 0 ? ROWS_BEGIN.length : BETWEEN.length));
  if (count === 0) text.text('\n"rows": [');
  text.text(`${count === 0 ? '],\n"count": ' : ROWS_END}${count},\n"nextId": ${rows.nextId}\n},\n`);
  yield text.view();
}
