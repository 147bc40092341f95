/**
 * When a proxy is checked again: the steadier, the later; the dead back off, and are left alone in the end. Pure; the pool
 * applies it after every check.
 */
import { HISTORY_SIZE } from './history.ts';
import { SUCCESS_HALF_LIFE_MS } from './score.ts';

/** Interval after the first pass, and after the first failure of a proxy that has worked before. */
export const RECHECK_MIN_MS = 60_000;
/** A steady working proxy is seen at least this often. */
export const RECHECK_MAX_MS = 3_600_000;
/** First interval of a proxy that has never passed: most of a list is dead and stays so. */
export const RECHECK_DEAD_MS = 600_000;
/** After a check that says nothing about the proxy (judge down, blocked). */
export const RECHECK_BLAMELESS_MS = 60_000;

/** The last time there is (epoch milliseconds): due then is who was evicted. */
export const NEVER = 8.64e15;

export interface RecheckFacts {
  readonly passed: boolean;
  /** Equal verdicts in a row, this one included; at least 1. */
  readonly streak: number;
  /** It has passed at some time. */
  readonly everPassed: boolean;
}

/**
 * The interval to the next check: doubles with every equal verdict in a row.
 * @param ceilingMs no interval is longer (`proxy_revalidate_hours`)
 */
export function recheckMs(facts: RecheckFacts, ceilingMs: number): number {
  const base = facts.passed || facts.everPassed ? RECHECK_MIN_MS : RECHECK_DEAD_MS;
  const grown = base * 2 ** (Math.max(1, facts.streak) - 1);
  return Math.min(grown, facts.passed ? RECHECK_MAX_MS : ceilingMs, ceilingMs);
}

/** What eviction asks about a proxy after a check. */
export interface EvictionFacts {
  /** As `streakOf` has it: below 0 for failures in a row. */
  readonly streak: number;
  readonly everPassed: boolean;
  /** Decayed count of passes as of now. */
  readonly passTally: number;
  /** Since it was first seen. */
  readonly ageMs: number;
}

/**
 * Whether it is no longer worth a check: all checks that are remembered failed, and none passed for so long. When the last
 * one passed is read from the decayed count: a pass of then alone leaves at least so much of it.
 * @param afterMs `evict_after_days`; Infinity = never
 */
export function isEvicted({ streak, everPassed, passTally, ageMs }: EvictionFacts, afterMs: number): boolean {
  if (streak > -HISTORY_SIZE || ageMs < afterMs) return false;
  return !everPassed || -SUCCESS_HALF_LIFE_MS * Math.log2(passTally) >= afterMs;
}
