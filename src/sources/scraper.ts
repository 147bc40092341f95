/**
 * One round of scraping: fetches the chosen sources through the harvest worker, a few at once, best yield first, and
 * hands what they hold to `admit`. A source that fails is noted in the book and shown; it never ends the round.
 */
import { systemClock, type Clock } from '../core/clock.ts';
import type { NetworkPolicy } from '../core/guard.ts';
import { ProgressMeter } from '../lib/progress-meter.ts';
import { fail, toRefbotError } from '../model/errors.ts';
import type { ParsedList, Refusal } from '../model/candidate.ts';
import type { OnProgress } from '../model/progress.ts';
import { protocolSet } from '../model/proxy.ts';
import type { SourceBook } from './book.ts';
import type { Harvest } from './harvest.ts';
import type { HarvestResult, HarvestTask } from './harvest-types.ts';
import { assertReachable, locationText, parseLocation, withinReach } from './location.ts';
import { newRecord, type SourceRecord, type SourceRow, type Validator } from './record.ts';
import { sampleOf } from './sample.ts';

export interface ScrapeLimits {
  /** Of one try, in milliseconds. */
  readonly timeoutMs: number;
  /** Of one list, after unpacking. */
  readonly maxBytes: number;
  /** Of one list. */
  readonly maxEntries: number;
  /** Sources fetched at once. */
  readonly concurrency: number;
}

export interface ScraperDeps {
  readonly harvest: Harvest;
  readonly book: SourceBook;
  /** Read at the start of a round, so that a change of the configuration counts at once. */
  readonly policy: () => NetworkPolicy;
  readonly limits: () => ScrapeLimits;
  readonly clock?: Clock;
  /** One fact per source that was fetched, failed or said "unchanged". */
  readonly onFetched?: (fact: {
    readonly source: string;
    readonly found: number;
    readonly added: number;
    readonly error: string | null;
    readonly ms: number;
  }) => void;
}

/** Takes candidates into the pool. */
export type Admit = (parsed: ParsedList, source: string) => Promise<{ readonly added: number; readonly known: number }>;

export interface ScrapeRequest {
  /** Names; absent = every source that is on. */
  readonly sources?: readonly string[];
  /** Overrides the policy for this round. */
  readonly allowPrivate?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: OnProgress;
}

export interface ScrapeReport {
  /** Sources that were asked; fewer than chosen when a signal ended the round. */
  readonly sources: number;
  readonly failing: number;
  readonly unchanged: number;
  /** Not asked because network.only is loopback and they are elsewhere. */
  readonly skipped: number;
  /** read = added + known + refused */
  readonly read: number;
  readonly added: number;
  readonly known: number;
  readonly refused: number;
  readonly ms: number;
  readonly perSource: readonly SourceRow[];
}

export interface SourceTrial {
  readonly found: number;
  readonly refused: number;
  readonly format: string;
  readonly ms: number;
  /** The first addresses. */
  readonly sample: string[];
  readonly refusals: readonly Refusal[];
}

const NEVER = new AbortController().signal;

export class Scraper {
  readonly #deps: ScraperDeps;
  readonly #clock: Clock;

  constructor(deps: ScraperDeps) {
    this.#deps = deps;
    this.#clock = deps.clock ?? systemClock;
  }

  /**
   * Resolves when every source was asked, or soon after the signal, with what there is by then.
   * @throws unknown-source, and what `admit` throws
   */
  async scrape(request: ScrapeRequest, admit: Admit): Promise<ScrapeReport> {
    const { signal = NEVER, onProgress } = request;
    const started = this.#clock.monotonic();
    const limits = this.#deps.limits();
    const policy = this.#deps.policy();
    const chosen = this.#deps.book.order(request.sources);
    // Who named a source wants to hear why it is refused; a round over all just leaves out what lies elsewhere.
    const queue = request.sources ? chosen : chosen.filter((record) => withinReach(record.location, policy));
    const meter = new ProgressMeter(queue.length, () => this.#clock.monotonic());
    const sum = {
      skipped: chosen.length - queue.length,
      sources: 0,
      failing: 0,
      unchanged: 0,
      read: 0,
      added: 0,
      known: 0,
      refused: 0,
    };
    const asked: string[] = [];
    let next = 0;
    // What admit throws ends the round: the other lanes stop as well.
    const broken = new AbortController();
    const either = AbortSignal.any([signal, broken.signal]);
    const lane = async (): Promise<void> => {
      while (next < queue.length && !either.aborted) {
        const record = queue[next++]!;
        const allowPrivate = record.kind === 'demo' || (request.allowPrivate ?? policy.allowPrivate);
        const result = await this.#fetch(record, policy, allowPrivate, limits, either);
        if (result === null) return; // cancelled
        const { added, known } = result.parsed ? await admit(result.parsed, record.name) : { added: 0, known: 0 };
        this.#note(record, result, added, allowPrivate);
        asked.push(record.name);
        sum.sources++;
        if (result.state === 'failed') sum.failing++;
        if (result.state === 'unchanged') sum.unchanged++;
        sum.read += result.parsed?.read ?? 0;
        sum.refused += result.parsed?.refused ?? 0;
        sum.added += added;
        sum.known += known;
        meter.add(1);
        onProgress?.({ ...meter.read(), ...(sum.failing > 0 ? { note: `${sum.failing} failing` } : {}) });
      }
    };
    onProgress?.(meter.read());
    const lanes = Array.from({ length: Math.min(limits.concurrency, queue.length) }, () =>
      lane().catch((error: unknown) => {
        broken.abort();
        throw error;
      }),
    );
    const ends = await Promise.allSettled(lanes);
    const failure = ends.find((end) => end.status === 'rejected');
    if (failure) throw failure.reason;
    const perSource = asked.filter((name) => this.#deps.book.find(name)).map((name) => this.#deps.book.row(name));
    return { ...sum, ms: Math.round(this.#clock.monotonic() - started), perSource };
  }

  /**
   * Fetches and parses one source, in the book or not, without admitting or noting anything.
   * @throws network and other failures of the fetch; bad-value, no-such-file, cancelled
   */
  async test(nameOrLocation: string, signal: AbortSignal = NEVER, folder = process.cwd()): Promise<SourceTrial> {
    const record = this.#deps.book.find(nameOrLocation) ?? (await this.#stranger(nameOrLocation, folder));
    const policy = this.#deps.policy();
    // As a round of scraping does: the demo's proxies are on loopback.
    const allowPrivate = record.kind === 'demo' || policy.allowPrivate;
    const result = await this.#deps.harvest.fetch(
      this.#task({ ...record, validator: null }, policy, allowPrivate, this.#deps.limits()),
      signal,
    );
    if (result.parsed === null) throw fail('network', result.error ?? 'the source gave no list');
    const { batch, refused, refusals, format } = result.parsed;
    return { found: batch.count, refused, format, ms: result.ms, sample: sampleOf(batch, 5), refusals };
  }

  async #stranger(location: string, folder: string): Promise<SourceRecord> {
    // A bare word is a mistyped name rather than a file, unless there is such a file.
    const parsed = parseLocation(location, folder);
    try {
      await assertReachable(parsed);
    } catch (error) {
      if (/^[\w.-]+$/.test(location)) this.#deps.book.record(location);
      throw error;
    }
    return newRecord({ name: location, location: locationText(parsed), kind: 'own', protocols: [] });
  }

  /** @returns null when the signal ended it */
  async #fetch(
    record: SourceRecord,
    policy: NetworkPolicy,
    allowPrivate: boolean,
    limits: ScrapeLimits,
    signal: AbortSignal,
  ): Promise<HarvestResult | null> {
    const started = this.#clock.monotonic();
    try {
      const result = await this.#deps.harvest.fetch(this.#task(record, policy, allowPrivate, limits), signal);
      return signal.aborted && result.state === 'failed' ? null : result;
    } catch (error) {
      if (signal.aborted) return null;
      const ms = Math.round(this.#clock.monotonic() - started);
      const message = toRefbotError(error).message;
      return { state: 'failed', parsed: null, etag: null, lastModified: null, bytes: 0, ms, error: message };
    }
  }

  #task(record: SourceRecord, policy: NetworkPolicy, allowPrivate: boolean, limits: ScrapeLimits): HarvestTask {
    // The publisher's "unchanged" only helps where the list was read by the same rules.
    const validator = record.validator?.allowPrivate === allowPrivate ? record.validator : null;
    return {
      location: parseLocation(record.location, '/'),
      trusted: record.kind !== 'built-in',
      policy,
      etag: validator?.etag ?? null,
      lastModified: validator?.lastModified ?? null,
      timeoutMs: limits.timeoutMs,
      maxBytes: limits.maxBytes,
      list: { protocols: protocolSet(record.protocols), allowPrivate, maxEntries: limits.maxEntries },
    };
  }

  #note(record: SourceRecord, result: HarvestResult, added: number, allowPrivate: boolean): void {
    const found = result.parsed?.batch.count ?? 0;
    const hasValidator = result.etag !== null || result.lastModified !== null;
    const validator: Validator | null = hasValidator
      ? { etag: result.etag, lastModified: result.lastModified, allowPrivate }
      : null;
    this.#deps.book.fetched(record.name, {
      state: result.state === 'failed' ? 'failing' : result.state,
      found,
      added,
      ms: result.ms,
      error: result.error,
      validator,
      format: result.parsed?.format ?? null,
      at: new Date(this.#clock.now()).toISOString(),
    });
    this.#deps.onFetched?.({ source: record.name, found, added, error: result.error, ms: result.ms });
  }
}
