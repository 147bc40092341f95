/**
 * What a check report means for the record of its proxy, worked out before anything is stored. Pure; the pool applies
 * the result. Results that say nothing about the proxy (judge down, blocked, cancelled) are left out here.
 */
import type { CheckOutcome } from './history.ts';
import type { Anonymity } from './proxy.ts';
import { ANONYMITIES, PROTOCOL_BIT } from './proxy.ts';
import type { CheckReport, FailureReason, ProtocolResult } from './report.ts';
import { BLAMELESS, REACH_FAILURES } from './report.ts';

export interface Digest {
  readonly outcome: CheckOutcome;
  /** The results that count, one per protocol. */
  readonly results: readonly ProtocolResult[];
  /** Protocols that passed and that were tried, as sets. */
  readonly passed: number;
  readonly tried: number;
  /** The proxy itself was reached, whatever it answered. */
  readonly reached: boolean;
  /** Null when it passed. */
  readonly reason: FailureReason | null;
  /** The most revealing one seen; null when no result says. */
  readonly anonymity: Anonymity | null;
  /** False when any TLS was broken, true when any was intact and none broken, null when none was spoken. */
  readonly tlsIntact: boolean | null;
  readonly changed: string | null;
  /** False where nothing changed is known of, but not all that was tried could be told: what was known before stays. */
  readonly changeKnown: boolean;
}

/** @returns null when the report says nothing about the proxy */
export function digestReport(report: CheckReport): Digest | null {
  const results = report.results.some(isBlameless)
    ? report.results.filter((result) => !isBlameless(result))
    : report.results;
  let passed = 0;
  let tried = 0;
  let confirmed = false;
  let reached = false;
  let anonymity: Anonymity | null = null;
  let tlsIntact: boolean | null = null;
  let changed: string | null = null;
  let untold = results !== report.results;
  for (const result of results) {
    const bit = PROTOCOL_BIT[result.protocol];
    tried |= bit;
    if (result.outcome !== 'failed') passed |= bit;
    if (result.outcome === 'confirmed') confirmed = true;
    if (result.outcome !== 'failed' || (result.reason !== null && !REACH_FAILURES.has(result.reason))) reached = true;
    if (result.anonymity !== null && (anonymity === null || revealing(result.anonymity, anonymity))) {
      anonymity = result.anonymity;
    }
    if (result.tlsIntact !== null) tlsIntact = tlsIntact === false ? false : result.tlsIntact;
    if (result.changeUnknown) untold = true;
    // What condemns goes before what was only noticed.
    if (result.changed !== null && (changed === null || result.outcome === 'failed')) changed = result.changed;
  }
  const changeKnown = changed !== null || !untold;
  if (passed === 0) {
    // What answered until the judge went down has not failed, whatever else was tried beside it.
    if (report.results.some((result) => result.outcome !== 'failed')) return null;
    const reason = report.reason ?? results.find((result) => result.reason !== null)?.reason ?? null;
    if (reason === null || BLAMELESS.has(reason)) return null;
    reached ||= !REACH_FAILURES.has(reason);
    return { outcome: 'failed', results, passed, tried, reached, reason, anonymity, tlsIntact, changed, changeKnown };
  }
  const outcome = confirmed ? 'confirmed' : 'answered';
  return { outcome, results, passed, tried, reached, reason: null, anonymity, tlsIntact, changed, changeKnown };
}

function isBlameless({ reason }: ProtocolResult): boolean {
  return reason !== null && BLAMELESS.has(reason);
}

function revealing(one: Anonymity, other: Anonymity): boolean {
  return ANONYMITIES.indexOf(one) < ANONYMITIES.indexOf(other);
}
