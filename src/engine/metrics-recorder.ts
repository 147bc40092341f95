/**
 * Adds a row to the history of the pool at the end of each minute, and keeps that history in the state: all of it as a
 * document that is written with the state file alone, the last two hours as one that goes into the journal, so that a
 * killed process loses the minute it was in. It alone never makes a large state be written more than once an hour.
 */
import { MetricsHistory, type MetricsQuery, type MetricsRow, type Retention } from '../analytics/metrics-history.ts';
import type { Store } from '../../store/store.ts';
import type { Bus } from '../core/bus.ts';
import type { Clock } from '../core/clock.ts';
import type { Config } from '../core/config/config.ts';
import type { Json } from '../model/state.ts';
import type { Pool } from '../pool/pool.ts';

export interface MetricsParts {
  readonly pool: Pool;
  readonly store: Store;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly config: Config;
  readonly note: (message: string) => void;
}

const MINUTE_MS = 60_000;
const KEEP_MS = 3_600_000;
/** After the end of a minute, since timers may be early. */
const LATE_MS = 50;

export class MetricsRecorder {
  readonly #parts: MetricsParts;
  #history: MetricsHistory;
  readonly #scraped = { fetched: 0, fetchErrors: 0, found: 0, added: 0 };
  /** Of the pool, when the row that is not added yet began. */
  #before: { readonly ok: number; readonly failed: number };
  /** When that was, epoch milliseconds. */
  #beganAt: number;
  #keptAt: number;
  /** The journal alone has minutes that are over. */
  #isAhead = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: MetricsParts) {
    const { pool, bus, clock, config } = parts;
    this.#parts = parts;
    this.#before = { ...pool.checkTotals };
    this.#beganAt = clock.now();
    this.#keptAt = clock.monotonic();
    this.#history = this.#read();
    bus.on('source.fetched', ({ found, added, error }) => {
      this.#scraped[error === null ? 'fetched' : 'fetchErrors'] += 1;
      this.#scraped.found += found;
      this.#scraped.added += added;
    });
    bus.on('config.changed', ({ keys }) => {
      if (keys.some((key) => key.startsWith('metrics.'))) this.#history.retain(retentionOf(config));
    });
    this.#schedule();
  }

  /** Rows up to this second. */
  rows(query: MetricsQuery): Promise<readonly MetricsRow[]> {
    if (this.#seconds() > 0) this.#add();
    return this.#history.rows(query);
  }

  /** Takes the history from the state again, after a restore. What happened since the last row is not part of it. */
  reload(): void {
    const { pool, clock } = this.#parts;
    this.#before = { ...pool.checkTotals };
    this.#beganAt = clock.now();
    this.#history = this.#read();
  }

  /** Ends the minute and puts the history where it is written with the next save. @returns whether anything was done */
  keep(): boolean {
    const { store } = this.#parts;
    const didSomething = this.#add();
    store.documents.metrics = this.#history.image() as unknown as Json;
    store.documents.recentMetrics = this.#history.recent() as unknown as Json;
    return didSomething;
  }

  stop(): void {
    clearTimeout(this.#timer);
    // The end of a command that only read the state is not worth writing a large one.
    if (this.keep() || this.#isAhead) this.#parts.store.markDirty();
  }

  #endMinute(): void {
    const { store, clock } = this.#parts;
    const didSomething = this.keep();
    // Nor is each minute of a pool at rest.
    this.#isAhead = !didSomething && clock.monotonic() - this.#keptAt < KEEP_MS;
    if (this.#isAhead) store.markJournal();
    else {
      this.#keptAt = clock.monotonic();
      store.markDirty();
    }
  }

  /** A history that is no good never hinders a start. */
  #read(): MetricsHistory {
    const { store, config, note } = this.#parts;
    let isTold = false;
    const tell = (problem: string): void => {
      if (!isTold) note(`not all of the history of the pool can be used (metrics: ${problem}); it goes on`);
      isTold = true;
    };
    const history = new MetricsHistory(retentionOf(config), () => tell('a part of it cannot be read'));
    const { metrics, recentMetrics } = store.documents;
    for (const problem of [history.restore(metrics), history.restoreRecent(recentMetrics)])
      if (problem !== null) tell(problem);
    // With the next save the file is without it; the store has put a copy of a damaged one aside.
    if (isTold) store.touch();
    return history;
  }

  /** Whole ones since the last row, so that they add up to those that passed. */
  #seconds(): number {
    return Math.floor(this.#parts.clock.now() / 1_000) - Math.floor(this.#beganAt / 1_000);
  }

  /** @returns whether anything was checked or fetched since the last */
  #add(): boolean {
    const { pool, clock } = this.#parts;
    const now = clock.now();
    const { ok, failed } = pool.checkTotals;
    const { total, working, answered, failed: dead, new: fresh, protocols, p50LatencyMs, p95LatencyMs } = pool.stats();
    const passed = ok - this.#before.ok;
    const checks = passed + failed - this.#before.failed;
    const scraped = { ...this.#scraped };
    // A machine that slept comes back with a minute that lasted for hours.
    const at = Math.min(this.#beganAt, now);
    const seconds = Math.min(60, Math.max(0, this.#seconds()));
    this.#history.add(at, {
      ...scraped,
      ...protocols,
      seconds,
      checks,
      passed,
      total,
      working,
      answered,
      failed: dead,
      new: fresh,
      p50LatencyMs: p50LatencyMs ?? 0,
      p95LatencyMs: p95LatencyMs ?? 0,
    });
    this.#before = { ok, failed };
    this.#beganAt = now;
    Object.assign(this.#scraped, { fetched: 0, fetchErrors: 0, found: 0, added: 0 });
    return checks + scraped.fetched + scraped.fetchErrors > 0;
  }

  #schedule(): void {
    const { clock } = this.#parts;
    this.#timer = setTimeout(
      () => {
        this.#endMinute();
        this.#schedule();
      },
      MINUTE_MS - (clock.now() % MINUTE_MS) + LATE_MS,
    );
    this.#timer.unref();
  }
}

function retentionOf(config: Config): Retention {
  return {
    hoursOfMinutes: config.get('metrics.minutes_kept_hours'),
    daysOfHours: config.get('metrics.hours_kept_days'),
  };
}
