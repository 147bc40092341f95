/**
 * The main thread's end of reading a state file: the head as soon as the worker found the whole file good, and its bytes,
 * whose rows are parsed piece by piece, so that filling the pool never blocks the event loop.
 */
import { stat } from 'node:fs/promises';
import { isCode } from '../src/core/atomic-file.ts';
import { siblingModule } from '../src/lib/sibling.ts';
import { Slicer } from '../src/lib/slices.ts';
import { WorkerLane } from '../src/lib/worker-lane.ts';
import { fail } from '../src/model/errors.ts';
import type { ProxyRowPort } from '../src/model/state.ts';
import { sizeOfJournals } from './journal-files.ts';
import type { FromReader, ReaderData, SnapshotHead, Unreadable } from './read-state.ts';
import { rowsOf, type RowPiece } from './row-pieces.ts';
import type { RowSource } from './snapshot-text.ts';

/** Rows parsed in one go: less than half a millisecond. */
const PIECE = 256;
/** Rows between two looks at the clock: a fifth of a millisecond. */
const LOOK = 64;
/** Shorter than usual: rows are parsed between two looks. */
const SLICE_MS = 2;

/** Bytes that are read in place: it takes a millisecond, where a worker takes thirty to begin. */
const SMALL = 128 * 1024;

export interface OpenSnapshot {
  readonly head: SnapshotHead;
  /** Gives every row to the pool. Call it once. @throws state-broken when rows are not what their checksum vouched for */
  fill(rows: ProxyRowPort): Promise<void>;
  /** Its rows as they are, to write them to another file. @throws as {@link fill} */
  readonly source: RowSource;
}

export interface UnreadableSnapshot {
  readonly why: Unreadable;
  readonly message: string;
}

/**
 * Reads and checks a whole state file, in a worker unless it is small.
 * @param journals path of its journals without `-<number>`, to have them replayed on top
 * @param careful parses every row before the first is given, also where checksums vouch for them
 * @throws state-broken when the worker itself failed (out of memory, …): that says nothing about the file
 */
export async function openSnapshot(
  file: string,
  journals: string | null = null,
  careful = false,
): Promise<OpenSnapshot | UnreadableSnapshot> {
  const looked = await withoutReading(file);
  if (typeof looked !== 'number') return looked;
  const bytes = looked + (journals === null ? 0 : await sizeOfJournals(journals));
  const found = await read({ file, journals, most: PIECE, careful }, bytes);
  if (found.type === 'unreadable') return found;
  const { head, rows } = found;
  const batchOf = (piece: RowPiece): readonly (readonly unknown[])[] => {
    const batch = rowsOf(rows, piece);
    if (batch !== null) return batch;
    throw fail('state-broken', `${file}: its checksums are good and its proxies cannot be read`, {
      hint: '`state verify` says where',
    });
  };
  return {
    head,
    source: {
      columns: head.columns,
      nextId: head.nextId,
      *images() {
        for (const piece of rows.pieces) yield* batchOf(piece);
      },
    },
    async fill(port) {
      const slicer = new Slicer(SLICE_MS);
      for (const piece of rows.pieces) {
        const batch = batchOf(piece);
        for (let from = 0; from < batch.length; from += LOOK) {
          port.restore(batch.slice(from, from + LOOK), rows.columns[piece.buffer]!);
          if (slicer.due()) await slicer.breathe();
        }
      }
      // Ids of removed proxies are not given again.
      port.nextId = Math.max(port.nextId, head.nextId);
    },
  };
}

async function read(data: ReaderData, bytes: number): Promise<FromReader> {
  if (bytes > SMALL) return readInWorker(data);
  const { readState } = await import('./read-state.ts');
  return readState(data);
}

/** It is gone when it has answered. */
async function readInWorker(data: ReaderData): Promise<FromReader> {
  const found = Promise.withResolvers<FromReader>();
  const lane = new WorkerLane<never, FromReader>(siblingModule(import.meta.url, './reader-worker'), {
    name: 'state-reader',
    data,
    onMessage: found.resolve,
    onDeath: (error) =>
      found.reject(fail('state-broken', `${data.file} could not be read: ${error.message}`, { cause: error })),
  });
  try {
    return await found.promise;
  } finally {
    // Nobody has to wait for its end.
    void lane.stop();
  }
}

/** What a look at the directory tells already. @returns bytes of the file where it has to be read */
async function withoutReading(file: string): Promise<UnreadableSnapshot | number> {
  try {
    const facts = await stat(file);
    if (!facts.isFile()) return { why: 'forbidden', message: 'it is not a file' };
    return facts.size === 0 ? { why: 'empty', message: 'the file is empty' } : facts.size;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { why: isCode(error, 'ENOENT') ? 'missing' : 'forbidden', message };
  }
}

export function isOpen(snapshot: OpenSnapshot | UnreadableSnapshot): snapshot is OpenSnapshot {
  return 'head' in snapshot;
}

/**
 * The state in a file alone, looked at to its last row. @param what the file is, for people
 * @throws state-broken, state-newer
 */
export async function openWhole(file: string, what: string): Promise<OpenSnapshot> {
  const found = await openSnapshot(file, null, true);
  if (isOpen(found)) return found;
  throw fail(found.why === 'newer' ? 'state-newer' : 'state-broken', `${what}: ${found.message}`);
}
