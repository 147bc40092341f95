/**
 * Collecting: the source book kept in the state, the scraper, the harvest worker, and the way of what they find into the
 * pool. Called by `scrape`, `sources …`, imports and background work.
 */
import type { Store } from '../../store/store.ts';
import type { Bus } from '../core/bus.ts';
import type { Clock } from '../core/clock.ts';
import type { Config } from '../core/config/config.ts';
import type { SourceDefinition } from '../define/source.ts';
import { loadNow, siblingModule } from '../lib/sibling.ts';
import type { ParsedList } from '../model/candidate.ts';
import { breathe } from '../lib/slices.ts';
import { protocolSet, type Protocol } from '../model/proxy.ts';
import type { Json } from '../model/state.ts';
import type { Pool } from '../pool/pool.ts';
import type { SourceBook } from '../sources/book.ts';
import type { Harvest } from '../sources/harvest.ts';
import type { SourceRecord } from '../sources/record.ts';
import type { Scraper, SourceTrial } from '../sources/scraper.ts';
import { networkPolicy } from './settings.ts';
import type { Jobs, ScrapeOptions, ScrapeResult, SourceRow } from './types.ts';

export interface ScrapingParts {
  readonly config: Config;
  readonly clock: Clock;
  readonly bus: Bus;
  readonly pool: Pool;
  readonly store: Store;
  readonly jobs: Jobs;
}

/** All that is asked about sources. */
interface Desk {
  readonly book: SourceBook;
  readonly harvest: Harvest;
  readonly scraper: Scraper;
}

export class Scraping {
  readonly #parts: ScrapingParts;
  /** Null until somebody asks: most commands have nothing to do with sources. */
  #desk: Desk | null = null;
  /** The pool had no proxies when the sources were taken from the state. */
  #wasEmpty: boolean;
  /** When the last round ended, whatever it fetched; epoch milliseconds. */
  #lastRoundAt = 0;

  constructor(parts: ScrapingParts) {
    this.#parts = parts;
    this.#wasEmpty = parts.pool.size === 0;
  }

  /** Loads what collecting is made of, one module a turn, so that the first question is answered at once. */
  async prepare(): Promise<void> {
    if (this.#desk) return;
    const { loadBuiltIn } = await import('../sources/built-in.ts');
    await loadBuiltIn();
    await import('../sources/all.ts');
    await breathe();
    this.#open();
  }

  #open(): Desk {
    if (this.#desk) return this.#desk;
    // Synchronous: who lists sources, or asks for one by its name, does not wait.
    const door = loadNow<typeof import('../sources/all.ts')>(siblingModule(import.meta.url, '../sources/all'));
    const { config, clock, bus } = this.#parts;
    const book = new door.SourceBook(door.builtInSources());
    const harvest = new door.Harvest();
    const scraper = new door.Scraper({
      harvest,
      book,
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
    this.#desk = { book, harvest, scraper };
    this.#take(book);
    return this.#desk;
  }

  #take(book: SourceBook): void {
    book.restore(this.#records);
    // A pool that lost its proxies wants whole lists, not "unchanged".
    if (this.#wasEmpty) book.forgetValidators();
  }

  get #book(): SourceBook {
    return this.#open().book;
  }

  /** As the state has them. */
  get #records(): readonly SourceRecord[] {
    return this.#parts.store.documents.sources as unknown as readonly SourceRecord[];
  }

  /** When something was last fetched, or a round ended that found nothing to fetch; epoch milliseconds, null = never. */
  get lastScrapeAt(): number | null {
    // Without the book, which would be loaded for the countdown of background work alone.
    const records = this.#records.map(({ lastFetchedAt = null }) => lastFetchedAt);
    const fetched = this.#desk ? [this.#desk.book.lastFetchedAt] : records;
    return Math.max(this.#lastRoundAt, ...fetched.map((at) => (at === null ? 0 : Date.parse(at)))) || null;
  }

  /** Takes the sources from the state again, after a restore. */
  reload(): void {
    this.#wasEmpty = this.#parts.pool.size === 0;
    if (this.#desk) this.#take(this.#desk.book);
  }

  /** Rows of those that failed so often in a row; none until somebody asked about sources, or had them prepared. */
  failing(least: number): readonly SourceRow[] {
    // Said of itself at every look at the screen: loading for it would hold up the first frame with data.
    return this.#desk ? this.rows(null).filter(({ failures }) => failures >= least) : [];
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
          return await this.#open().scraper.scrape(
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
    return this.#open().scraper.test(nameOrLocation, signal);
  }

  /** Parses the text of an import in the harvest worker. */
  parse(
    text: AsyncIterable<Uint8Array>,
    options: { readonly protocols: readonly Protocol[]; readonly allowPrivate: boolean; readonly ranges: boolean },
    signal: AbortSignal,
  ): Promise<ParsedList> {
    const { allowPrivate, ranges } = options;
    const list = { protocols: protocolSet(options.protocols), allowPrivate, ranges };
    return this.#open().harvest.parse(text, list, signal);
  }

  /** The lists of the running demo farm; none = it ended. */
  setDemo(lists: readonly SourceDefinition[]): void {
    this.#book.setDemo(lists);
  }

  async stop(): Promise<void> {
    await this.#desk?.harvest.stop();
  }

  #keep(): void {
    const { store } = this.#parts;
    store.documents.sources = this.#book.toRecords() as unknown as readonly Json[];
    store.markDirty();
  }
}
