/**
 * Applies one check report to the record of its proxy: the decisions are the pure rules of src/model, this file only
 * reads and writes the columns they need. Called by the pool for every report; restoring and rescoring use the parts.
 */
import type { Clock } from '../core/clock.ts';
import type { Breaker } from '../model/breaker.ts';
import { breakerStep, breakerTrial } from '../model/breaker.ts';
import type { Digest } from '../model/digest.ts';
import { digestReport } from '../model/digest.ts';
import { remember, streakOf } from '../model/history.ts';
import { ANONYMITIES, BREAKER_STATES, PROTOCOLS, STATUSES } from '../model/proxy.ts';
import { isEvicted, NEVER, RECHECK_BLAMELESS_MS, recheckMs } from '../model/recheck.ts';
import type { CheckReport } from '../model/report.ts';
import type { ScoreWeights } from '../model/score.ts';
import { tally } from '../model/score.ts';
import { countryCode, reasonCode, resultCode, withResult } from './codes.ts';
import { FLAG } from './columns.ts';
import { derive } from './derived.ts';
import type { Forecast } from './forecast.ts';
import type { Records } from './records.ts';

/** What the operator may set about ranking and rechecking. */
export interface PoolRules {
  readonly weights: ScoreWeights;
  /** The latency that counts as no speed at all. */
  readonly timeoutMs: number;
  /** No proxy stays unchecked for longer (`proxy_revalidate_hours`). */
  readonly revalidateMs: number;
  /** Without a pass for so long it is no longer checked by itself (`evict_after_days`); Infinity = it always is. */
  readonly evictAfterMs: number;
  /** Failures in a row to reach a proxy that open its breaker. */
  readonly breakerFailures: number;
}

/** A stored status or a breaker state that changed. */
export interface Change {
  readonly id: number;
  readonly from: string;
  readonly to: string;
}

const STATUS_OF = {
  failed: STATUSES.indexOf('failed'),
  answered: STATUSES.indexOf('answered'),
  confirmed: STATUSES.indexOf('working'),
} as const;

const CLOSED = BREAKER_STATES.indexOf('CLOSED');
const OPEN = BREAKER_STATES.indexOf('OPEN');

/**
 * @param changes receives what changed
 * @param forecast learns from it
 * @returns whether the check passed; null when the report says nothing about the proxy and no counter moved
 */
export function applyReport(
  records: Records,
  slot: number,
  report: CheckReport,
  rules: PoolRules,
  changes: Change[],
  forecast: Forecast,
): boolean | null {
  const digest = digestReport(report);
  const c = records.columns;
  if (digest === null) {
    records.change(slot, () => {
      records.endTest(slot);
      // A cancelled one stays due; with the judge down or the address blocked, trying at once would spin.
      if (report.reason !== 'cancelled' && c.dueAt[slot] !== NEVER) c.dueAt[slot] = report.at + RECHECK_BLAMELESS_MS;
    });
    return null;
  }
  const id = c.id[slot]!;
  const from = records.statusOf(slot);
  forecast.learn(slot, report.at, digest.passed !== 0);
  const before = records.beginChange(slot);
  records.endTest(slot);
  write(records, slot, report, digest, rules, changes);
  settle(records, slot, rules);
  records.endChange(slot, before);
  const to = records.statusOf(slot);
  if (from !== to) changes.push({ id, from, to });
  return digest.passed !== 0;
}

/** Lets the trial of an open breaker through when its time has come; called when a check begins. Few look at the clock. */
export function beginTrial(records: Records, slot: number, clock: Clock, changes: Change[]): void {
  if (records.columns.breaker[slot] !== OPEN) return;
  const before = readBreaker(records, slot);
  const after = breakerTrial(before, clock.now());
  if (after === before) return;
  records.counts.drop(slot);
  writeBreaker(records, slot, before, after, changes);
  records.counts.add(slot);
}

function write(
  records: Records,
  slot: number,
  report: CheckReport,
  digest: Digest,
  rules: PoolRules,
  changes: Change[],
): void {
  const c = records.columns;
  const passed = digest.passed !== 0;
  const counts = tally(
    { passed: c.passTally[slot]!, checked: c.checkTally[slot]! },
    passed,
    report.at - c.checkedAt[slot]!,
  );
  c.passTally[slot] = counts.passed;
  c.checkTally[slot] = counts.checked;
  c.checks[slot]! += 1;
  if (passed) c.passes[slot]! += 1;
  c.history[slot] = remember(c.history[slot]!, digest.outcome);
  c.checkedAt[slot] = report.at;
  c.status[slot] = STATUS_OF[digest.outcome];
  c.reason[slot] = reasonCode(digest.reason);
  // What passed before and was not tried now is believed as long as anything passes.
  c.speaks[slot] = passed ? digest.passed | (c.speaks[slot]! & ~digest.tried) : 0;
  c.spoken[slot]! |= digest.passed;
  if (digest.anonymity !== null) c.anonymity[slot] = ANONYMITIES.indexOf(digest.anonymity) + 1;
  const country = countryCode(report.country);
  if (country !== 0) c.country[slot] = country;
  if (digest.tlsIntact !== null) {
    c.flags[slot] = (c.flags[slot]! & ~FLAG.tlsIntact) | FLAG.tlsKnown | (digest.tlsIntact ? FLAG.tlsIntact : 0);
  }
  for (const result of digest.results) {
    const index = PROTOCOLS.indexOf(result.protocol);
    c.results[slot] = withResult(c.results[slot]!, index, resultCode(result.outcome, result.reason));
    if (result.outcome !== 'failed' && result.latencyMs !== null)
      records.details.addLatency(slot, index, result.latencyMs);
  }
  records.timelines.add(slot, report.at, digest.results);
  // What block lists say is said of an address.
  if (report.exit !== null && records.details.setExit(slot, report.exit)) records.findings.delete(slot);
  if (digest.changed !== null) records.details.setChanged(slot, digest.changed);
  else if (passed && digest.changeKnown && records.details.changed(slot) !== null)
    records.details.setChanged(slot, null);
  // A closed one without failures stays so: nearly every check of who works.
  if (digest.reached && c.breaker[slot] === CLOSED && c.failures[slot] === 0) return;
  const breaker = readBreaker(records, slot);
  const trial = breakerTrial(breaker, report.at);
  writeBreaker(records, slot, breaker, trial, changes);
  writeBreaker(records, slot, trial, breakerStep(trial, digest.reached, report.at, rules.breakerFailures), changes);
}

function settle(records: Records, slot: number, rules: PoolRules): void {
  const c = records.columns;
  derive(records, slot, rules);
  const streak = Math.abs(streakOf(c.history[slot]!, c.checks[slot]!));
  const facts = { passed: c.speaks[slot] !== 0, streak, everPassed: c.passes[slot] !== 0 };
  c.dueAt[slot] = isLeftAlone(records, slot, rules)
    ? NEVER
    : Math.max(c.checkedAt[slot]! + recheckMs(facts, rules.revalidateMs), c.openUntil[slot]! * 1_000);
}

/** By the rules as they are now; what was evicted by others stays so until its next check, or until {@link recall}. */
function isLeftAlone({ columns: c }: Records, slot: number, rules: PoolRules): boolean {
  const facts = {
    streak: streakOf(c.history[slot]!, c.checks[slot]!),
    everPassed: c.passes[slot] !== 0,
    passTally: c.passTally[slot]!,
    ageMs: c.checkedAt[slot]! - c.firstSeen[slot]! * 1_000,
  };
  return isEvicted(facts, rules.evictAfterMs);
}

/** Makes an evicted proxy due again when other rules would not have evicted it. @returns whether they would not */
export function recall(records: Records, slot: number, rules: PoolRules, now: number): boolean {
  const c = records.columns;
  if (c.dueAt[slot] !== NEVER || isLeftAlone(records, slot, rules)) return false;
  records.change(slot, () => void (c.dueAt[slot] = now));
  return true;
}

export function readBreaker(records: Records, slot: number): Breaker {
  const c = records.columns;
  return {
    state: BREAKER_STATES[c.breaker[slot]!]!,
    failures: c.failures[slot]!,
    opened: c.opened[slot]!,
    openUntil: c.openUntil[slot]! * 1_000,
  };
}

/** Inside `records.change` only. */
export function writeBreaker(records: Records, slot: number, before: Breaker, after: Breaker, changes: Change[]): void {
  if (after === before) return;
  const c = records.columns;
  c.breaker[slot] = BREAKER_STATES.indexOf(after.state);
  c.failures[slot] = after.failures;
  c.opened[slot] = after.opened;
  c.openUntil[slot] = Math.ceil(after.openUntil / 1_000);
  if (before.state !== after.state) changes.push({ id: c.id[slot]!, from: before.state, to: after.state });
}
