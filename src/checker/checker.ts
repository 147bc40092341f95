/**
 * The brain's side of checking: feeds tasks to the check worker as fast as it takes them, hands reports on in batches,
 * and brings the worker back when it dies, without losing a task or blaming a proxy. Called by the engine.
 */
import { backoffMs } from '../lib/backoff.ts';
import { siblingModule } from '../lib/sibling.ts';
import { Slicer, breathe } from '../lib/slices.ts';
import { WorkerLane } from '../lib/worker-lane.ts';
import { fail } from '../model/errors.ts';
import type { CheckReport, CheckTask } from '../model/report.ts';
import { applyExpectation } from './expectation.ts';
import { Fifo } from './fifo.ts';
import {
  packTask,
  type FromWorker,
  type PackedTasks,
  type RunFacts,
  type ToWorker,
  type WorkerData,
} from './messages.ts';
import { unpackReports } from './report-codec.ts';
import type { RunOptions, TargetReplies } from './run-context.ts';
import { runOptions, type CheckRunOptions } from './run-options.ts';

export interface CheckerOptions {
  /** An .mmdb file with countries; null (default) = the bundled one. */
  readonly geoFile?: string | null;
  /** Something the operator should know: a worker died and comes back, no country database. */
  readonly onNote?: (message: string) => void;
  /** The worker's module; default the real one. */
  readonly workerModule?: URL;
}

export type { CheckRunOptions };

export interface CheckRunResult extends RunFacts {
  /** Reports handed to `onReports`. */
  readonly reported: number;
  /** Taken from the iterator and given up because of the signal; not reported. */
  readonly cancelled: number;
  readonly concurrency: number;
  readonly ms: number;
  readonly partial: boolean;
}

/** Called with batches. @param replies of the operator's own page; bodies are gone after the call */
export type OnReports = (reports: readonly CheckReport[], replies: readonly TargetReplies[]) => void;

interface Run {
  readonly id: number;
  readonly tasks: Iterator<CheckTask>;
  readonly options: CheckRunOptions;
  readonly posted: RunOptions;
  readonly onReports: OnReports;
  readonly resolve: (facts: RunFacts) => void;
  readonly reject: (error: unknown) => void;
  /** Given to the worker and not reported yet. */
  readonly outstanding: Map<number, CheckTask>;
  /** Tasks the worker may be given beyond what it holds. */
  credit: number;
  feeding: boolean;
  exhausted: boolean;
  /** The worker has been told that no more will come. */
  closed: boolean;
  cancelled: boolean;
  over: boolean;
  reported: number;
}

/** Room for what lives for one check: with 12 a check costs 5 % more, with 48 ten thousand of them take 35 MB more. */
const WORKER_LIMITS = { maxYoungGenerationSizeMb: 24 };
/** Tasks that wait in the worker. */
const QUEUE = 1_024;
/** Tasks per message: one slice of the brain's time. */
const CHUNK = 256;
const DEATHS = 3;
const DEATHS_WITHIN_MS = 60_000;
const RESTART = { baseMs: 200, maxMs: 2_000 } as const;

export class Checker {
  readonly #options: CheckerOptions;
  readonly #runs = new Map<number, Run>();
  #lane: WorkerLane<ToWorker, FromWorker> | null = null;
  #restart: NodeJS.Timeout | null = null;
  #deaths: number[] = [];
  readonly #inbox = new Fifo<FromWorker>();
  #reading = false;
  #nextRun = 1;
  #stopped = false;

  constructor(options: CheckerOptions = {}) {
    this.#options = options;
  }

  /**
   * Checks every task of the iterator. Ids must be unique within a run.
   * @param signal ends it early: what was found stays reported, the result says `partial`
   * @param onReports called with batches, never with a single proxy's progress
   * @throws engine-worker when the worker died three times within a minute; not-running after stop; what `tasks`,
   *   `onReports` or the expectation throw
   */
  async check(
    tasks: Iterator<CheckTask>,
    options: CheckRunOptions,
    signal: AbortSignal | undefined,
    onReports: OnReports,
  ): Promise<CheckRunResult> {
    if (this.#stopped) throw fail('not-running', 'checking has been stopped');
    const startedAt = performance.now();
    const posted = runOptions(options);
    const facts = Promise.withResolvers<RunFacts>();
    const run: Run = {
      id: this.#nextRun++,
      tasks,
      options,
      posted,
      onReports,
      resolve: facts.resolve,
      reject: facts.reject,
      outstanding: new Map(),
      credit: QUEUE,
      feeding: false,
      exhausted: false,
      closed: false,
      cancelled: false,
      over: false,
      reported: 0,
    };
    this.#runs.set(run.id, run);
    const onAbort = (): void => this.#cancel(run);
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      this.#worker()?.post({ kind: 'open', run: run.id, options: posted });
      if (signal?.aborted) this.#cancel(run);
      else void this.#feed(run);
      const cost = await facts.promise;
      const cancelled = run.outstanding.size;
      return {
        ...cost,
        reported: run.reported,
        cancelled,
        concurrency: posted.concurrency,
        ms: Math.round(performance.now() - startedAt),
        partial: signal?.aborted === true,
      };
    } finally {
      signal?.removeEventListener('abort', onAbort);
      run.over = true;
      this.#runs.delete(run.id);
      tasks.return?.();
    }
  }

  /** Ends all runs as if they were cancelled, and the worker. */
  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#restart) clearTimeout(this.#restart);
    for (const run of this.#runs.values()) run.reject(fail('cancelled', 'checking has been stopped'));
    await this.#lane?.stop();
    this.#lane = null;
  }

  /** The living worker, started when there is none; null while one waits to be restarted. */
  #worker(): WorkerLane<ToWorker, FromWorker> | null {
    if (this.#lane || this.#restart || this.#stopped) return this.#lane;
    const data: WorkerData = { geoFile: this.#options.geoFile ?? null };
    this.#lane = new WorkerLane<ToWorker, FromWorker>(
      this.#options.workerModule ?? siblingModule(import.meta.url, './worker'),
      {
        name: 'check',
        data,
        limits: WORKER_LIMITS,
        onMessage: (message) => {
          this.#inbox.push(message);
          if (!this.#reading) void this.#read();
        },
        onDeath: (error) => this.#onDeath(error),
      },
    );
    return this.#lane;
  }

  /** Thousands may time out together: what the worker says is taken in by the slice. */
  async #read(): Promise<void> {
    this.#reading = true;
    const slicer = new Slicer();
    for (let message = this.#inbox.shift(); message; message = this.#inbox.shift()) {
      this.#onMessage(message);
      if (slicer.due()) await slicer.breathe();
    }
    this.#reading = false;
  }

  #onMessage(message: FromWorker): void {
    if (message.kind === 'note') {
      this.#options.onNote?.(message.message);
      return;
    }
    const run = this.#runs.get(message.run);
    if (!run || run.over) return;
    if (message.kind === 'pace') {
      run.options.onPace?.(message.pace);
      return;
    }
    if (message.kind === 'finished') {
      run.resolve(message.facts);
      return;
    }
    try {
      let reports: readonly CheckReport[] = unpackReports(message.reports);
      // A restarted worker may have reported before it died what it is asked for again: the first one counts.
      reports = reports.filter((report) => run.outstanding.delete(report.id));
      if (run.posted.plan.kind === 'target') reports = applyExpectation(reports, message.replies, run.options.expect);
      run.reported += reports.length;
      if (reports.length > 0) run.onReports(reports, message.replies);
    } catch (error) {
      this.#cancel(run);
      run.reject(error);
      return;
    }
    run.credit += message.taken;
    void this.#feed(run);
  }

  /** Hands out tasks in chunks, letting the event loop breathe in between. */
  async #feed(run: Run): Promise<void> {
    if (run.feeding) return;
    run.feeding = true;
    try {
      while (this.#lane && !run.over && !run.closed && (run.credit > 0 || run.exhausted)) {
        const packed: PackedTasks = [];
        for (let room = Math.min(CHUNK, run.credit); room > 0 && !run.exhausted; room--) {
          const next = run.tasks.next();
          if (next.done === true) run.exhausted = true;
          else {
            run.outstanding.set(next.value.id, next.value);
            packTask(packed, next.value);
            run.credit--;
          }
        }
        run.closed = run.exhausted;
        this.#lane.post({ kind: 'tasks', run: run.id, tasks: packed, last: run.exhausted });
        await breathe();
      }
    } catch (error) {
      this.#cancel(run);
      run.reject(error);
    } finally {
      run.feeding = false;
    }
  }

  #cancel(run: Run): void {
    if (run.over) return;
    run.cancelled = true;
    run.exhausted = true;
    run.closed = true;
    if (this.#lane) this.#lane.post({ kind: 'cancel', run: run.id });
    else run.resolve(NO_FACTS);
  }

  #onDeath(error: Error): void {
    this.#lane = null;
    const now = performance.now();
    this.#deaths = [...this.#deaths.filter((at) => now - at < DEATHS_WITHIN_MS), now];
    if (this.#deaths.length >= DEATHS) {
      this.#deaths = [];
      const failure = fail('engine-worker', `the check worker died ${DEATHS} times within a minute: ${error.message}`, {
        cause: error,
      });
      for (const run of this.#runs.values()) run.reject(failure);
      return;
    }
    const delayMs = backoffMs(this.#deaths.length - 1, RESTART);
    this.#options.onNote?.(`the check worker died and comes back in ${delayMs} ms: ${error.message}`);
    for (const run of this.#runs.values()) if (run.cancelled) run.resolve(NO_FACTS);
    this.#restart = setTimeout(() => {
      this.#restart = null;
      if (this.#runs.size > 0) this.#resume();
    }, delayMs);
  }

  /** A new worker gets all that the dead one had not reported. */
  #resume(): void {
    const lane = this.#worker();
    for (const run of this.#runs.values()) {
      if (run.cancelled) continue;
      lane?.post({ kind: 'open', run: run.id, options: run.posted });
      const packed: PackedTasks = [];
      for (const task of run.outstanding.values()) packTask(packed, task);
      run.credit = QUEUE - run.outstanding.size;
      lane?.post({ kind: 'tasks', run: run.id, tasks: packed, last: run.closed });
      void this.#feed(run);
    }
  }
}

const NO_FACTS: RunFacts = {
  connections: 0,
  peakConnections: 0,
  busyMs: 0,
  retried: 0,
  judgeProbes: 0,
  exhausted: 0,
  pace: null,
};
