/**
 * Counters that are kept right with every change, so that statistics cost the same at a hundred and at a million
 * proxies. Whoever changes columns counted here calls `drop` before and `add` after.
 */
import { Histogram } from '../lib/histogram.ts';
import { BREAKER_STATES, STATUSES } from '../model/proxy.ts';
import { COUNTRY_CODES, REASONS } from './codes.ts';
import type { Columns } from './columns.ts';
import { FLAG } from './columns.ts';

const WORKING = STATUSES.indexOf('working');
const FAILED = STATUSES.indexOf('failed');
const NEW = STATUSES.indexOf('new');

export class Aggregates {
  readonly #columns: Columns;
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
  /** Of working proxies, by number of the set of sources. */
  sources = new Uint32Array(64);
  /** Latencies of working proxies, in the unit of the column. */
  readonly latencies = new Histogram();
  latencySum = 0;
  scoreSum = 0;

  constructor(columns: Columns) {
    this.#columns = columns;
  }

  add(slot: number): void {
    this.#count(slot, 1);
    const latency = this.#measured(slot);
    if (latency > 0) this.latencies.add(latency);
  }

  drop(slot: number): void {
    this.#count(slot, -1);
    const latency = this.#measured(slot);
    if (latency > 0) this.latencies.drop(latency);
  }

  #count(slot: number, by: 1 | -1): void {
    const c = this.#columns;
    const status = c.status[slot]!;
    bump(this.statuses, status, by);
    if ((c.flags[slot]! & FLAG.banned) !== 0) bump(this.banned, status, by);
    if (status === NEW) return;
    bump(this.breakers, c.breaker[slot]!, by);
    if (status === FAILED) bump(this.reasons, c.reason[slot]!, by);
    if (status !== WORKING) return;
    bump(this.protocols, c.speaks[slot]!, by);
    bump(this.anonymity, c.anonymity[slot]!, by);
    bump(this.countries, c.country[slot]!, by);
    const set = c.sources[slot]!;
    if (set >= this.sources.length) {
      const grown = new Uint32Array(Math.max(set + 1, this.sources.length * 2));
      grown.set(this.sources);
      this.sources = grown;
    }
    bump(this.sources, set, by);
    this.latencySum += by * c.latency[slot]!;
    this.scoreSum += by * c.score[slot]!;
  }

  #measured(slot: number): number {
    return this.#columns.status[slot] === WORKING ? this.#columns.latency[slot]! : 0;
  }
}

function bump(counters: Uint32Array, index: number, by: number): void {
  counters[index] = counters[index]! + by;
}
