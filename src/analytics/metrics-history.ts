/**
 * What the pool was like and what was done, a row a minute for some hours and a row an hour for some days. Pure: the
 * engine adds the rows and keeps the image in the state; commands and charts ask for spans of any length.
 */
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

/** Plain JSON. */
export interface MetricsImage {
  readonly version: 1;
  readonly columns: readonly string[];
  /** A text an hour. */
  readonly minutes: readonly string[];
  /** A text a day. */
  readonly hours: readonly string[];
}

const MINUTE_MS = 60_000;
const HOUR = 60;
const DAY = 24;
/** More than any retention leaves. */
const MOST_TEXTS = 1_000;

export class MetricsHistory {
  readonly #minutes: MetricsSeries;
  readonly #hours: MetricsSeries;

  constructor(retention: Retention) {
    this.#minutes = new MetricsSeries(HOUR, retention.hoursOfMinutes);
    this.#hours = new MetricsSeries(DAY, daysOf(retention));
  }

  retain(retention: Retention): void {
    this.#minutes.retain(retention.hoursOfMinutes);
    this.#hours.retain(daysOf(retention));
  }

  /** Adds what happened in a minute, or in a part of it. @param at epoch milliseconds */
  add(at: number, metrics: Metrics): void {
    const row = packed({ ...metrics, seconds: Math.max(1, metrics.seconds) });
    const minute = Math.max(0, Math.floor(at / MINUTE_MS));
    this.#minutes.add(minute, row);
    this.#hours.add(Math.floor(minute / HOUR), row);
  }

  /** Oldest first; spans of which nothing is known are left out. */
  rows({ from = 0, everyMinutes }: MetricsQuery): MetricsRow[] {
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
    }
    end();
    return rows;
  }

  /** The minutes of each hour that has all of them, else the hour, by the minute they begin with. */
  *#all(first: number): Generator<readonly [minute: number, row: Float64Array]> {
    for (const day of this.#hours.blocks) {
      if ((day + 1) * DAY * HOUR <= first) continue;
      for (const [hour, row] of this.#hours.rowsOf(day)) {
        const minutes = [...this.#minutes.rowsOf(hour)];
        // They lack some where a damaged file lost what the hour was made of.
        const isWhole = minutes.reduce((seconds, [, one]) => seconds + one[SECONDS]!, 0) === row[SECONDS];
        for (const one of isWhole ? minutes : [[hour * HOUR, row] as const]) if (one[0] >= first) yield one;
      }
    }
  }

  image(): MetricsImage {
    return { version: 1, columns: METRICS, minutes: this.#minutes.texts(), hours: this.#hours.texts() };
  }

  /** Takes an image into an empty history. @returns what of it is no good, for people; null = nothing */
  restore(image: unknown): string | null {
    if (image === null || image === undefined) return null;
    const { version, columns, minutes, hours } = image as Partial<Record<keyof MetricsImage, unknown>>;
    if (version !== 1) return 'it is of another version';
    if (!isTexts(columns) || !isTexts(minutes) || !isTexts(hours)) return 'it is not what was written';
    const places = columns.map((name) => (METRICS as readonly string[]).indexOf(name));
    let bad = 0;
    for (const text of hours) if (!this.#hours.restore(text, places)) bad += 1;
    for (const text of minutes) if (!this.#minutes.restore(text, places)) bad += 1;
    this.#minutes.forgetOld();
    this.#hours.forgetOld();
    for (const hour of this.#minutes.blocks) {
      if (!this.#hours.hasRow(hour)) for (const [, row] of this.#minutes.rowsOf(hour)) this.#hours.add(hour, row);
    }
    return bad === 0 ? null : `${bad} of its ${hours.length + minutes.length} parts cannot be read`;
  }
}

/** Every minute lies in an hour that is kept. */
function daysOf({ hoursOfMinutes, daysOfHours }: Retention): number {
  return Math.max(daysOfHours, Math.ceil(hoursOfMinutes / DAY));
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length <= MOST_TEXTS && value.every((one) => typeof one === 'string');
}
