/**
 * Long work in progress: every check, scrape and import runs as a job, so that the screen can show it, `jobs` can list
 * it and Ctrl-C or `kill` can end it. Jobs never decide anything about proxies.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Bus } from '../core/bus.ts';
import type { Clock } from '../core/clock.ts';
import { fail, toRefbotError } from '../model/errors.ts';
import type { JobRow, Jobs, JobState, OnProgress, Progress } from './types.ts';

/** Ended jobs that `jobs` still shows. */
const KEPT = 50;

interface Job {
  readonly id: number;
  kind: string;
  readonly title: string;
  readonly auto: boolean;
  readonly startedAt: number;
  readonly abort: AbortController;
  ended: Promise<void>;
  state: JobState;
  progress: Progress;
  endedAt: number | null;
  error: string | null;
}

/** A whole command line in the background: the work it starts is this job's, not one more. */
const LINE = 'command';

export class JobList implements Jobs {
  /** The command line in the background that the running code belongs to. */
  readonly #line = new AsyncLocalStorage<Job>();
  readonly #unattended = new AsyncLocalStorage<true>();
  readonly #jobs = new Map<number, Job>();
  readonly #bus: Bus;
  readonly #clock: Clock;
  #nextId = 1;

  constructor(bus: Bus, clock: Clock) {
    this.#bus = bus;
    this.#clock = clock;
  }

  /** The jobs of this work are those of nobody: see {@link JobRow.auto}. */
  unattended<T>(work: () => T): T {
    return this.#unattended.run(true, work);
  }

  list(): readonly JobRow[] {
    return [...this.#jobs.values()].map((job) => this.#row(job));
  }

  get(id: number): JobRow | undefined {
    const job = this.#jobs.get(id);
    return job && this.#row(job);
  }

  async run<T>(
    kind: string,
    title: string,
    work: (signal: AbortSignal, progress: OnProgress, id: number) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    const line = this.#line.getStore();
    if (line?.state === 'running') return this.#runInside(line, kind, work, signal);
    const abort = new AbortController();
    const ended = Promise.withResolvers<void>();
    const job: Job = {
      id: this.#nextId++,
      kind,
      title,
      auto: this.#unattended.getStore() === true,
      startedAt: this.#clock.now(),
      abort,
      ended: ended.promise,
      state: 'running',
      progress: { done: 0, total: null, rate: null, etaMs: null },
      endedAt: null,
      error: null,
    };
    this.#jobs.set(job.id, job);
    this.#bus.emit('job.changed', { id: job.id });
    try {
      const until = signal ? AbortSignal.any([signal, abort.signal]) : abort.signal;
      const onProgress = (progress: Progress): void => void (job.progress = progress);
      const start = (): Promise<T> => work(until, onProgress, job.id);
      const result = await (kind === LINE ? this.#line.run(job, start) : start());
      job.state = abort.signal.aborted || signal?.aborted ? 'cancelled' : 'done';
      return result;
    } catch (error) {
      job.state = abort.signal.aborted || signal?.aborted ? 'cancelled' : 'failed';
      job.error = toRefbotError(error).message;
      throw error;
    } finally {
      job.endedAt = this.#clock.now();
      ended.resolve();
      this.#forgetOld();
      this.#bus.emit('job.changed', { id: job.id });
    }
  }

  /** The line shows what its newest work does. */
  #runInside<T>(
    line: Job,
    kind: string,
    work: (signal: AbortSignal, progress: OnProgress, id: number) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    line.kind = kind;
    this.#bus.emit('job.changed', { id: line.id });
    const until = signal ? AbortSignal.any([signal, line.abort.signal]) : line.abort.signal;
    return work(until, (progress) => void (line.progress = progress), line.id);
  }

  cancel(id: number): void {
    this.#find(id).abort.abort();
  }

  /** Cancels everything that runs and resolves when all of it has ended. */
  async cancelAll(): Promise<void> {
    const running = [...this.#jobs.values()].filter((job) => job.state === 'running');
    for (const job of running) job.abort.abort();
    await Promise.all(running.map((job) => job.ended));
  }

  async wait(id: number, signal?: AbortSignal): Promise<JobRow> {
    const job = this.#find(id);
    const aborted = Promise.withResolvers<void>();
    const onAbort = (): void => aborted.reject(fail('cancelled', `stopped waiting for job ${id}`));
    signal?.addEventListener('abort', onAbort, { once: true });
    if (signal?.aborted) onAbort();
    try {
      await Promise.race([job.ended, aborted.promise]);
    } finally {
      signal?.removeEventListener('abort', onAbort);
    }
    return this.#row(job);
  }

  #find(id: number): Job {
    const job = this.#jobs.get(id);
    if (!job) throw fail('unknown-job', `there is no job ${id}`, { hint: '`jobs` lists them' });
    return job;
  }

  #row(job: Job): JobRow {
    const { done, total, rate, etaMs, note, pace } = job.progress;
    return {
      id: job.id,
      kind: job.kind,
      title: job.title,
      state: job.state,
      auto: job.auto,
      done,
      total,
      rate: job.state === 'running' ? rate : null,
      etaMs: job.state === 'running' ? etaMs : null,
      note: note ?? '',
      pace: job.state === 'running' ? (pace ?? '') : '',
      startedAt: new Date(job.startedAt).toISOString(),
      ms: (job.endedAt ?? this.#clock.now()) - job.startedAt,
      error: job.error,
    };
  }

  #forgetOld(): void {
    const ended = [...this.#jobs.values()].filter((job) => job.state !== 'running');
    for (const job of ended.slice(0, Math.max(0, ended.length - KEPT))) this.#jobs.delete(job.id);
  }
}
