/** What is known of one source, and the pure rules of its yield: what a fetch brought and what that is worth. */
import type { Protocol } from '../model/proxy.ts';

/** A row of the source list; the engine shows it as it is. */
export interface SourceRow {
  readonly name: string;
  /** URL, file or folder; a password in a URL is masked. */
  readonly location: string;
  /** `demo`: a list of the running demo farm; gone with it, and its loopback addresses are taken. */
  readonly kind: 'built-in' | 'own' | 'demo';
  readonly enabled: boolean;
  readonly protocols: readonly Protocol[];
  readonly lastFetchedAt: string | null;
  /** When background work fetches it next (ISO 8601), as `sources list` knows it; null while nothing does. */
  readonly nextDueAt: string | null;
  readonly state: 'never' | 'ok' | 'unchanged' | 'failing';
  /** Fetches that failed since the last complete one. */
  readonly failures: number;
  /** What the last complete fetch was read as: `text`, `json`, …; null before it. */
  readonly format: string | null;
  /** Candidates of the last complete fetch. */
  readonly found: number;
  /** Of those, new to the pool. */
  readonly new: number;
  /** Proxies of the pool that this source named. */
  readonly listed: number;
  /** Of those, working now. */
  readonly working: number;
  /** working / listed; null where nothing is listed. */
  readonly workingRate: number | null;
  readonly ms: number | null;
  readonly error: string | null;
}

/** What lets the publisher say "unchanged", and what the list was read for: other rules need the whole list again. */
export interface Validator {
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly allowPrivate: boolean;
}

/** A source as the state file keeps it; what depends on the hour and on the pool is worked out for each row. */
export interface SourceRecord extends Omit<SourceRow, 'nextDueAt' | 'workingRate'> {
  /** The real location. */
  readonly location: string;
  readonly validator: Validator | null;
  /** Running value of a fetch; orders the next round. */
  readonly worth: number;
}

/** How one fetch went. */
export interface FetchOutcome {
  readonly state: 'ok' | 'unchanged' | 'failing';
  readonly found: number;
  readonly added: number;
  readonly ms: number;
  readonly error: string | null;
  readonly validator: Validator | null;
  /** Null where there was no list. */
  readonly format: string | null;
  /** ISO 8601. */
  readonly at: string;
}

/** A working proxy is worth this many untried ones: about one in fifty works. */
const WORKING_WORTH = 50;
/** How much the last fetch counts against those before. */
const NEWEST_SHARE = 0.5;

export function newRecord(source: Pick<SourceRecord, 'name' | 'location' | 'kind' | 'protocols'>): SourceRecord {
  return {
    ...source,
    enabled: true,
    lastFetchedAt: null,
    state: 'never',
    failures: 0,
    format: null,
    found: 0,
    new: 0,
    listed: 0,
    working: 0,
    ms: null,
    error: null,
    validator: null,
    worth: 0,
  };
}

/** The record after a fetch. A failure keeps the figures of the last complete one, but the source sinks in the order. */
export function afterFetch(record: SourceRecord, outcome: FetchOutcome): SourceRecord {
  const { state, at, ms, error } = outcome;
  const failures = state === 'failing' ? record.failures + 1 : 0;
  const common = { ...record, state, failures, lastFetchedAt: at, ms, error };
  if (state === 'failing') return { ...common, worth: record.worth * (1 - NEWEST_SHARE) };
  if (state === 'unchanged') return common;
  const brought = outcome.added + record.working * WORKING_WORTH;
  return {
    ...common,
    found: outcome.found,
    new: outcome.added,
    validator: outcome.validator,
    format: outcome.format,
    worth: record.worth * (1 - NEWEST_SHARE) + brought * NEWEST_SHARE,
  };
}

/** Best yield first; what was never fetched comes before what brought nothing. Ties by name. */
export function compareByWorth(a: SourceRecord, b: SourceRecord): number {
  return rank(b) - rank(a) || (a.name < b.name ? -1 : 1);
}

function rank(record: SourceRecord): number {
  return record.state === 'never' ? 0.25 : record.worth;
}
