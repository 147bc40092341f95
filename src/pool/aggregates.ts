/**
 * Counters that are kept right with every change, so that statistics cost the same at a hundred and at a million
 * proxies. Whoever changes columns counted here calls `drop` before and `add` after.
 */
import { Histogram } from '../lib/histogram.ts';
import { BREAKER_STATES, STATUSES } from '../model/proxy.ts';
import { NEVER } from '../model/recheck.ts';
import { COUNTRY_CODES, REASONS } from './codes.ts';
import type { Columns } from './columns.ts';
import { FLAG, LATENCY_UNIT } from './columns.ts';
import type { NameSets } from './name-sets.ts';

const WORKING = STATUSES.indexOf('working');
const FAILED = STATUSES.indexOf('failed');
const NEW = STATUSES.indexOf('new');

/** Where the buckets of the latency chart end, in milliseconds: finer where most working proxies are. A last one is open. */
export const LATENCY_BOUNDS_MS = [100, 200, 300, 500, 700, 1_000, 1_500, 2_000, 3_000, 5_000, 8_000] as const;
const LATENCY_BOUNDS = LATENCY_BOUNDS_MS.map((ms) => ms * LATENCY_UNIT);

export class Aggregates {
  readonly #columns: Columns;
  readonly #sources: NameSets;
  readonly statuses = new Uint32Array(STATUSES.length);
  /** Banned ones by status. */
  readonly banned = new Uint32Array(STATUSES.length);
  /** Of checked proxies. */
  readonly breakers = new Uint32Array(BREAKER_STATES.length);
  /** Of failed proxies, by failure code. */
  readonly reasons = new Uint32Array(REASONS.length + 1);
  /** Of working proxies, by the set of protocols they speak. */
  readonly protocols = new Uint32Array(16);
  /** Of working proxies, by anonymity code. */
  readonly anonymity = new Uint32Array(4);
  /** Of working proxies, by country code. */
  readonly countries = new Uint32Array(COUNTRY_CODES);
  /** Of all proxies whose country was ever seen, by country code. */
  readonly located = new Uint32Array(COUNTRY_CODES);
  /** Of all proxies, by number of each source that named them. */
  listed = new Uint32Array(64);
  /** The same of those that were checked, and of working ones. */
  checkedListed = new Uint32Array(64);
  workingListed = new Uint32Array(64);
  /** Latencies of working proxies, in the unit of the column. */
  readonly latencies = new Histogram();
  /** The same by {@link LATENCY_BOUNDS_MS}. */
  readonly latencyBuckets = new Uint32Array(LATENCY_BOUNDS_MS.length + 1);
  /** Failed ones that are left alone. */
  evicted = 0;
  latencySum = 0;
  scoreSum = 0;

  constructor(columns: Columns, sources: NameSets) {
    this.#columns = columns;
    this.#sources = sources;
  }

  add(slot: number): void {
    this.#count(slot, slot + 1, 1);
  }

  /** {@link add} for slots in a row. */
  addRun(first: number, end: number): void {
    this.#count(first, end, 1);
  }

  drop(slot: number): void {
    this.#count(slot, slot + 1, -1);
  }

  /** Other sources name it now; nothing else of it changes. */
  moveSources(slot: number, from: number, to: number): void {
    const status = this.#columns.status[slot]!;
    const checked = status === NEW ? 0 : 1;
    const working = status === WORKING ? 1 : 0;
    this.#countSources(from, -1, -checked, -working);
    this.#countSources(to, 1, checked, working);
  }

  #count(first: number, end: number, by: 1 | -1): void {
    const { status, sources, country, flags, breaker, reason, dueAt } = this.#columns;
    const { statuses, located, banned, breakers, reasons } = this;
    /** Slots with this set of sources, and how many of them were checked and work. */
    let set = sources[first]!;
    let [listed, checked, working] = [0, 0, 0];
    for (let slot = first; slot < end; slot += 1) {
      const code = status[slot]!;
      if (sources[slot] !== set) {
        this.#countSources(set, listed, checked, working);
        set = sources[slot]!;
        listed = checked = working = 0;
      }
      listed += by;
      bump(statuses, code, by);
      bump(located, country[slot]!, by);
      if ((flags[slot]! & FLAG.banned) !== 0) bump(banned, code, by);
      if (code === NEW) continue;
      checked += by;
      bump(breakers, breaker[slot]!, by);
      if (code === FAILED) bump(reasons, reason[slot]!, by);
      if (dueAt[slot] === NEVER) this.evicted += by;
      if (code !== WORKING) continue;
      working += by;
      this.#countWorking(slot, by);
    }
    if (listed !== 0) this.#countSources(set, listed, checked, working);
  }

  #countWorking(slot: number, by: 1 | -1): void {
    const c = this.#columns;
    bump(this.protocols, c.speaks[slot]!, by);
    bump(this.anonymity, c.anonymity[slot]!, by);
    bump(this.countries, c.country[slot]!, by);
    this.scoreSum += by * c.score[slot]!;
    const latency = c.latency[slot]!;
    if (latency === 0) return;
    this.latencySum += by * latency;
    if (by === 1) this.latencies.add(latency);
    else this.latencies.drop(latency);
    bump(this.latencyBuckets, bucketOf(latency), by);
  }

  /** Counters for all sources there are: counting takes no memory then, which may fail. */
  reserve(): void {
    if (this.#sources.nameCount > this.listed.length) {
      this.listed = grown(this.listed, this.#sources.nameCount);
      this.checkedListed = grown(this.checkedListed, this.#sources.nameCount);
      this.workingListed = grown(this.workingListed, this.#sources.nameCount);
    }
  }

  #countSources(set: number, listed: number, checked: number, working: number): void {
    this.reserve();
    for (const source of this.#sources.members(set)) {
      bump(this.listed, source, listed);
      bump(this.checkedListed, source, checked);
      bump(this.workingListed, source, working);
    }
  }
}

function bucketOf(latency: number): number {
  let bucket = 0;
  while (bucket < LATENCY_BOUNDS.length && latency >= LATENCY_BOUNDS[bucket]!) bucket += 1;
  return bucket;
}

function grown(counters: Uint32Array, least: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(Math.max(least, counters.length * 2));
  larger.set(counters);
  return larger;
}

function bump(counters: Uint32Array, index: number, by: number): void {
  counters[index] = counters[index]! + by;
}
