/**
 * The main thread's end of the worker that reads states. It may begin before the lock is held, while everything else is
 * loaded: what it read then counts only if the files are the same afterwards. Light, since it is loaded before the first
 * frame.
 */
import { existsSync, statSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { realName, siblings } from '../src/core/paths.ts';
import { siblingModule } from '../src/lib/sibling.ts';
import { WorkerLane } from '../src/lib/worker-lane.ts';
import { fail } from '../src/model/errors.ts';
import type { RowPacking } from '../src/model/state.ts';
import type { ReaderData } from './read-state.ts';
import type { FromWorker } from './reader-worker.ts';

/** Bytes that are read in place: it takes a millisecond, where a worker takes thirty to begin. */
export const SMALL_STATE = 128 * 1024;
/** Rows that a worker packs in one go. */
const PACKED_PIECE = 8_192;
/** Megabytes for new objects of the worker, which is gone when it has read: of 100,000 rows it is nearly filled once. */
const NURSERY_MB = 16;
const V8_DECIDES = 0;

type Packing = Pick<RowPacking, 'module' | 'data'>;

export class ReaderThread {
  readonly data: ReaderData;
  /** Null where the system gives no more threads. */
  readonly #lane: WorkerLane<never, FromWorker> | null;
  readonly #queue: FromWorker[] = [];
  #error: Error | null = null;
  #wake: () => void = () => {};

  /** Begins to read. */
  constructor(data: ReaderData) {
    this.data = data;
    // It counts for a thread when that begins. With V8's own megabyte there are ten collections, each of which waits for
    // helper threads that have no processor while so much is going on.
    growFrom(NURSERY_MB);
    const reset = (): void => growFrom(V8_DECIDES);
    try {
      this.#lane = this.#begin();
      this.#lane.ready.then(reset, reset);
    } catch (error) {
      reset();
      this.#lane = null;
      this.#error = error as Error;
    }
  }

  /** What it has to say, in order. @throws state-broken when it died or never lived: that says nothing about the file */
  async next(): Promise<FromWorker> {
    while (this.#queue.length === 0) {
      const cause = this.#error;
      if (cause !== null)
        throw fail('state-broken', `${this.data.file} could not be read: ${cause.message}`, { cause });
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    return this.#queue.shift()!;
  }

  /** Nobody has to wait for its end; it ends by itself when it has said all. */
  stop(): void {
    void this.#lane?.stop();
  }

  #begin(): WorkerLane<never, FromWorker> {
    return new WorkerLane<never, FromWorker>(siblingModule(import.meta.url, './reader-worker'), {
      name: 'state-reader',
      data: this.data,
      onMessage: (message) => {
        this.#queue.push(message);
        this.#wake();
        if (message.type !== 'head' && message.type !== 'batch') this.stop();
      },
      onDeath: (error) => {
        this.#error = error;
        this.#wake();
      },
    });
  }
}

function growFrom(megabytes: number): void {
  setFlagsFromString(`--min-semi-space-size=${megabytes}`);
}

/** What a thread is told that packs the rows of a state. @param journals path of its journals without `-<number>` */
export function packedReading(file: string, journals: string, { module, data }: Packing): ReaderData {
  return { file, journals, most: PACKED_PIECE, careful: false, packing: { module, data } };
}

/** Begins to read a state that is going to be opened; null where that gains nothing: it is small, or somebody holds it. */
export function beginReading(state: string, packing: Packing): ReaderThread | null {
  const { journal, lock } = siblings(state);
  const size = statSync(state, { throwIfNoEntry: false })?.size ?? 0;
  if (size <= SMALL_STATE || existsSync(lock)) return null;
  return new ReaderThread(packedReading(realName(state), journal, packing));
}
