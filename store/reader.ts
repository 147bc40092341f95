/**
 * The main thread's end of reading a state file: the head as soon as the worker found the whole file good, and its bytes,
 * whose rows are parsed piece by piece, so that filling the pool never blocks the event loop.
 */
import { stat } from 'node:fs/promises';
import { isCode } from '../src/core/atomic-file.ts';
import { siblingModule } from '../src/lib/sibling.ts';
import { Slicer } from '../src/lib/slices.ts';
import { WorkerLane } from '../src/lib/worker-lane.ts';
import { fail, type RefbotError } from '../src/model/errors.ts';
import type { ProxyRowPort, RowPacking } from '../src/model/state.ts';
import { sizeOfJournals } from './journal-files.ts';
import type { FromReader, ReaderData, SnapshotHead, Unreadable } from './read-state.ts';
import type { FromWorker } from './reader-worker.ts';
import { rowsOf, type RowPiece } from './row-pieces.ts';
import type { RowSource } from './snapshot-text.ts';

/** Rows parsed in one go: less than half a millisecond. */
const PIECE = 256;
/** Rows that a worker packs in one go. */
const PACKED_PIECE = 8_192;
/** Rows between two looks at the clock: a fifth of a millisecond. */
const LOOK = 64;
/** Shorter than usual: rows are parsed between two looks. */
const SLICE_MS = 2;

/** Bytes that are read in place: it takes a millisecond, where a worker takes thirty to begin. */
const SMALL = 128 * 1024;

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
  const found = bytes > SMALL ? await readInWorker(data) : await readHere(data);
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
 * @throws state-broken when the worker itself failed
 */
export async function openPacked(
  file: string,
  journals: string,
  packing: RowPacking,
): Promise<OpenState | UnreadableSnapshot> {
  const looked = await withoutReading(file);
  if (typeof looked !== 'number') return looked;
  if (looked + (await sizeOfJournals(journals)) <= SMALL) return openSnapshot(file, journals);
  const { module, data } = packing;
  const messages = new WorkerMessages({
    file,
    journals,
    most: PACKED_PIECE,
    careful: false,
    packing: { module, data },
  });
  const first = await messages.next();
  if (first.type === 'unreadable') return first;
  if (first.type !== 'head') throw notWhatWasWritten(file);
  const { head } = first;
  return {
    head,
    async fill(port) {
      const take = packing.receive();
      const slicer = new Slicer(SLICE_MS);
      for (;;) {
        const message = await messages.next();
        if (message.type === 'end') break;
        if (message.type !== 'batch') throw notWhatWasWritten(file);
        const { batch } = message;
        for (let from = 0; from < batch.count; from += LOOK) {
          if (slicer.due()) await slicer.breathe();
          take(batch, from, Math.min(batch.count, from + LOOK));
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
  return (await new WorkerMessages(data).next()) as FromReader;
}

/** What a worker that reads a state has to say, in order. It is gone when it has said all. */
class WorkerMessages {
  readonly #lane: WorkerLane<never, FromWorker>;
  readonly #queue: FromWorker[] = [];
  #error: Error | null = null;
  #wake: () => void = () => {};

  constructor(data: ReaderData) {
    this.#lane = new WorkerLane<never, FromWorker>(siblingModule(import.meta.url, './reader-worker'), {
      name: 'state-reader',
      data,
      onMessage: (message) => {
        this.#queue.push(message);
        this.#wake();
        // Nobody has to wait for its end.
        if (message.type !== 'head' && message.type !== 'batch') void this.#lane.stop();
      },
      onDeath: (error) => {
        this.#error = fail('state-broken', `${data.file} could not be read: ${error.message}`, { cause: error });
        this.#wake();
      },
    });
  }

  /** @throws state-broken when the worker died */
  async next(): Promise<FromWorker> {
    while (this.#queue.length === 0) {
      if (this.#error !== null) throw this.#error;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    return this.#queue.shift()!;
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
