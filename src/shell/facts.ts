/**
 * What the panels show, read from the engine once per refresh: a snapshot that all panels of a frame share. Reads only
 * `engine.view`, the jobs and the configuration.
 */
import type { Engine, EngineStatus, JobRow, PoolStats, ThroughputSample } from '../engine/types.ts';
import type { Config } from '../core/config/config.ts';

export interface Facts {
  readonly status: EngineStatus;
  readonly stats: PoolStats;
  readonly jobs: readonly JobRow[];
  readonly throughput: readonly ThroughputSample[];
  /** Working proxies now, less those a minute ago (or at the start). */
  readonly workingChange: number;
  readonly config: Config;
}

/** Seconds that the throughput chart can look back. */
export const THROUGHPUT_SECONDS = 900;
const CHANGE_WINDOW_MS = 60_000;

export class FactsReader {
  readonly #engine: Engine;
  #working: { readonly at: number; readonly working: number }[] = [];

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  read(): Facts {
    const { view, jobs, config, clock } = this.#engine;
    const stats = view.stats();
    const now = clock.monotonic();
    this.#working.push({ at: now, working: stats.working });
    // The last sample older than the window stays: it is what the change is measured against.
    while (this.#working.length > 1 && this.#working[1]!.at <= now - CHANGE_WINDOW_MS) this.#working.shift();
    return {
      status: view.status(),
      stats,
      jobs: jobs.list(),
      throughput: view.throughput(THROUGHPUT_SECONDS),
      workingChange: stats.working - this.#working[0]!.working,
      config,
    };
  }
}
