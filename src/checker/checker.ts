/**
 * The brain's side of checking: check workers, and the runs that are divided between them. A worker that dies comes
 * back without losing a task or blaming a proxy. Called by the engine.
 */
import { availableParallelism } from 'node:os';
import { fail } from '../model/errors.ts';
import type { CheckTask } from '../model/report.ts';
import { CheckLane } from './check-lane.ts';
import { laneCount } from './lane-shares.ts';
import type { RunFacts } from './messages.ts';
import { runOptions, type CheckRunOptions } from './run-options.ts';
import { SharedRun, type OnReports } from './shared-run.ts';

export interface CheckerOptions {
  /** An .mmdb file with countries; null (default) = the bundled one. */
  readonly geoFile?: string | null;
  /** Something the operator should know: a worker died and comes back, no country database. */
  readonly onNote?: (message: string) => void;
  /** The worker's module; default the real one. */
  readonly workerModule?: URL;
}

export type { CheckRunOptions, OnReports };

export interface CheckRunResult extends RunFacts {
  /** Reports handed to `onReports`. */
  readonly reported: number;
  /** Taken from the iterator and given up because of the signal; not reported. */
  readonly cancelled: number;
  readonly concurrency: number;
  readonly ms: number;
  readonly partial: boolean;
}

export class Checker {
  readonly #options: CheckerOptions;
  readonly #runs = new Set<SharedRun>();
  readonly #lanes: CheckLane[] = [];
  #nextRun = 1;
  #stopped = false;

  constructor(options: CheckerOptions = {}) {
    this.#options = options;
  }

  /** Starts the thread that every run has something for: it takes a while, in which others can be asked something. */
  prepare(): void {
    if (!this.#stopped) this.#lanesFor(1)[0]!.prepare();
  }

  /**
   * Checks every task of the iterator. Ids must be unique within a run.
   * @param signal ends it early: what was found stays reported, the result says `partial`
   * @param onReports called with batches, never with a single proxy's progress
   * @throws engine-worker when a worker died three times within a minute; not-running after stop; what `tasks`,
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
    const lanes = this.#lanesFor(laneCount(options.workers ?? 1, availableParallelism()));
    const run = new SharedRun({ id: this.#nextRun++, tasks, options, posted, lanes, onReports });
    this.#runs.add(run);
    const onAbort = (): void => run.cancel();
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      if (signal?.aborted) run.cancel();
      else run.start();
      const facts = await run.facts;
      return {
        ...facts,
        reported: run.reported,
        cancelled: run.outstanding,
        concurrency: posted.concurrency,
        ms: Math.round(performance.now() - startedAt),
        partial: signal?.aborted === true,
      };
    } finally {
      signal?.removeEventListener('abort', onAbort);
      run.close();
      this.#runs.delete(run);
      tasks.return?.();
    }
  }

  /** Ends all runs as if they were cancelled, and the workers. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const run of this.#runs) run.fail(fail('cancelled', 'checking has been stopped'));
    await Promise.all(this.#lanes.splice(0).map((lane) => lane.stop()));
  }

  /** Made when they are asked for; but for {@link prepare}, their threads start with the first task. */
  #lanesFor(count: number): readonly CheckLane[] {
    const { geoFile = null, workerModule = null, onNote = () => {} } = this.#options;
    while (this.#lanes.length < count) this.#lanes.push(new CheckLane({ geoFile, module: workerModule, onNote }));
    return this.#lanes.slice(0, count);
  }
}
