/**
 * What the panels show, read from the engine once per refresh: a snapshot that all panels of a frame share. Reads only
 * `engine.view`, the jobs and the configuration.
 */
import type { Engine, EngineStatus, JobRow, PoolStats, ThroughputSample } from '../../engine/types.ts';
import type { Config } from '../../core/config/config.ts';
import { type Alert, FAILURES, standingAlerts } from './alerts-of.ts';
import { PROTOCOLS, type Protocol } from '../../model/proxy.ts';
import { Trail } from './trail.ts';

export interface Facts {
  readonly status: EngineStatus;
  readonly stats: PoolStats;
  readonly jobs: readonly JobRow[];
  /** What is wrong at this moment. */
  readonly alerts: readonly Alert[];
  /** Commands that change something are refused. */
  readonly isReadonly: boolean;
  readonly throughput: readonly ThroughputSample[];
  /** Working proxies at the end of each of the last seconds, newest last: as many as were seen, five minutes at most. */
  readonly workingTrail: readonly number[];
  /** The same for those of each protocol. */
  readonly protocolTrails: Readonly<Record<Protocol, readonly number[]>>;
  /** The second of the trails' newest number, counted from anywhere. */
  readonly trailEnd: number;
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
  readonly #isReadonly: boolean;
  readonly #working = new Trail(TRAIL_SECONDS);
  readonly #protocols = PROTOCOLS.map((name) => [name, new Trail(TRAIL_SECONDS)] as const);

  constructor(engine: Engine, isReadonly = false) {
    this.#engine = engine;
    this.#isReadonly = isReadonly;
  }

  read(): Facts {
    const { view, jobs, config, clock } = this.#engine;
    const stats = view.stats();
    const second = Math.floor(clock.monotonic() / 1000);
    this.#working.read(stats.working, second);
    for (const [name, trail] of this.#protocols) trail.read(stats.protocols[name], second);
    const trail = this.#working.values;
    const before = trail[Math.max(0, trail.length - 1 - CHANGE_SECONDS)] ?? stats.working;
    const status = view.status();
    return {
      status,
      stats,
      jobs: jobs.list(),
      alerts: standingAlerts(status, view.failingSources(FAILURES)),
      isReadonly: this.#isReadonly,
      throughput: view.throughput(THROUGHPUT_SECONDS),
      workingTrail: trail,
      protocolTrails: Object.fromEntries(this.#protocols.map(([name, own]) => [name, own.values])) as Record<
        Protocol,
        readonly number[]
      >,
      trailEnd: second,
      workingChange: stats.working - before,
      config,
    };
  }
}
