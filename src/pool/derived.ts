/**
 * The columns that follow from others: latency, drift and score. The pool works them out after every check; rows that are
 * loaded get them where they are read, in a thread that has no pool.
 */
import type { ScoreParts, ScoreWeights } from '../model/score.ts';
import { reliabilityOf, scoreOf, speedOf, successOf } from '../model/score.ts';
import type { Columns } from './columns.ts';
import { DRIFT_UNIT, LATENCY_UNIT, SCORE_UNIT } from './columns.ts';
import type { Records } from './records.ts';

/** What they depend on beside the other columns. */
export interface DerivedBy {
  readonly weights: ScoreWeights;
  /** The latency that counts as no speed at all. */
  readonly timeoutMs: number;
}

type Derived = 'latency' | 'drift' | 'score';
type Sources = 'speaks' | 'checks' | 'history' | 'passTally' | 'checkTally';

/** The parts of the score as the columns have them; all zero before the first check. */
export function partsOf(
  { columns: c }: { readonly columns: Pick<Columns, Sources | 'latency'> },
  slot: number,
  timeoutMs: number,
): ScoreParts {
  const checks = c.checks[slot]!;
  if (checks === 0) return { success: 0, speed: 0, reliability: 0 };
  const latencyMs = c.speaks[slot] === 0 || c.latency[slot] === 0 ? null : c.latency[slot]! / LATENCY_UNIT;
  return {
    success: successOf({ passed: c.passTally[slot]!, checked: c.checkTally[slot]! }),
    speed: speedOf(latencyMs, timeoutMs),
    reliability: reliabilityOf(c.history[slot]!, checks),
  };
}

/** Works them out. Inside `records.change` only. */
export function derive(records: Records, slot: number, rules: DerivedBy): void {
  const c = records.columns;
  const { details } = records;
  if (details.fastest(slot, c.speaks[slot]!, c.spoken[slot]!) < 0) deriveFrom(c, slot, Number.NaN, Number.NaN, rules);
  else deriveFrom(c, slot, details.medianMs, details.latestMs, rules);
}

/**
 * @param medianMs of the fastest protocol; NaN = never measured
 * @param latestMs the newest of the same protocol
 */
export function deriveFrom(
  c: Pick<Columns, Sources | Derived>,
  slot: number,
  medianMs: number,
  latestMs: number,
  { weights, timeoutMs }: DerivedBy,
): void {
  const isMeasured = !Number.isNaN(medianMs);
  c.latency[slot] = isMeasured ? Math.max(1, Math.round(medianMs * LATENCY_UNIT)) : 0;
  c.drift[slot] = isMeasured ? driftOf(latestMs, medianMs) : 0;
  c.score[slot] =
    c.checks[slot] === 0 ? 0 : Math.round(scoreOf(partsOf({ columns: c }, slot, timeoutMs), weights) * SCORE_UNIT);
}

/** Four times slower or faster is the most that is told. */
function driftOf(latestMs: number, medianMs: number): number {
  const doublings = Math.log2(Math.max(1, latestMs) / Math.max(1, medianMs));
  return Math.round(DRIFT_UNIT * Math.min(2, Math.max(-2, doublings)));
}
