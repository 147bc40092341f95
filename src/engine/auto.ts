/**
 * Background work while `auto` is on: scrape every `scraper_interval_minutes`, check whatever is due. It only decides
 * when; scraping and checking themselves are the engine's own acts. One round of each at a time, and a second check for
 * those that come while the first only waits for its last answers.
 */
import type { Clock } from '../core/clock.ts';

/** How often it looks whether something is due. */
const LOOK_MS = 1000;
/** Wait after a round that failed as a whole (no worker, no judge pool): trying again at once would only fill the log. */
const BACK_OFF_MS = 30_000;

export interface AutoWork {
  readonly clock: Clock;
  /** Read before every round, so that a change of the configuration counts at once. */
  readonly scrapeIntervalMs: () => number;
  /** When the last scrape of any kind ended (epoch ms); null = never. */
  readonly lastScrapeAt: () => number | null;
  /** Whether any proxy is due now. */
  readonly hasDue: () => boolean;
  /** Whether proxies that were never checked wait for a round, since the running one hands out no more. */
  readonly hasNewcomers: () => boolean;
  readonly scrape: (signal: AbortSignal) => Promise<unknown>;
  readonly check: (signal: AbortSignal) => Promise<unknown>;
  readonly onError: (what: 'scrape' | 'check', error: unknown) => void;
}

/** What it may be doing, each at most once. */
type Round = 'scrape' | 'check' | 'newcomers';

export class Auto {
  readonly #work: AutoWork;
  #abort: AbortController | null = null;
  #timer: NodeJS.Timeout | null = null;
  readonly #running = new Map<Round, Promise<void>>();
  readonly #notBefore: Record<Round, number> = { scrape: 0, check: 0, newcomers: 0 };

  constructor(work: AutoWork) {
    this.#work = work;
  }

  get on(): boolean {
    return this.#abort !== null;
  }

  /** When it scrapes next (epoch ms), now at the earliest; null while it is off. */
  get nextScrapeAt(): number | null {
    if (!this.on) return null;
    const { clock, lastScrapeAt, scrapeIntervalMs } = this.#work;
    return Math.max(clock.now(), this.#notBefore.scrape, (lastScrapeAt() ?? 0) + scrapeIntervalMs());
  }

  start(): void {
    if (this.#abort) return;
    this.#abort = new AbortController();
    this.#timer = setInterval(() => this.#look(), LOOK_MS);
    this.#look();
  }

  /** Ends the running rounds; what they found is kept. Resolves when they have ended. */
  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    this.#abort?.abort();
    this.#abort = null;
    await Promise.all(this.#running.values());
  }

  #look(): void {
    const { clock, scrapeIntervalMs, lastScrapeAt, hasDue, hasNewcomers } = this.#work;
    const last = lastScrapeAt();
    if (last === null || clock.now() - last >= scrapeIntervalMs()) this.#begin('scrape');
    if (!hasDue()) return;
    if (!this.#running.has('check')) this.#begin('check');
    else if (hasNewcomers()) this.#begin('newcomers');
  }

  #begin(what: Round): void {
    const signal = this.#abort?.signal;
    if (!signal || this.#running.has(what) || this.#work.clock.now() < this.#notBefore[what]) return;
    const work = what === 'scrape' ? this.#work.scrape : this.#work.check;
    const round = work(signal)
      .then(
        () => undefined,
        (error: unknown) => {
          if (signal.aborted) return;
          this.#notBefore[what] = this.#work.clock.now() + BACK_OFF_MS;
          this.#work.onError(what === 'scrape' ? what : 'check', error);
        },
      )
      .finally(() => this.#running.delete(what));
    this.#running.set(what, round);
  }
}
