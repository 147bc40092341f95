/** What the tests of the pool share: a pool with a clock they turn, batches and reports. */
import type { EventMap } from '../../src/model/events.ts';
import { Bus } from '../../src/core/bus.ts';
import { parseIpv4 } from '../../src/lib/address.ts';
import type { CandidateBatch, OddCandidate } from '../../src/model/candidate.ts';
import type { CheckReport, FailureReason, ProtocolResult } from '../../src/model/report.ts';
import { SCORE_WEIGHTS } from '../../src/model/score.ts';
import { Pool } from '../../src/pool/pool.ts';

export const START = 1_800_000_000_000;
export const RULES = {
  weights: SCORE_WEIGHTS,
  timeoutMs: 8_000,
  revalidateMs: 24 * 3_600_000,
  evictAfterMs: Infinity,
  breakerFailures: 3,
};

export interface World {
  readonly pool: Pool;
  readonly clock: { now(): number; monotonic(): number; at: number };
  readonly facts: { [K in 'pool.changed' | 'proxy.checked' | 'proxy.status']: EventMap[K][] };
}

export function createWorld(): World {
  const clock = { at: START, now: () => clock.at, monotonic: () => clock.at };
  const bus = new Bus((_event, error) => {
    throw error;
  });
  const facts: World['facts'] = { 'pool.changed': [], 'proxy.checked': [], 'proxy.status': [] };
  bus.on('pool.changed', (fact) => facts['pool.changed'].push(fact));
  bus.on('proxy.checked', (fact) => facts['proxy.checked'].push(fact));
  bus.on('proxy.status', (fact) => facts['proxy.status'].push(fact));
  return { pool: new Pool({ bus, clock, rules: RULES }), clock, facts };
}

export interface Candidate {
  readonly host: string;
  readonly port: number;
  readonly user?: string;
  readonly password?: string;
  readonly protocols?: number;
}

export function batchOf(candidates: readonly Candidate[]): CandidateBatch {
  const odd: OddCandidate[] = [];
  const ipv4 = new Uint32Array(candidates.length);
  candidates.forEach(({ host, user, password }, index) => {
    const address = parseIpv4(host);
    if (address !== null && user === undefined) ipv4[index] = address;
    else
      odd.push({
        index,
        host,
        ...(user === undefined ? {} : { user }),
        ...(password === undefined ? {} : { password }),
      });
  });
  return {
    count: candidates.length,
    ipv4,
    port: Uint16Array.from(candidates, (candidate) => candidate.port),
    protocols: Uint8Array.from(candidates, (candidate) => candidate.protocols ?? 0),
    odd,
  };
}

/** So many different addresses of 127.0.0.0/8. */
export function loopbackBatch(count: number): CandidateBatch {
  const ipv4 = Uint32Array.from({ length: count }, (_, i) => 0x7f00_0000 + (Math.imul(i, 2_654_435) % 0x00ff_ffff));
  return {
    count,
    ipv4,
    port: Uint16Array.from({ length: count }, (_, i) => 1 + (i % 65_000)),
    protocols: new Uint8Array(count),
    odd: [],
  };
}

export function good(part: Partial<ProtocolResult> = {}): ProtocolResult {
  return {
    protocol: 'http',
    outcome: 'confirmed',
    latencyMs: 120,
    reason: null,
    anonymity: 'elite',
    tlsIntact: null,
    changed: null,
    ...part,
  };
}

export function bad(reason: FailureReason, protocol: ProtocolResult['protocol'] = 'http'): ProtocolResult {
  return { protocol, outcome: 'failed', latencyMs: null, reason, anonymity: null, tlsIntact: null, changed: null };
}

export function report(
  id: number,
  at: number,
  results: readonly ProtocolResult[],
  part: Partial<CheckReport> = {},
): CheckReport {
  const reason = results.some((result) => result.outcome !== 'failed') ? null : (results[0]?.reason ?? null);
  return { id, at, results, reason, exit: null, country: null, elapsedMs: 50, ...part };
}
