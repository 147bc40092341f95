/**
 * Decides when something is written: soon when somebody waits for durability (all who wait share one write), else a
 * while after the first change, and again after a failure with growing pauses. It knows nothing about files; the store
 * has one for commits and one for snapshots.
 */
import { backoffMs } from '../src/lib/backoff.ts';
import { breathe } from '../src/lib/slices.ts';
import { fail, RefbotError } from '../src/model/errors.ts';

export interface SaveFacts {
  /** Every change up to this number is durable. */
  readonly seq: number;
  readonly bytes: number;
  readonly ms: number;
}

export interface SaverOptions {
  /** Writes everything; changes made before the call are in it. @returns bytes */
  readonly write: () => Promise<number>;
  /** How long a change may wait for others. @param lastMs how long the last write took */
  readonly pauseMs: (lastMs: number) => number;
  /** Monotonic milliseconds. */
  readonly now: () => number;
  readonly onSaved: (facts: SaveFacts) => void;
  /** Called at every failed attempt; the state goes on in memory and is tried again. */
  readonly onFailed: (error: RefbotError, retryMs: number) => void;
}

interface Waiter {
  readonly seq: number;
  readonly resolve: (facts: SaveFacts) => void;
  readonly reject: (error: RefbotError) => void;
}

const KEPT = 'everything is kept in memory and written as soon as it is possible';
const RETRY = { baseMs: 1_000, maxMs: 60_000 };

export class Saver {
  readonly #options: SaverOptions;
  #seq = 0;
  #savedSeq = 0;
  #last: SaveFacts = { seq: 0, bytes: 0, ms: 0 };
  #waiters: Waiter[] = [];
  #failures = 0;
  #timer: NodeJS.Timeout | undefined;
  /** The loop that is writing, if any. */
  #running: Promise<void> | null = null;
  /** What has to be over before the next write begins. */
  #gate: Promise<unknown> = Promise.resolve();
  #stopped = false;

  constructor(options: SaverOptions) {
    this.#options = options;
  }

  get dirty(): boolean {
    return this.#seq > this.#savedSeq;
  }

  /** Records that something changed. @returns a number for {@link durable} */
  markDirty(): number {
    this.#seq++;
    if (this.#timer === undefined && this.#running === null) this.#schedule();
    return this.#seq;
  }

  /** Writes now if something changed; nobody waits for it. */
  soon(): void {
    if (this.dirty && this.#failures === 0 && !this.#stopped) this.#start();
  }

  /**
   * Resolves when every change up to `seq` is on the disk.
   * @throws state-write when the attempt failed; the change stays in memory and is tried again
   */
  durable(seq: number): Promise<SaveFacts> {
    if (seq <= this.#savedSeq) return Promise.resolve(this.#last);
    if (this.#stopped) return Promise.reject(fail('state-write', 'the state is closed'));
    return new Promise((resolve, reject) => {
      this.#waiters.push({ seq, resolve, reject });
      this.#start();
    });
  }

  /** Runs work during which nothing is written, after any write that is under way. */
  async exclusive<T>(work: () => Promise<T>): Promise<T> {
    const before = this.#gate;
    const over = Promise.withResolvers<void>();
    this.#gate = over.promise;
    try {
      await before;
      return await work();
    } finally {
      over.resolve();
    }
  }

  /** Writes what is not written yet and ends. @throws state-write; what was not saved is lost with the process */
  async stop(): Promise<void> {
    if (this.#stopped) return;
    const last = this.dirty ? this.durable(this.#seq) : Promise.resolve();
    this.#stopped = true;
    this.#unschedule();
    try {
      await last;
    } finally {
      await this.#running;
    }
  }

  #start(): void {
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
      // Somebody may have come in the very turn in which the loop ended.
      if (this.#waiters.length > 0) this.#start();
      else if (this.dirty && this.#timer === undefined) this.#schedule();
    });
  }

  async #run(): Promise<void> {
    do {
      // Commands that end in the same turn share this write.
      await breathe();
      await this.exclusive(() => this.#writeOnce());
    } while (this.#waiters.length > 0);
  }

  async #writeOnce(): Promise<void> {
    const upTo = this.#seq;
    const started = this.#options.now();
    this.#unschedule();
    let bytes: number;
    try {
      bytes = await this.#options.write();
    } catch (thrown) {
      const error = writeError('the state could not be written', thrown, KEPT);
      const retryMs = backoffMs(this.#failures++, RETRY);
      this.#schedule(retryMs);
      this.#settle(upTo, (waiter) => waiter.reject(error));
      this.#options.onFailed(error, retryMs);
      return;
    }
    this.#savedSeq = upTo;
    this.#failures = 0;
    this.#last = { seq: upTo, bytes, ms: this.#options.now() - started };
    this.#settle(upTo, (waiter) => waiter.resolve(this.#last));
    this.#options.onSaved(this.#last);
  }

  #settle(upTo: number, tell: (waiter: Waiter) => void): void {
    const told = this.#waiters.filter((waiter) => waiter.seq <= upTo);
    this.#waiters = this.#waiters.filter((waiter) => waiter.seq > upTo);
    told.forEach(tell);
  }

  #schedule(ms = this.#options.pauseMs(this.#last.ms)): void {
    this.#unschedule();
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#start();
    }, ms);
    // Whoever owns the store closes it; a waiting write alone does not keep a program running.
    this.#timer.unref();
  }

  #unschedule(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

/** What the system says when something cannot be written, in the catalogue's terms. @param what in the past tense */
export function writeError(what: string, thrown: unknown, hint?: string): RefbotError {
  if (thrown instanceof RefbotError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return fail('state-write', `${what}: ${message}`, { ...(hint === undefined ? {} : { hint }), cause: thrown });
}

/** The work, with what the system says as {@link writeError}. */
export async function orFail<T>(what: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw writeError(what, error);
  }
}
