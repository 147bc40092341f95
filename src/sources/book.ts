/**
 * The list of sources: which there are, which are on, what each brought. The scraper writes the outcome of a fetch here,
 * the engine reads rows from it and stores its records. It fetches nothing.
 */
import type { SourceDefinition } from '../define/source.ts';
import { maskSecrets } from '../lib/safe-text.ts';
import { nearest } from '../lib/suggest.ts';
import { fail } from '../model/errors.ts';
import type { Protocol } from '../model/proxy.ts';
import { assertReachable, cleanName, locationText, parseLocation, suggestName } from './location.ts';
import {
  afterFetch,
  compareByWorth,
  newRecord,
  type FetchOutcome,
  type SourceRecord,
  type SourceRow,
} from './record.ts';

export class SourceBook {
  readonly #records = new Map<string, SourceRecord>();

  /** @param builtIn see {@link builtInSources} */
  constructor(builtIn: readonly SourceDefinition[]) {
    for (const { name, url, protocols } of builtIn) {
      this.#records.set(name, newRecord({ name, location: url, kind: 'built-in', protocols }));
    }
  }

  /**
   * Rows in the order of their names, own sources first.
   * @param nextDueAt when the next round of background work begins (ISO 8601); null = there is none
   */
  rows(nextDueAt: string | null = null): SourceRow[] {
    return [...this.#records.values()]
      .sort((a, b) => (a.kind === b.kind ? (a.name < b.name ? -1 : 1) : KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind)))
      .map((record) => toRow(record, nextDueAt));
  }

  /** @throws unknown-source */
  row(name: string): SourceRow {
    return toRow(this.record(name));
  }

  /** @throws unknown-source */
  record(name: string): SourceRecord {
    const record = this.find(name);
    if (record) return record;
    const near = nearest(name, this.#records.keys());
    throw fail('unknown-source', `there is no source ${name}`, {
      hint: near === null ? 'sources list shows all' : `did you mean ${near} ?`,
    });
  }

  find(name: string): SourceRecord | undefined {
    return this.#records.get(name) ?? this.#records.get(name.toLowerCase());
  }

  /** The sources of the next round, best yield first: the named ones, or all that are on. @throws unknown-source */
  order(names?: readonly string[]): SourceRecord[] {
    const chosen = names
      ? [...new Set(names.map((name) => this.record(name)))]
      : [...this.#records.values()].filter((record) => record.enabled);
    return chosen.sort(compareByWorth);
  }

  /**
   * Adds an own source.
   * @param location URL, file or folder; a relative path starts from `folder`
   * @throws bad-value, no-such-file, file-io, duplicate-source
   */
  async add(
    location: string,
    options: { readonly name?: string; readonly protocols?: readonly Protocol[]; readonly folder?: string } = {},
  ): Promise<SourceRow> {
    const parsed = parseLocation(location, options.folder ?? process.cwd());
    await assertReachable(parsed);
    const text = locationText(parsed);
    const same = [...this.#records.values()].find((record) => record.location === text);
    if (same) throw fail('duplicate-source', `${same.name} is this source already`);
    if (options.name !== undefined && options.name !== cleanName(options.name))
      throw fail('bad-value', `${options.name} is no name for a source`, {
        hint: `at most 40 of a-z, 0-9, dot, dash and underscore: ${cleanName(options.name)} would be one`,
      });
    if (options.name !== undefined && this.#records.has(options.name))
      throw fail('duplicate-source', `there is a source ${options.name} already`);
    const name = options.name ?? this.#freeName(suggestName(parsed));
    const record = newRecord({ name, location: text, kind: 'own', protocols: options.protocols ?? [] });
    this.#records.set(name, record);
    return toRow(record);
  }

  /** The lists of the running demo farm, in place of those of an earlier one; none = it ended. They are never stored. */
  setDemo(lists: readonly SourceDefinition[]): void {
    for (const { name, kind } of this.#records.values()) if (kind === 'demo') this.#records.delete(name);
    for (const { name, url, protocols } of lists) {
      const free = this.#freeName(name);
      this.#records.set(free, newRecord({ name: free, location: url, kind: 'demo', protocols }));
    }
  }

  /** Removes an own source; a built-in one can only be disabled. @throws unknown-source, bad-value */
  remove(name: string): SourceRecord {
    const record = this.record(name);
    if (record.kind === 'demo')
      throw fail('bad-value', `${record.name} belongs to the demo`, { hint: 'demo stop takes its lists away' });
    if (record.kind === 'built-in')
      throw fail('bad-value', `${record.name} is built in`, { hint: `sources disable ${record.name} turns it off` });
    this.#records.delete(record.name);
    return record;
  }

  /** Takes a removed source back with its figures: not where it was added again, under a free name where its own is taken. */
  putBack(record: SourceRecord): void {
    if ([...this.#records.values()].some(({ location }) => location === record.location)) return;
    this.#set({ ...record, name: this.#freeName(record.name) });
  }

  /** @throws unknown-source */
  enable(name: string, enabled: boolean): SourceRow {
    return toRow(this.#set({ ...this.record(name), enabled }));
  }

  /** Notes how a fetch went; a source that was removed meanwhile stays removed. */
  fetched(name: string, outcome: FetchOutcome): void {
    const record = this.#records.get(name);
    if (record) this.#set(afterFetch(record, outcome));
  }

  /** Sets how many proxies of each source the pool has, and how many work now; sources that are not named have none. */
  setYields(yields: ReadonlyMap<string, Pick<SourceRecord, 'listed' | 'working'>>): void {
    for (const record of this.#records.values()) {
      const { listed, working } = yields.get(record.name) ?? { listed: 0, working: 0 };
      if (listed !== record.listed || working !== record.working) this.#set({ ...record, listed, working });
    }
  }

  /** Asks for whole lists at the next fetch: for a pool that no longer has what they brought. */
  forgetValidators(): void {
    for (const record of this.#records.values()) if (record.validator) this.#set({ ...record, validator: null });
  }

  /** When any source was last fetched (ISO 8601); null = never. */
  get lastFetchedAt(): string | null {
    let last: string | null = null;
    for (const { lastFetchedAt } of this.#records.values())
      if (lastFetchedAt !== null && (last === null || lastFetchedAt > last)) last = lastFetchedAt;
    return last;
  }

  /** Plain JSON for the state file: own sources, and what was learnt or set of built-in ones. */
  toRecords(): SourceRecord[] {
    return [...this.#records.values()].filter(
      (record) =>
        record.kind === 'own' || (record.kind === 'built-in' && (record.state !== 'never' || !record.enabled)),
    );
  }

  /**
   * Takes back what {@link toRecords} gave; built-in sources that no longer exist are dropped. Records of an older file
   * lack what was added to them since.
   */
  restore(records: readonly SourceRecord[]): void {
    for (const record of this.#records.values()) {
      if (record.kind === 'own') this.#records.delete(record.name);
      else this.#set(newRecord(record));
    }
    for (const kept of records) {
      const saved = { ...newRecord(kept), ...kept };
      const known = this.#records.get(saved.name);
      if (saved.kind === 'own') this.#set(known ? { ...saved, name: this.#freeName(saved.name) } : saved);
      else if (known)
        // A publisher that moved gave other lists under the old address: nothing learnt of it counts but the switch.
        this.#set(
          known.location === saved.location
            ? { ...saved, location: known.location, protocols: known.protocols }
            : { ...known, enabled: saved.enabled },
        );
    }
  }

  #set(record: SourceRecord): SourceRecord {
    this.#records.set(record.name, record);
    return record;
  }

  #freeName(wanted: string): string {
    let name = wanted;
    for (let number = 2; this.#records.has(name); number++) name = `${wanted}-${number}`;
    return name;
  }
}

/** In the order of rows. */
const KINDS: readonly SourceRow['kind'][] = ['demo', 'own', 'built-in'];

function toRow(record: SourceRecord, nextDueAt: string | null = null): SourceRow {
  const { name, location, kind, enabled, protocols, lastFetchedAt, state, failures, format, found, listed } = record;
  return {
    name,
    location: maskSecrets(location),
    kind,
    enabled,
    protocols,
    lastFetchedAt,
    nextDueAt: enabled ? nextDueAt : null,
    state,
    failures,
    format,
    found,
    new: record.new,
    listed,
    working: record.working,
    workingRate: listed === 0 ? null : record.working / listed,
    ms: record.ms,
    error: record.error,
  };
}
