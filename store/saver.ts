/**
 * Decides when the state is written: soon when somebody waits for durability (all who wait share one write), every
 * interval while dirty, and again after a failure with growing pauses. It knows nothing about files.
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
  readonly intervalMs: number;
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
    this.#schedule(options.intervalMs);
  }

  get dirty(): boolean {
    return this.#seq > this.#savedSeq;
  }

  /** Records that something changed. @returns a number for {@link durable} */
  markDirty(): number {
    return ++this.#seq;
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
    clearTimeout(this.#timer);
    try {
      await last;
    } finally {
      await this.#running;
      clearTimeout(this.#timer);
    }
  }

  #start(): void {
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
      // Somebody may have come in the very turn in which the loop ended.
      if (this.#waiters.length > 0) this.#start();
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
    clearTimeout(this.#timer);
    let bytes: number;
    try {
      bytes = await this.#options.write();
    } catch (thrown) {
      const error = asWriteError(thrown);
      const retryMs = backoffMs(this.#failures++, RETRY);
      this.#schedule(retryMs);
      this.#settle(upTo, (waiter) => waiter.reject(error));
      this.#options.onFailed(error, retryMs);
      return;
    }
    this.#savedSeq = upTo;
    this.#failures = 0;
    this.#last = { seq: upTo, bytes, ms: this.#options.now() - started };
    this.#schedule(this.#options.intervalMs);
    this.#settle(upTo, (waiter) => waiter.resolve(this.#last));
    this.#options.onSaved(this.#last);
  }

  #settle(upTo: number, tell: (waiter: Waiter) => void): void {
    const told = this.#waiters.filter((waiter) => waiter.seq <= upTo);
    this.#waiters = this.#waiters.filter((waiter) => waiter.seq > upTo);
    told.forEach(tell);
  }

  #schedule(ms: number): void {
    clearTimeout(this.#timer);
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      if (this.dirty) this.#start();
      else this.#schedule(this.#options.intervalMs);
    }, ms);
    // Whoever owns the store closes it; a waiting save alone does not keep a program running.
    this.#timer.unref();
  }
}

function asWriteError(thrown: unknown): RefbotError {
  if (thrown instanceof RefbotError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return fail('state-write', `the state could not be written: ${message}`, {
    hint: 'everything is kept in memory and written as soon as it is possible',
    cause: thrown,
  });
}
