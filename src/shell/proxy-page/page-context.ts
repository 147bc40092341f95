/** What the blocks of a proxy's page are made from: one reading of everything that is known, and how it is to look. */
import type { ProxyDetail } from '../../engine/types.ts';
import type { ScoreWeights } from '../../model/score.ts';
import type { GraphSymbols } from '../paint/graph-symbols.ts';
import type { Theme } from '../paint/style.ts';

export interface PageContext {
  readonly detail: ProxyDetail;
  readonly weights: ScoreWeights;
  /** Failures in a row that open a closed breaker. */
  readonly threshold: number;
  /** Which judge the last check asked; null before the first. */
  readonly judge: string | null;
  readonly theme: Theme;
  readonly graph: GraphSymbols;
  /** Epoch milliseconds. */
  readonly now: number;
}
