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
  readonly state: 'never' | 'ok' | 'unchanged' | 'failing';
  /** Candidates of the last complete fetch. */
  readonly found: number;
  /** Of those, new to the pool. */
  readonly new: number;
  /** Proxies working now that this source named. */
  readonly working: number;
  readonly ms: number | null;
  readonly error: string | null;
}

/** What lets the publisher say "unchanged", and what the list was read for: other rules need the whole list again. */
export interface Validator {
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly allowPrivate: boolean;
}

/** A source as the state file keeps it. */
export interface SourceRecord extends SourceRow {
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
    found: 0,
    new: 0,
    working: 0,
    ms: null,
    error: null,
    validator: null,
    worth: 0,
  };
}

/** The record after a fetch. A failure keeps the figures of the last complete one, but the source sinks in the order. */
export function afterFetch(record: SourceRecord, outcome: FetchOutcome): SourceRecord {
  const common = { ...record, state: outcome.state, lastFetchedAt: outcome.at, ms: outcome.ms, error: outcome.error };
  if (outcome.state === 'failing') return { ...common, worth: record.worth * (1 - NEWEST_SHARE) };
  if (outcome.state === 'unchanged') return common;
  const brought = outcome.added + record.working * WORKING_WORTH;
  return {
    ...common,
    found: outcome.found,
    new: outcome.added,
    validator: outcome.validator,
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
