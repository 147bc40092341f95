/**
 * What a thread has to be told that packs the rows of a state for the pool. Light: the shell begins that thread before it
 * has a pool, with the rules of the default configuration.
 */
import { siblingModule } from '../lib/sibling.ts';
import { SCORE_WEIGHTS, type ScoreWeights } from '../model/score.ts';

/** The rules that loaded columns depend on; of `PoolRules`. */
export interface PackingRules {
  readonly weights: ScoreWeights;
  readonly timeoutMs: number;
}

/** Of a configuration that says nothing about them. Where it does, the pool works those columns out again. */
export const USUAL_RULES: PackingRules = { weights: SCORE_WEIGHTS, timeoutMs: 8_000 };

export function packingBy({ weights, timeoutMs }: PackingRules): {
  readonly module: string;
  readonly data: PackingRules;
} {
  return { module: siblingModule(import.meta.url, './row-packer').href, data: { weights, timeoutMs } };
}

export function isSamePacking(one: PackingRules, other: PackingRules): boolean {
  const { success, speed, reliability } = one.weights;
  const { weights } = other;
  return (
    one.timeoutMs === other.timeoutMs &&
    success === weights.success &&
    speed === weights.speed &&
    reliability === weights.reliability
  );
}
