/**
 * How good a proxy is: three parts from 0 to 1 and their weighted sum. Pure rules that the pool applies after every
 * check. Better facts never give a lower value; the tests hold that as a property.
 */
import { HISTORY_SIZE, pointsOf } from './history.ts';

export interface ScoreWeights {
  readonly success: number;
  readonly speed: number;
  readonly reliability: number;
}

export const SCORE_WEIGHTS: ScoreWeights = { success: 0.4, speed: 0.3, reliability: 0.3 };

/** After this long a check counts half as much in the success rate. */
export const SUCCESS_HALF_LIFE_MS = 6 * 3_600_000;

/** A median latency up to this is as good as it gets. */
export const FULL_SPEED_MS = 100;

/** Fewer checks than this are not enough to be fully reliable. */
const EVIDENCE = 4;

/** Decayed counts of checks, as of the time of the last one. */
export interface SuccessTally {
  readonly passed: number;
  readonly checked: number;
}

export interface ScoreParts {
  readonly success: number;
  readonly speed: number;
  readonly reliability: number;
}

/**
 * Adds one check to the decayed counts.
 * @param elapsedMs since the check before; less than 0 (a clock set back) counts as 0
 */
export function tally(before: SuccessTally, passed: boolean, elapsedMs: number): SuccessTally {
  const kept = 0.5 ** (Math.max(0, elapsedMs) / SUCCESS_HALF_LIFE_MS);
  return { passed: before.passed * kept + (passed ? 1 : 0), checked: before.checked * kept + 1 };
}

/** Decayed success rate with the prior Beta(1, 1): two good checks are 0.75, not 1. */
export function successOf(counts: SuccessTally): number {
  return unit((counts.passed + 1) / (counts.checked + 2));
}

/**
 * 1 up to {@link FULL_SPEED_MS}, 0 from the timeout on, by the logarithm of the latency between them.
 * @param latencyMs median latency; null (nothing works, never measured) is 0
 */
export function speedOf(latencyMs: number | null, timeoutMs: number): number {
  if (latencyMs === null) return 0;
  if (latencyMs <= FULL_SPEED_MS) return 1;
  if (latencyMs >= timeoutMs) return 0;
  return unit(Math.log(timeoutMs / latencyMs) / Math.log(timeoutMs / FULL_SPEED_MS));
}

/**
 * Over the last checks: one point for each that was confirmed, half a point for each that only answered, half a point
 * off for each fall from passing to failing (flapping), divided by the number of checks, which counts as at least
 * four. A pass can therefore never cost more than it brings.
 */
export function reliabilityOf(history: number, checks: number): number {
  return unit(pointsOf(history, checks) / Math.max(Math.min(checks, HISTORY_SIZE), EVIDENCE));
}

/** The weighted mean of the parts, so that weights need not sum to 1; 0 when all weights are 0. */
export function scoreOf(parts: ScoreParts, weights: ScoreWeights = SCORE_WEIGHTS): number {
  const sum = weights.success + weights.speed + weights.reliability;
  if (!(sum > 0)) return 0;
  return unit(
    (weights.success * parts.success + weights.speed * parts.speed + weights.reliability * parts.reliability) / sum,
  );
}

function unit(value: number): number {
  return Math.min(1, Math.max(0, value));
}
