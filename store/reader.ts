/**
 * The main thread's end of reading a state file: the head as soon as the worker found the whole file good, and its bytes,
 * whose rows are parsed piece by piece, so that filling the pool never blocks the event loop.
 */
import { stat } from 'node:fs/promises';
import { isCode } from '../src/core/atomic-file.ts';
import { Slicer } from '../src/lib/slices.ts';
import { fail, type RefbotError } from '../src/model/errors.ts';
import type { ProxyRowPort, RowPacking } from '../src/model/state.ts';
import { identityOf, sizeOfJournals } from './journal-files.ts';
import type { FromReader, ReaderData, SnapshotHead, Unreadable } from './read-state.ts';
import { packedReading, ReaderThread, SMALL_STATE } from './reader-thread.ts';
import { rowsOf, type RowPiece } from './row-pieces.ts';
import type { RowSource } from './snapshot-text.ts';

/** Rows parsed in one go: less than half a millisecond. */
const PIECE = 256;
/** Rows between two looks at the clock: a fifth of a millisecond. */
const LOOK = 64;
/** Shorter than usual: rows are parsed between two looks. */
const SLICE_MS = 2;

export interface OpenState {
  readonly head: SnapshotHead;
  /** Gives every row to the pool. Call it once. @throws state-broken when rows are not what their checksum vouched for */
  fill(rows: ProxyRowPort): Promise<void>;
}

export interface OpenSnapshot extends OpenState {
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
  const data = { file, journals, most: PIECE, careful };
  const found = bytes > SMALL_STATE ? await readInWorker(data) : await readHere(data);
  if (found.type === 'unreadable') return found;
  const { head, rows } = found;
  const batchOf = (piece: RowPiece): readonly (readonly unknown[])[] => {
    const batch = rowsOf(rows, piece);
    if (batch !== null) return batch;
    throw notWhatWasWritten(file);
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
      keepNextId(port, head);
    },
  };
}

/**
 * As {@link openSnapshot}, for a pool that packs rows: a worker makes columns of them while those before are taken in.
 * @param begun a thread that began before the lock was held; what it read counts if the files are still the same
 * @throws state-broken when the worker itself failed
 */
export async function openPacked(
  file: string,
  journals: string,
  packing: RowPacking,
  begun?: ReaderThread,
): Promise<OpenState | UnreadableSnapshot> {
  const looked = await withoutReading(file);
  if (typeof looked !== 'number') return looked;
  if (looked + (await sizeOfJournals(journals)) <= SMALL_STATE) return openSnapshot(file, journals);
  let thread = begun;
  let first = await begun?.next().catch(() => undefined);
  const isSame = first?.type === 'head' && begun?.data.file === file && first.identity === identityOf(file, journals);
  if (thread === undefined || first === undefined || !isSame) {
    begun?.stop();
    thread = new ReaderThread(packedReading(file, journals, packing));
    first = await thread.next();
  }
  if (first.type === 'unreadable') return first;
  if (first.type !== 'head') throw notWhatWasWritten(file);
  const { head } = first;
  return {
    head,
    async fill(port) {
      const take = packing.receive(thread.data.packing!.data, head.rows);
      const slicer = new Slicer(SLICE_MS);
      for (;;) {
        const message = await thread.next();
        if (message.type === 'end') break;
        if (message.type !== 'batch') throw notWhatWasWritten(file);
        const { batch } = message;
        for (let row = 0; row < batch.count;) {
          if (slicer.due()) await slicer.breathe();
          row = take(batch, row);
        }
      }
      keepNextId(port, head);
    },
  };
}

/** Ids of removed proxies are not given again. */
function keepNextId(port: ProxyRowPort, { nextId }: SnapshotHead): void {
  port.nextId = Math.max(port.nextId, nextId);
}

function notWhatWasWritten(file: string): RefbotError {
  return fail('state-broken', `${file}: its checksums are good and its proxies cannot be read`, {
    hint: '`state verify` says where',
  });
}

async function readHere(data: ReaderData): Promise<FromReader> {
  const { readState } = await import('./read-state.ts');
  return readState(data);
}

async function readInWorker(data: ReaderData): Promise<FromReader> {
  return (await new ReaderThread(data).next()) as FromReader;
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

export function isOpen<T extends OpenState>(snapshot: T | UnreadableSnapshot): snapshot is T {
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
