/** Everything the pool knows about one proxy, for `proxies show`. */
import type { Endpoint, Protocol, ProxyRow } from '../model/proxy.ts';
import { openedAt } from '../model/breaker.ts';
import { NEVER } from '../model/recheck.ts';
import { BREAKER_STATES, PROTOCOLS } from '../model/proxy.ts';
import { resultAt, resultOf } from './codes.ts';
import { FLAG } from './columns.ts';
import { isoTime, PROTOCOL_SETS } from './cursor.ts';
import type { PoolSurvival } from './forecast.ts';
import type { Records } from './records.ts';
import type { TargetOfProxy } from './targets.ts';
import { targetsOf } from './targets.ts';
import type { TimelineEntry } from './timelines.ts';

/** One proxy with all that is known of it. */
export interface PoolDetail extends ProxyRow {
  readonly claimed: readonly Protocol[];
  readonly exit: string | null;
  readonly tlsIntact: boolean | null;
  readonly checks: number;
  readonly passes: number;
  readonly firstSeenAt: string;
  /** Null when it is due at once, or was evicted. */
  readonly nextDueAt: string | null;
  /** Last result of each protocol that was tried. */
  readonly results: readonly {
    readonly protocol: Protocol;
    readonly outcome: string;
    readonly latencyMs: number | null;
    readonly reason: string | null;
  }[];
  /** Latest latencies of the fastest protocol, oldest first, at most nine. */
  readonly latencies: readonly number[];
  /** The last checks since the start, protocol by protocol, oldest first. */
  readonly timeline: readonly TimelineEntry[];
  readonly hasPassword: boolean;
  /** `skip`: the operator knows that it shows a certificate of its own; that is no failure then. */
  readonly tlsVerify: 'verify' | 'skip';
  /** When its throughput was measured; null when never. */
  readonly throughputAt: string | null;
  /** Every own page it was checked against, the last check there each. */
  readonly ownPages: readonly TargetOfProxy[];
  /** How likely it passes its next check, and why. */
  readonly survival: PoolSurvival;
  /** What the breaker counts; times are null unless it is OPEN. */
  readonly breakerCounts: {
    /** Failures to reach the proxy in a row while CLOSED. */
    readonly failures: number;
    /** How often it opened since it was last CLOSED. */
    readonly opened: number;
    readonly openedAt: string | null;
    /** From then on one trial is let through. */
    readonly openUntil: string | null;
  };
}

export function detailOf(records: Records, slot: number, row: ProxyRow, survival: PoolSurvival): PoolDetail {
  const c = records.columns;
  const detail = records.details.get(slot);
  const flags = c.flags[slot]!;
  const evicted = c.dueAt[slot] === NEVER;
  const best = records.details.fastest(slot, c.speaks[slot]!, c.spoken[slot]!);
  return {
    ...row,
    claimed: PROTOCOL_SETS[c.claimed[slot]!]!,
    exit: detail?.exit ?? null,
    tlsIntact: (flags & FLAG.tlsKnown) === 0 ? null : (flags & FLAG.tlsIntact) !== 0,
    checks: c.checks[slot]!,
    passes: c.passes[slot]!,
    firstSeenAt: new Date(c.firstSeen[slot]! * 1_000).toISOString(),
    nextDueAt: evicted ? null : isoTime(c.dueAt[slot]!),
    results: PROTOCOLS.flatMap((protocol, index) => {
      const result = resultOf(resultAt(c.results[slot]!, index));
      if (result === null) return [];
      const latencyMs = result.outcome === 'failed' ? null : (detail?.latencies[index]!.at(-1) ?? null);
      return [{ protocol, outcome: result.outcome, latencyMs, reason: result.reason }];
    }),
    latencies: detail?.latencies[best] ?? [],
    timeline: records.timelines.of(slot),
    hasPassword: records.passwords.has(slot),
    tlsVerify: (flags & FLAG.tlsSkip) === 0 ? 'verify' : 'skip',
    throughputAt: isoTime((detail?.throughputAt ?? 0) * 1_000),
    ownPages: targetsOf(records, slot),
    survival,
    breakerCounts: breakerCounts(records, slot),
  };
}

function breakerCounts({ columns: c }: Records, slot: number): PoolDetail['breakerCounts'] {
  const breaker = {
    state: BREAKER_STATES[c.breaker[slot]!]!,
    failures: c.failures[slot]!,
    opened: c.opened[slot]!,
    openUntil: c.openUntil[slot]! * 1_000,
  };
  return {
    failures: breaker.failures,
    opened: breaker.opened,
    openedAt: isoTime(openedAt(breaker)),
    openUntil: isoTime(breaker.openUntil),
  };
}

export function endpointOf(records: Records, slot: number): Endpoint {
  const user = records.userOf(slot);
  const password = records.passwords.get(slot);
  return {
    host: records.hostOf(slot),
    port: records.columns.port[slot]!,
    ...(user === null ? {} : { user }),
    ...(password === undefined ? {} : { password }),
  };
}
