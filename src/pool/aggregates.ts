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
    this.#count(slot, 1);
    const latency = this.#measured(slot);
    if (latency === 0) return;
    this.latencies.add(latency);
    bump(this.latencyBuckets, bucketOf(latency), 1);
  }

  drop(slot: number): void {
    this.#count(slot, -1);
    const latency = this.#measured(slot);
    if (latency === 0) return;
    this.latencies.drop(latency);
    bump(this.latencyBuckets, bucketOf(latency), -1);
  }

  /** Other sources name it now; nothing else of it changes. */
  moveSources(slot: number, from: number, to: number): void {
    const status = this.#columns.status[slot]!;
    this.#countSources(from, status, -1);
    this.#countSources(to, status, 1);
  }

  #count(slot: number, by: 1 | -1): void {
    const c = this.#columns;
    const status = c.status[slot]!;
    bump(this.statuses, status, by);
    this.#countSources(c.sources[slot]!, status, by);
    bump(this.located, c.country[slot]!, by);
    if ((c.flags[slot]! & FLAG.banned) !== 0) bump(this.banned, status, by);
    if (status === NEW) return;
    bump(this.breakers, c.breaker[slot]!, by);
    if (status === FAILED) bump(this.reasons, c.reason[slot]!, by);
    if (c.dueAt[slot] === NEVER) this.evicted += by;
    if (status !== WORKING) return;
    bump(this.protocols, c.speaks[slot]!, by);
    bump(this.anonymity, c.anonymity[slot]!, by);
    bump(this.countries, c.country[slot]!, by);
    this.latencySum += by * c.latency[slot]!;
    this.scoreSum += by * c.score[slot]!;
  }

  #countSources(set: number, status: number, by: 1 | -1): void {
    if (this.#sources.nameCount > this.listed.length) {
      this.listed = grown(this.listed, this.#sources.nameCount);
      this.checkedListed = grown(this.checkedListed, this.#sources.nameCount);
      this.workingListed = grown(this.workingListed, this.#sources.nameCount);
    }
    for (const source of this.#sources.members(set)) {
      bump(this.listed, source, by);
      if (status !== NEW) bump(this.checkedListed, source, by);
      if (status === WORKING) bump(this.workingListed, source, by);
    }
  }

  #measured(slot: number): number {
    return this.#columns.status[slot] === WORKING ? this.#columns.latency[slot]! : 0;
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
