/**
 * Collecting: the source book kept in the state, the scraper, the harvest worker, and the way of what they find into the
 * pool. Called by `scrape`, `sources …`, imports and background work.
 */
import type { Store } from '../../store/store.ts';
import type { Bus } from '../core/bus.ts';
import type { Clock } from '../core/clock.ts';
import type { Config } from '../core/config/config.ts';
import type { SourceDefinition } from '../define/source.ts';
import type { ParsedList } from '../model/candidate.ts';
import { protocolSet, type Protocol } from '../model/proxy.ts';
import type { Json } from '../model/state.ts';
import type { Pool } from '../pool/pool.ts';
import { SourceBook } from '../sources/book.ts';
import { Harvest } from '../sources/harvest.ts';
import type { SourceRecord } from '../sources/record.ts';
import { Scraper, type SourceTrial } from '../sources/scraper.ts';
import { networkPolicy } from './settings.ts';
import type { Jobs, ScrapeOptions, ScrapeResult, SourceRow } from './types.ts';

export interface ScrapingParts {
  readonly config: Config;
  readonly clock: Clock;
  readonly bus: Bus;
  readonly pool: Pool;
  readonly store: Store;
  readonly jobs: Jobs;
  readonly builtIn: readonly SourceDefinition[];
}

export class Scraping {
  readonly #parts: ScrapingParts;
  readonly #book: SourceBook;
  readonly #harvest = new Harvest();
  readonly #scraper: Scraper;
  /** When the last round ended, whatever it fetched; epoch milliseconds. */
  #lastRoundAt = 0;

  constructor(parts: ScrapingParts) {
    const { config, clock, bus, builtIn } = parts;
    this.#parts = parts;
    this.#book = new SourceBook(builtIn);
    this.reload();
    this.#scraper = new Scraper({
      harvest: this.#harvest,
      book: this.#book,
      policy: () => networkPolicy(config),
      limits: () => ({
        timeoutMs: config.get('scrape.timeout'),
        maxBytes: config.get('scrape.max_bytes'),
        maxEntries: config.get('scrape.max_entries'),
        concurrency: config.get('scrape.concurrency'),
      }),
      clock,
      onFetched: (fact) => bus.emit('source.fetched', fact),
    });
  }

  /** When something was last fetched, or a round ended that found nothing to fetch; epoch milliseconds, null = never. */
  get lastScrapeAt(): number | null {
    const fetched = this.#book.lastFetchedAt;
    return Math.max(this.#lastRoundAt, fetched === null ? 0 : Date.parse(fetched)) || null;
  }

  /** Takes the sources from the state again: at the start, and after a restore. */
  reload(): void {
    this.#book.restore(this.#parts.store.documents.sources as unknown as readonly SourceRecord[]);
    // A pool that lost its proxies wants whole lists, not "unchanged".
    if (this.#parts.pool.size === 0) this.#book.forgetValidators();
  }

  /** @param nextRoundAt when background work scrapes next (epoch milliseconds); null = it does not */
  rows(nextRoundAt: number | null): SourceRow[] {
    this.#book.setYields(this.#parts.pool.yieldBySource());
    return this.#book.rows(nextRoundAt === null ? null : new Date(nextRoundAt).toISOString());
  }

  scrape(options: ScrapeOptions): Promise<ScrapeResult> {
    const { pool, jobs } = this.#parts;
    const title = options.sources ? `scrape ${options.sources.join(' ')}` : 'scrape';
    return jobs.run(
      'scrape',
      title,
      async (signal, progress) => {
        const { sources, allowPrivate, onProgress } = options;
        if (pool.size === 0) this.#book.forgetValidators();
        this.#book.setYields(pool.yieldBySource());
        try {
          return await this.#scraper.scrape(
            {
              ...(sources ? { sources } : {}),
              ...(allowPrivate === undefined ? {} : { allowPrivate }),
              signal,
              onProgress: (facts) => {
                progress(facts);
                onProgress?.(facts);
              },
            },
            (parsed, source) => pool.admit(parsed.batch, { source, signal }),
          );
        } finally {
          this.#lastRoundAt = this.#parts.clock.now();
          this.#keep();
        }
      },
      options.signal,
    );
  }

  async add(
    location: string,
    options: { readonly name?: string; readonly protocols?: readonly Protocol[]; readonly folder?: string },
  ): Promise<SourceRow> {
    const row = await this.#book.add(location, options);
    this.#keep();
    return row;
  }

  /** @returns what {@link putBack} takes */
  remove(name: string): SourceRecord {
    const record = this.#book.remove(name);
    this.#keep();
    return record;
  }

  putBack(record: SourceRecord): void {
    this.#book.putBack(record);
    this.#keep();
  }

  /** @throws unknown-source */
  isEnabled(name: string): boolean {
    return this.#book.record(name).enabled;
  }

  enable(name: string, enabled: boolean): SourceRow {
    const row = this.#book.enable(name, enabled);
    this.#keep();
    return row;
  }

  test(nameOrLocation: string, signal?: AbortSignal): Promise<SourceTrial> {
    return this.#scraper.test(nameOrLocation, signal);
  }

  /** Parses the text of an import in the harvest worker. */
  parse(
    text: AsyncIterable<Uint8Array>,
    options: { readonly protocols: readonly Protocol[]; readonly allowPrivate: boolean; readonly ranges: boolean },
    signal: AbortSignal,
  ): Promise<ParsedList> {
    const { allowPrivate, ranges } = options;
    const list = { protocols: protocolSet(options.protocols), allowPrivate, ranges };
    return this.#harvest.parse(text, list, signal);
  }

  /** The lists of the running demo farm; none = it ended. */
  setDemo(lists: readonly SourceDefinition[]): void {
    this.#book.setDemo(lists);
  }

  stop(): Promise<void> {
    return this.#harvest.stop();
  }

  #keep(): void {
    const { store } = this.#parts;
    store.documents.sources = this.#book.toRecords() as unknown as readonly Json[];
    store.markDirty();
  }
}
