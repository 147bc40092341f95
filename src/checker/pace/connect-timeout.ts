/**
 * How long a run waits for a connection: the configured time, or less once it is known how long those take that come
 * about. Whoever was given less is tried again late with the whole time, as long as that finds anybody. Pure.
 */
import type { ConnectTimes } from './connect-times.ts';

/** Known by their own experience each: a connection within the machine takes a thousandth of one through the net. */
export interface ConnectHistory {
  readonly loopback: ConnectTimes;
  readonly internet: ConnectTimes;
}
export type Place = keyof ConnectHistory;

/** So many connections must have come about before they are a rule. */
const ENOUGH = 100;
/** The rule: so many times the time within which 99 % came about … */
const QUANTILE = 0.99;
const FACTOR = 2;
/** … but never less than this; a SYN that got lost is sent again after a second. */
const FLOOR_MS = { loopback: 250, internet: 1_000 } as const;
/** The histogram is read again after so many more. */
const REREAD = 64;
/** So many late retries get the whole time, whatever comes of them; then one in {@link SAMPLE}, unless it finds somebody. */
const TRUST = 256;
const SAMPLE = 16;

export class ConnectTimeout {
  readonly #configuredMs: number;
  readonly #history: ConnectHistory;
  readonly #isUsed: boolean;
  readonly #learntMs: Record<Place, number | null> = { loopback: null, internet: null };
  readonly #readAt: Record<Place, number> = { loopback: 0, internet: 0 };
  /** Late retries that were given the whole time, and those whom less would have lost. */
  #wholes = 0;
  #slow = 0;
  #asked = 0;

  /** @param isUsed false = what is learnt is only told: the configured time it is */
  constructor(configuredMs: number, history: ConnectHistory, isUsed: boolean) {
    this.#configuredMs = configuredMs;
    this.#history = history;
    this.#isUsed = isUsed;
    for (const place of ['loopback', 'internet'] as const) this.#read(place, history[place]);
  }

  /** Null = too few connections so far, or it is no shorter than the configured time. */
  learntMs(place: Place): number | null {
    return this.#learntMs[place];
  }

  /** For the first try of a proxy. */
  first(place: Place): number {
    return (this.#isUsed ? this.#learntMs[place] : null) ?? this.#configuredMs;
  }

  /** For a late retry: the whole time, while that finds anybody. */
  late(place: Place): number {
    if (!this.wholePays()) return this.first(place);
    this.#wholes++;
    return this.#configuredMs;
  }

  /** Whether the whole time is worth a retry to somebody who was given less. */
  wholePays(): boolean {
    return this.#wholes < TRUST || this.#slow > 0 || ++this.#asked % SAMPLE === 0;
  }

  /**
   * A connection came about. @param late on a late retry
   * @returns whether the time for first tries has become shorter by a quarter or more: those in flight may be cut
   */
  connected(place: Place, ms: number, late: boolean): boolean {
    const times = this.#history[place];
    times.add(ms);
    if (late && ms > this.first(place)) this.#slow++;
    // Old ones that count half bring the count down as well.
    if (times.count < ENOUGH || Math.abs(times.count - this.#readAt[place]) < REREAD) return false;
    const before = this.first(place);
    this.#read(place, times);
    return this.first(place) <= before * 0.75;
  }

  #read(place: Place, times: ConnectTimes): void {
    if (times.count < ENOUGH) return;
    this.#readAt[place] = times.count;
    const ms = Math.ceil(Math.max(FLOOR_MS[place], FACTOR * times.quantile(QUANTILE)!));
    this.#learntMs[place] = ms < this.#configuredMs ? ms : null;
  }
}
