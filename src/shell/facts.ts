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
  /** Working proxies at the end of each of the last seconds, newest last: as many as were seen, five minutes at most. */
  readonly workingTrail: readonly number[];
  /** Working proxies now, less those a minute ago (or at the start). */
  readonly workingChange: number;
  readonly config: Config;
}

/** Seconds that the throughput chart can look back. */
export const THROUGHPUT_SECONDS = 900;
/** Seconds that the number of working proxies is remembered for. */
export const TRAIL_SECONDS = 300;
const CHANGE_SECONDS = 60;

export class FactsReader {
  readonly #engine: Engine;
  #trail: readonly number[] = [];
  /** The second of the trail's last number. */
  #trailEnd = 0;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  read(): Facts {
    const { view, jobs, config, clock } = this.#engine;
    const stats = view.stats();
    this.#follow(stats.working, Math.floor(clock.monotonic() / 1000));
    const before = this.#trail[Math.max(0, this.#trail.length - 1 - CHANGE_SECONDS)] ?? stats.working;
    return {
      status: view.status(),
      stats,
      jobs: jobs.list(),
      throughput: view.throughput(THROUGHPUT_SECONDS),
      workingTrail: this.#trail,
      workingChange: stats.working - before,
      config,
    };
  }

  /** Seconds without a reading had what the one before them had. */
  #follow(working: number, second: number): void {
    const last = this.#trail.at(-1);
    const passed = last === undefined ? 1 : second - this.#trailEnd;
    this.#trailEnd = second;
    const held = Array.from<number>({ length: Math.min(TRAIL_SECONDS, Math.max(0, passed - 1)) }).fill(last ?? 0);
    // Within the same second the newest reading counts. A new list, because facts of before still hold the old one.
    const kept = passed > 0 ? this.#trail : this.#trail.slice(0, -1);
    this.#trail = [...kept, ...held, working].slice(-TRAIL_SECONDS);
  }
}
