/** One finished row of a proxy, as commands, the screen and the API show it. Filters use src/pool/cursor.ts instead, which makes none. */
import type { ProxyRow } from '../model/proxy.ts';
import { ANONYMITIES, BREAKER_STATES, STATUSES } from '../model/proxy.ts';
import { countryOf, reasonOf } from './codes.ts';
import { NEVER } from '../model/recheck.ts';
import { FLAG, LATENCY_UNIT, SCORE_UNIT, THROUGHPUT_UNIT } from './columns.ts';
import { addressOf, isoTime, PROTOCOL_SETS, round } from './cursor.ts';
import type { Records } from './records.ts';
import { partsOf } from './derived.ts';

/** Field by field: copying the cursor's row with a spread takes five times as long. */
export function rowOf(records: Records, slot: number, timeoutMs: number): ProxyRow {
  const c = records.columns;
  const parts = partsOf(records, slot, timeoutMs);
  const flags = c.flags[slot]!;
  const latency = c.latency[slot]!;
  return {
    id: c.id[slot]!,
    address: addressOf(records, slot),
    protocols: PROTOCOL_SETS[c.checks[slot] === 0 ? c.claimed[slot]! : c.speaks[slot]!]!,
    status: (flags & FLAG.testing) === 0 ? STATUSES[c.status[slot]!]! : 'testing',
    score: c.score[slot]! / SCORE_UNIT,
    success: round(parts.success),
    speed: round(parts.speed),
    reliability: round(parts.reliability),
    latencyMs: latency === 0 ? null : latency / LATENCY_UNIT,
    anonymity: ANONYMITIES[c.anonymity[slot]! - 1] ?? null,
    country: countryOf(c.country[slot]!),
    breaker: BREAKER_STATES[c.breaker[slot]!]!,
    sources: records.sources.names(c.sources[slot]!),
    tags: records.tags.names(c.tags[slot]!),
    lastCheckedAt: isoTime(c.checkedAt[slot]!),
    failure: reasonOf(c.reason[slot]!),
    changed: records.details.changed(slot),
    banned: (flags & FLAG.banned) !== 0,
    evicted: c.dueAt[slot] === NEVER,
    throughput: c.throughput[slot] === 0 ? null : c.throughput[slot]! / THROUGHPUT_UNIT,
    targets: records.targets.passedOf(slot),
    listed: records.findings.listed(slot),
  };
}
