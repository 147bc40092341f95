/**
 * A row whose fields are read from the columns only when somebody asks for them: a filter over a million proxies looks
 * at two fields of each and makes no rows. The fields are own properties, as those of a finished row are.
 */
import type { Protocol, ProxyRow } from '../model/proxy.ts';
import { ANONYMITIES, BREAKER_STATES, formatAddress, protocolNames, STATUSES } from '../model/proxy.ts';
import { countryOf, reasonOf } from './codes.ts';
import { NEVER } from '../model/recheck.ts';
import { FLAG, LATENCY_UNIT, SCORE_UNIT, THROUGHPUT_UNIT } from './columns.ts';
import type { Records } from './records.ts';
import type { PoolRules } from './verdict.ts';
import { partsOf } from './derived.ts';

/** Names of each set of protocols; shared by all rows. */
export const PROTOCOL_SETS: readonly (readonly Protocol[])[] = Array.from({ length: 16 }, (_, set) =>
  Object.freeze(protocolNames(set)),
);

export interface Cursor {
  /** Shows the proxy the cursor stands on; whoever keeps it beyond that must copy it. */
  readonly row: ProxyRow;
  /** @returns {@link row}, now of this slot */
  at(slot: number): ProxyRow;
}

export function createCursor(records: Records, rules: () => PoolRules): Cursor {
  const c = records.columns;
  let slot = 0;
  const row: ProxyRow = {
    get id() {
      return c.id[slot]!;
    },
    get address() {
      return addressOf(records, slot);
    },
    get protocols() {
      return PROTOCOL_SETS[c.checks[slot] === 0 ? c.claimed[slot]! : c.speaks[slot]!]!;
    },
    get status() {
      return (c.flags[slot]! & FLAG.testing) === 0 ? STATUSES[c.status[slot]!]! : 'testing';
    },
    get score() {
      return c.score[slot]! / SCORE_UNIT;
    },
    get success() {
      return round(partsOf(records, slot, rules().timeoutMs).success);
    },
    get speed() {
      return round(partsOf(records, slot, rules().timeoutMs).speed);
    },
    get reliability() {
      return round(partsOf(records, slot, rules().timeoutMs).reliability);
    },
    get latencyMs() {
      return c.latency[slot] === 0 ? null : c.latency[slot]! / LATENCY_UNIT;
    },
    get anonymity() {
      return ANONYMITIES[c.anonymity[slot]! - 1] ?? null;
    },
    get country() {
      return countryOf(c.country[slot]!);
    },
    get breaker() {
      return BREAKER_STATES[c.breaker[slot]!]!;
    },
    get sources() {
      return records.sources.names(c.sources[slot]!);
    },
    get tags() {
      return records.tags.names(c.tags[slot]!);
    },
    get lastCheckedAt() {
      return isoTime(c.checkedAt[slot]!);
    },
    get failure() {
      return reasonOf(c.reason[slot]!);
    },
    get changed() {
      return records.details.changed(slot);
    },
    get banned() {
      return (c.flags[slot]! & FLAG.banned) !== 0;
    },
    get evicted() {
      return c.dueAt[slot] === NEVER;
    },
    get throughput() {
      return c.throughput[slot] === 0 ? null : c.throughput[slot]! / THROUGHPUT_UNIT;
    },
    get targets() {
      return records.targets.passedOf(slot);
    },
    get listed() {
      return records.findings.listed(slot);
    },
  };
  return {
    row,
    at(next) {
      slot = next;
      return row;
    },
  };
}

/** As formatAddress: the user name in front where the key has one. */
export function addressOf(records: Records, slot: number): string {
  const user = records.userOf(slot);
  const host = records.hostOf(slot);
  const port = records.columns.port[slot]!;
  return formatAddress(user === null ? { host, port } : { host, port, user });
}

/** @param time epoch milliseconds; 0 = never */
export function isoTime(time: number): string | null {
  return time === 0 ? null : new Date(time).toISOString();
}

/** Parts are shown as exactly as the score is stored. */
export function round(value: number): number {
  return Math.round(value * SCORE_UNIT) / SCORE_UNIT;
}
