/**
 * What the pool was like and what was done, a row a minute for some hours and a row an hour for some days. Pure: the
 * engine adds the rows and keeps the image in the state; commands and charts ask for spans of any length.
 */
import { Slicer } from '../lib/slices.ts';
import { addTo, METRICS, type Metrics, packed, SECONDS, unpacked, WIDTH } from './metrics-row.ts';
import { MetricsSeries } from './metrics-series.ts';

export interface MetricsRow extends Metrics {
  /** ISO 8601, the beginning of the span. */
  readonly at: string;
}

export interface MetricsQuery {
  /** Epoch milliseconds: the span in which it lies is the first. Absent = all that is kept. */
  readonly from?: number;
  /** Length of a span, whole minutes; spans begin at multiples of it. Where only hours are kept none is shorter than one. */
  readonly everyMinutes: number;
}

export interface Retention {
  /** Hours for which there is a row a minute. */
  readonly hoursOfMinutes: number;
  /** Days for which there is a row an hour. */
  readonly daysOfHours: number;
}

/** The minutes of the last hours. Plain JSON. */
export interface RecentMetrics {
  readonly version: 1;
  readonly columns: readonly string[];
  /** A text an hour. */
  readonly minutes: readonly string[];
}

/** All of it. Plain JSON. */
export interface MetricsImage extends RecentMetrics {
  /** A text a day. */
  readonly hours: readonly string[];
}

const MINUTE_MS = 60_000;
const HOUR = 60;
const DAY = 24;
/** Hours in {@link MetricsHistory.recent}: the state file with the rest is never older than one. */
const RECENT_HOURS = 2;
/** More than any retention leaves. */
const MOST_TEXTS = 1_000;

export class MetricsHistory {
  readonly #minutes: MetricsSeries;
  readonly #hours: MetricsSeries;

  /** @param onBroken a part of what was restored cannot be read; it is left out */
  constructor(retention: Retention, onBroken: () => void = () => {}) {
    this.#minutes = new MetricsSeries(HOUR, retention.hoursOfMinutes, onBroken);
    this.#hours = new MetricsSeries(DAY, retention.daysOfHours, onBroken);
  }

  retain({ hoursOfMinutes, daysOfHours }: Retention): void {
    this.#minutes.retain(hoursOfMinutes);
    this.#hours.retain(daysOfHours);
  }

  /** Adds what happened in a minute, or in a part of it. @param at epoch milliseconds */
  add(at: number, metrics: Metrics): void {
    const row = packed({ ...metrics, seconds: Math.max(1, metrics.seconds) });
    const minute = Math.max(0, Math.floor(at / MINUTE_MS));
    this.#minutes.add(minute, row);
    this.#hours.add(Math.floor(minute / HOUR), row);
  }

  /** Oldest first; spans of which nothing is known are left out. In slices: it may be some thousands. */
  async rows({ from = 0, everyMinutes }: MetricsQuery): Promise<MetricsRow[]> {
    const slicer = new Slicer();
    const first = Math.floor(from / MINUTE_MS / everyMinutes) * everyMinutes;
    const rows: MetricsRow[] = [];
    let span = -1;
    const sum = new Float64Array(WIDTH);
    const end = (): void => {
      if (span >= 0) rows.push({ at: new Date(span * everyMinutes * MINUTE_MS).toISOString(), ...unpacked(sum) });
    };
    for (const [minute, row] of this.#all(first)) {
      const own = Math.floor(minute / everyMinutes);
      if (own !== span) {
        end();
        span = own;
        sum.fill(0);
      }
      addTo(sum, row);
      if (slicer.due()) await slicer.breathe();
    }
    end();
    return rows;
  }

  /** The minutes of each hour that has all of them, else the hour, by the minute they begin with. */
  *#all(first: number): Generator<readonly [minute: number, row: Float64Array]> {
    const days = new Set([...this.#hours.blocks, ...this.#minutes.blocks.map((hour) => Math.floor(hour / DAY))]);
    for (const day of [...days].sort((a, b) => a - b)) {
      if ((day + 1) * DAY * HOUR <= first) continue;
      const hours = new Map(this.#hours.rowsOf(day));
      for (let hour = day * DAY; hour < (day + 1) * DAY; hour += 1) {
        const row = hours.get(hour);
        const minutes = [...this.#minutes.rowsOf(hour)];
        // Of either a damaged file may have lost some; the other has more time in it then.
        const seconds = minutes.reduce((sum, [, one]) => sum + one[SECONDS]!, 0);
        const best = row === undefined || seconds >= row[SECONDS]! ? minutes : [[hour * HOUR, row] as const];
        for (const one of best) if (one[0] >= first) yield one;
      }
    }
  }

  image(): MetricsImage {
    return { version: 1, columns: METRICS, minutes: this.#minutes.texts(), hours: this.#hours.texts() };
  }

  /** What came last: small enough to be written each minute, and all that {@link restoreRecent} needs. */
  recent(): RecentMetrics {
    return { version: 1, columns: METRICS, minutes: this.#minutes.newestTexts(RECENT_HOURS) };
  }

  /** Takes an image into an empty history. @returns why it cannot be used, for people; null = it can */
  restore(image: unknown): string | null {
    if (image === null || image === undefined) return null;
    const { hours } = image as Partial<Record<keyof MetricsImage, unknown>>;
    const found = readRecent(image);
    if (typeof found === 'string') return found;
    if (!isTexts(hours)) return NOT_WRITTEN;
    this.#minutes.restore(found.minutes, found.places);
    this.#hours.restore(hours, found.places);
    return null;
  }

  /** Adds what {@link recent} knew beyond the image that was restored. @returns as {@link restore} */
  restoreRecent(recent: unknown): string | null {
    if (recent === null || recent === undefined) return null;
    const found = readRecent(recent);
    if (typeof found === 'string') return found;
    for (const hour of this.#minutes.restoreNewer(found.minutes, found.places)) {
      const sum = new Float64Array(WIDTH);
      for (const [, row] of this.#minutes.rowsOf(hour)) addTo(sum, row);
      this.#hours.raise(hour, sum);
    }
    return null;
  }
}

const NOT_WRITTEN = 'it is not what was written';

/** @returns its texts and the places of their columns in a row of this version; or what is wrong with it */
function readRecent(image: object): string | { readonly minutes: readonly string[]; readonly places: number[] } {
  const { version, columns, minutes } = image as Partial<Record<keyof RecentMetrics, unknown>>;
  if (version !== 1) return 'it is of another version';
  if (!isTexts(columns) || !isTexts(minutes)) return NOT_WRITTEN;
  return { minutes, places: columns.map((name) => (METRICS as readonly string[]).indexOf(name)) };
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length <= MOST_TEXTS && value.every((one) => typeof one === 'string');
}
