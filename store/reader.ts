/**
 * The main thread's end of reading a state file: the head as soon as the worker found the whole file good, then rows
 * in small batches, each asked for, so that filling the pool never blocks the event loop.
 */
import { stat } from 'node:fs/promises';
import { isCode } from '../src/core/atomic-file.ts';
import { siblingModule } from '../src/lib/sibling.ts';
import { Slicer } from '../src/lib/slices.ts';
import { WorkerLane } from '../src/lib/worker-lane.ts';
import { fail } from '../src/model/errors.ts';
import type { ProxyRowPort } from '../src/model/state.ts';
import type { RowBatch } from './journal-replay.ts';
import type { FromReader, ReaderData, SnapshotHead, ToReader, Unreadable } from './reader-worker.ts';

/** Rows in one message: parsing them takes the main thread about a millisecond, asking for them a tenth of one. */
const BATCH = 500;
/** Rows between two looks at the clock: less than half a millisecond. */
const PIECE = 100;
/** Shorter than usual: a message is parsed between two looks. */
const SLICE_MS = 2;

export interface OpenSnapshot {
  readonly head: SnapshotHead;
  /** Gives every row to the pool. Call it once. */
  fill(rows: ProxyRowPort): Promise<void>;
  /** Ends the worker; needed in any case. */
  close(): Promise<void>;
}

export interface UnreadableSnapshot {
  readonly why: Unreadable;
  readonly message: string;
}

/**
 * Reads and checks a whole state file in a worker.
 * @param journals path of its journals without `-<number>`, to have them replayed on top
 * @throws state-broken when the worker itself failed (out of memory, …): that says nothing about the file
 */
export async function openSnapshot(
  file: string,
  journals: string | null = null,
): Promise<OpenSnapshot | UnreadableSnapshot> {
  const nothing = await withoutReading(file);
  if (nothing) return nothing;
  let waiting: (message: FromReader) => void = () => undefined;
  const death = Promise.withResolvers<never>();
  // The worker may die while nobody waits for it; the next one who does is told.
  death.promise.catch(() => undefined);
  const answer = (): Promise<FromReader> =>
    Promise.race([new Promise<FromReader>((resolve) => (waiting = resolve)), death.promise]);
  const first = answer();
  const lane = new WorkerLane<ToReader, FromReader>(siblingModule(import.meta.url, './reader-worker'), {
    name: 'state-reader',
    data: { file, journals, batch: BATCH } satisfies ReaderData,
    onMessage: (message) => waiting(message),
    onDeath: (error) =>
      death.reject(fail('state-broken', `${file} could not be read: ${error.message}`, { cause: error })),
  });
  const next = async (): Promise<RowBatch | null> => {
    const reply = answer();
    lane.post({ type: 'next' });
    const message = await reply;
    return message.type === 'rows' ? message.rows : null;
  };
  const found = await first;
  if (found.type === 'unreadable') await lane.stop();
  if (found.type !== 'head')
    return found.type === 'unreadable' ? found : { why: 'damaged', message: 'its reader gave no head' };
  const { head } = found;
  return {
    head,
    async fill(rows) {
      const slicer = new Slicer(SLICE_MS);
      for (let ahead = next(); ;) {
        const piece = await ahead;
        if (piece === null) break;
        // The worker prepares the next batch while this one is taken in.
        ahead = next();
        ahead.catch(() => undefined);
        const batch = JSON.parse(piece.text) as readonly (readonly unknown[])[];
        for (let from = 0; from < batch.length; from += PIECE) {
          rows.restore(batch.slice(from, from + PIECE), piece.columns);
          if (slicer.due()) await slicer.breathe();
        }
      }
      // Ids of removed proxies are not given again.
      rows.nextId = Math.max(rows.nextId, head.nextId);
    },
    close: () => lane.stop(),
  };
}

/** What a look at the directory tells already: a fresh start needs no worker. */
async function withoutReading(file: string): Promise<UnreadableSnapshot | null> {
  try {
    const facts = await stat(file);
    if (!facts.isFile()) return { why: 'forbidden', message: 'it is not a file' };
    return facts.size === 0 ? { why: 'empty', message: 'the file is empty' } : null;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { why: isCode(error, 'ENOENT') ? 'missing' : 'forbidden', message };
  }
}

export function isOpen(snapshot: OpenSnapshot | UnreadableSnapshot): snapshot is OpenSnapshot {
  return 'head' in snapshot;
}
