/** The counters of the pool as the numbers that the screen, `proxies stats` and alerts show. Costs the same at any size. */
import type { Anonymity, Protocol } from '../model/proxy.ts';
import { ANONYMITIES, PROTOCOL_BIT, PROTOCOLS, STATUSES } from '../model/proxy.ts';
import type { FailureReason } from '../model/report.ts';
import { LATENCY_BOUNDS_MS } from './aggregates.ts';
import { countryOf, reasonOf } from './codes.ts';
import { LATENCY_UNIT, SCORE_UNIT } from './columns.ts';
import { round } from './cursor.ts';
import type { Records } from './records.ts';

/** What is known of the pool as a whole. */
export interface PoolStatistics {
  readonly total: number;
  /** By stored status, `testing` counted beside (a proxy under test keeps its stored status here). */
  readonly new: number;
  readonly answered: number;
  readonly working: number;
  readonly failed: number;
  readonly testing: number;
  readonly banned: number;
  /** Of the failed ones: failed for so long that they are only checked when somebody asks for it. */
  readonly evicted: number;
  /** Working proxies by protocol (a proxy counts once for each it speaks). */
  readonly protocols: Readonly<Record<Protocol, number>>;
  /** The working ones by what they forward: plain HTTP only, CONNECT only, both. */
  readonly kinds: Readonly<{ http: number; https: number; both: number }>;
  readonly anonymity: Readonly<{ transparent: number; anonymous: number; elite: number; unknown: number }>;
  /** Breaker states over proxies that were checked. */
  readonly breaker: Readonly<{ closed: number; open: number; halfOpen: number }>;
  /** Means over working proxies; null with none. */
  readonly avgLatencyMs: number | null;
  readonly p50LatencyMs: number | null;
  readonly p95LatencyMs: number | null;
  readonly avgScore: number | null;
  /** working / (working + answered + failed); null before the first check. */
  readonly successRate: number | null;
  /** Working proxies by latency, fastest first; each bucket begins where the one before ends, the last is open (null). */
  readonly latencies: readonly { readonly underMs: number | null; readonly count: number }[];
  /** Working proxies by exit country, most first, `??` for unknown. */
  readonly countries: readonly { readonly country: string; readonly working: number }[];
  /** Last failure reasons over failed proxies, most first. */
  readonly reasons: readonly { readonly reason: FailureReason; readonly count: number }[];
}

export function statisticsOf(records: Records): PoolStatistics {
  const { counts } = records;
  const status = (name: (typeof STATUSES)[number]): number => counts.statuses[STATUSES.indexOf(name)]!;
  const speaking = (test: (set: number) => boolean): number =>
    counts.protocols.reduce((sum, count, set) => (test(set) ? sum + count : sum), 0);
  const protocols = Object.fromEntries(
    PROTOCOLS.map((protocol) => [protocol, speaking((set) => (set & PROTOCOL_BIT[protocol]) !== 0)]),
  ) as Record<Protocol, number>;
  const web = PROTOCOL_BIT.http | PROTOCOL_BIT.https;
  const anonymity = (name: Anonymity): number => counts.anonymity[ANONYMITIES.indexOf(name) + 1]!;
  const working = status('working');
  const checked = working + status('answered') + status('failed');
  const measured = counts.latencies.total;
  const p50 = counts.latencies.percentile(0.5);
  const p95 = counts.latencies.percentile(0.95);
  return {
    total: records.size,
    new: status('new'),
    answered: status('answered'),
    working,
    failed: status('failed'),
    testing: records.testing.size,
    banned: counts.banned.reduce((sum, count) => sum + count, 0),
    evicted: counts.evicted,
    protocols,
    kinds: {
      http: speaking((set) => (set & web) === PROTOCOL_BIT.http),
      https: speaking((set) => (set & web) === PROTOCOL_BIT.https),
      both: speaking((set) => (set & web) === web),
    },
    anonymity: {
      transparent: anonymity('transparent'),
      anonymous: anonymity('anonymous'),
      elite: anonymity('elite'),
      unknown: counts.anonymity[0]!,
    },
    breaker: { closed: counts.breakers[0]!, open: counts.breakers[1]!, halfOpen: counts.breakers[2]! },
    avgLatencyMs: measured === 0 ? null : Math.round(counts.latencySum / measured) / LATENCY_UNIT,
    p50LatencyMs: p50 === null ? null : p50 / LATENCY_UNIT,
    p95LatencyMs: p95 === null ? null : p95 / LATENCY_UNIT,
    avgScore: working === 0 ? null : round(counts.scoreSum / working / SCORE_UNIT),
    successRate: checked === 0 ? null : round(working / checked),
    latencies: Array.from(counts.latencyBuckets, (count, bucket) => ({
      underMs: LATENCY_BOUNDS_MS[bucket] ?? null,
      count,
    })),
    countries: most(counts.countries).map(([code, working]) => ({ country: countryOf(code) ?? '??', working })),
    reasons: most(counts.reasons).flatMap(([code, count]) => {
      const reason = reasonOf(code);
      return reason === null ? [] : [{ reason, count }];
    }),
  };
}

/** What a source's lists have in the pool. */
export interface SourceYield {
  /** Proxies that it named. */
  readonly listed: number;
  /** Of those, working now. */
  readonly working: number;
}

/** By the name of each source that named proxies of the pool. */
export function yieldBySource({ counts, sources }: Records): Map<string, SourceYield> {
  const found = new Map<string, SourceYield>();
  for (const [number, listed] of counts.listed.entries()) {
    if (listed > 0) found.set(sources.nameOf(number), { listed, working: counts.workingListed[number]! });
  }
  return found;
}

/** Index and count of the counters above zero, greatest first, equal ones by index. */
function most(counters: Uint32Array): [number, number][] {
  const found: [number, number][] = [];
  for (let i = 0; i < counters.length; i += 1) if (counters[i] !== 0) found.push([i, counters[i]!]);
  return found.sort((a, b) => b[1] - a[1] || a[0] - b[0]);
}
