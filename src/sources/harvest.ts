/**
 * The third hand: a worker that fetches, unpacks and parses lists, so that the brain only gets packed candidates.
 * The scraper asks it for sources, imports feed it their text. It admits nothing to the pool.
 */
import { siblingModule } from '../lib/sibling.ts';
import { WorkerLane } from '../lib/worker-lane.ts';
import type { ParsedList } from '../model/candidate.ts';
import { fail } from '../model/errors.ts';
import type { ListOptions } from '../model/list/builder.ts';
import type { FromHarvester, HarvestResult, HarvestTask, ToHarvester } from './harvest-types.ts';

/** Chunks of an import on their way to the worker: enough to keep it busy, little enough to stay small. */
const CHUNKS_IN_FLIGHT = 8;
/**
 * A worker keeps 20 MB, and takes a tenth of a second to start: one that had nothing to do for so long is let go. Soon:
 * what it held serves the check worker that often comes next, if it has gone by then.
 */
const IDLE_MS = 250;

interface Job {
  readonly settle: (message: FromHarvester) => void;
  readonly fail: (error: Error) => void;
  /** Chunks that may still be sent. */
  room: number;
  /** Told when there is room again, or when the job is over. */
  wake: () => void;
}

export class Harvest {
  #lane: WorkerLane<ToHarvester, FromHarvester> | null = null;
  readonly #jobs = new Map<number, Job>();
  readonly #idleMs: number;
  #idle: NodeJS.Timeout | null = null;
  #lastId = 0;
  #stopped = false;

  /** @param idleMs how long the worker is kept for the next list */
  constructor(idleMs = IDLE_MS) {
    this.#idleMs = idleMs;
  }

  /** There is a worker, at work or kept for the next list. */
  get isAwake(): boolean {
    return this.#lane !== null;
  }

  /**
   * Fetches (or reads) and parses one source. What is wrong with the source is in the result.
   * @throws cancelled when the signal ends it; engine-worker when the worker died
   */
  async fetch(task: HarvestTask, signal: AbortSignal): Promise<HarvestResult> {
    const answer = await this.#run(signal, (id) => this.#post({ kind: 'fetch', id, task }));
    if (answer.kind !== 'fetched') throw fail('engine-worker', 'the harvest worker gave no answer');
    return answer.result;
  }

  /**
   * Parses text that comes in chunks (an import); gzip is unpacked. The chunks stay the caller's.
   * @throws cancelled; file-io where packed text is damaged; engine-worker; and what the chunks throw
   */
  async parse(chunks: AsyncIterable<Uint8Array>, list: ListOptions, signal: AbortSignal): Promise<ParsedList> {
    const abort = new AbortController();
    const either = AbortSignal.any([signal, abort.signal]);
    let thrown: { readonly error: unknown } | null = null;
    const answer = this.#run(either, (id) => {
      this.#post({ kind: 'feed', id, list });
      void this.#feed(id, chunks, either).catch((error: unknown) => {
        thrown = { error };
        abort.abort();
      });
    });
    try {
      const message = await answer;
      if (message.kind !== 'parsed') throw fail('engine-worker', 'the harvest worker gave no answer');
      return message.parsed;
    } catch (error) {
      // What the caller's own chunks threw says more than the cancelling that followed.
      if (thrown !== null && !signal.aborted) throw (thrown as { readonly error: unknown }).error;
      throw error;
    }
  }

  /** Ends the worker and what it is doing. Safe to call twice. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#abandon(fail('cancelled', 'stopped'));
    await this.#rest();
  }

  /** Lets the worker go; the next job starts another. */
  async #rest(): Promise<void> {
    if (this.#idle) clearTimeout(this.#idle);
    const lane = this.#lane;
    this.#lane = null;
    await lane?.stop();
  }

  async #feed(id: number, chunks: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<void> {
    const job = this.#jobs.get(id)!;
    signal.addEventListener('abort', () => job.wake(), { once: true });
    for await (const chunk of chunks) {
      // A copy: a chunk of a stream lives in a buffer that others share, which must not be moved away.
      const bytes = new Uint8Array(chunk);
      while (job.room === 0 && this.#jobs.has(id) && !signal.aborted) {
        await new Promise<void>((resolve) => (job.wake = resolve));
      }
      if (signal.aborted || !this.#jobs.has(id)) return;
      job.room--;
      this.#post({ kind: 'chunk', id, bytes }, [bytes.buffer]);
    }
    this.#post({ kind: 'end', id });
  }

  async #run(signal: AbortSignal, begin: (id: number) => void): Promise<FromHarvester> {
    if (signal.aborted) throw fail('cancelled', 'cancelled');
    if (this.#stopped) throw fail('not-running', 'the harvest worker was stopped');
    if (this.#idle) clearTimeout(this.#idle);
    const id = ++this.#lastId;
    const cancel = (): void => {
      this.#post({ kind: 'abort', id });
      this.#jobs.get(id)?.fail(fail('cancelled', 'cancelled'));
    };
    try {
      return await new Promise<FromHarvester>((settle, reject) => {
        this.#jobs.set(id, { settle, fail: reject, room: CHUNKS_IN_FLIGHT, wake: () => {} });
        this.#open().ref(true);
        signal.addEventListener('abort', cancel, { once: true });
        begin(id);
      });
    } finally {
      signal.removeEventListener('abort', cancel);
      const job = this.#jobs.get(id);
      this.#jobs.delete(id);
      job?.wake(); // whoever waits for room sees that the job is over
      if (this.#jobs.size === 0) this.#keepAWhile();
    }
  }

  #keepAWhile(): void {
    this.#lane?.ref(false); // an idle worker must not keep the process alive
    if (this.#idle) clearTimeout(this.#idle);
    this.#idle = setTimeout(() => void this.#rest(), this.#idleMs).unref();
  }

  #post(message: ToHarvester, transfer: readonly ArrayBuffer[] = []): void {
    this.#lane?.post(message, transfer);
  }

  /** The worker, started when it is first needed, and again after it died. */
  #open(): WorkerLane<ToHarvester, FromHarvester> {
    this.#lane ??= new WorkerLane<ToHarvester, FromHarvester>(siblingModule(import.meta.url, './worker'), {
      name: 'harvest',
      onMessage: (message) => this.#answer(message),
      onDeath: (error) => {
        this.#lane = null;
        this.#abandon(fail('engine-worker', `the harvest worker died: ${error.message}`, { cause: error }));
      },
    });
    return this.#lane;
  }

  #answer(message: FromHarvester): void {
    const job = this.#jobs.get(message.id);
    if (job === undefined) return; // cancelled meanwhile
    if (message.kind === 'taken') {
      job.room++;
      job.wake();
    } else if (message.kind === 'failed') job.fail(fail('file-io', message.message));
    else job.settle(message);
  }

  #abandon(error: Error): void {
    for (const job of this.#jobs.values()) job.fail(error);
  }
}
