/** The score of a proxy taken apart: what each part is worth, what it weighs, what it brings. What is shown adds up. */
import { barText } from '../paint/bar.ts';
import type { Row } from '../text/rows.ts';
import { LABEL } from './labelled.ts';
import type { PageContext } from './page-context.ts';

const PARTS = ['success', 'speed', 'reliability'] as const;
const DIGITS = 1000;
/** ` 0.900 × 0.40 = 0.360`. */
const FIGURES = 21;
const LONGEST_BAR = 24;

export function scoreBlock(context: PageContext, width: number): Row[] {
  const { detail, theme, graph, weights } = context;
  const head: Row = [
    ['score'.padEnd(LABEL), theme.title],
    [detail.score.toFixed(3), theme.accent],
  ];
  if (detail.checks === 0) return [head, [['none before the first check', theme.dim]]];
  const sum = PARTS.reduce((total, part) => total + weights[part], 0);
  const brought = contributions(
    PARTS.map((part) => (detail[part] * weights[part]) / sum),
    detail.score,
  );
  const bar = Math.max(0, Math.min(LONGEST_BAR, width - LABEL - FIGURES));
  return [
    head,
    ...PARTS.map((part, index): Row => {
      const filled = barText(detail[part], bar, graph);
      return [
        [part.padEnd(LABEL), theme.dim],
        [filled, theme.accent],
        ['·'.repeat(Math.max(0, bar - filled.length)), theme.track],
        [` ${detail[part].toFixed(3)}`, theme.text],
        [` × ${(weights[part] / sum).toFixed(2)} = `, theme.dim],
        [brought[index]!.toFixed(3), theme.strong],
      ];
    }),
  ];
}

/** Each rounded to what is shown, so that together they are the score that is shown: the largest remainders are rounded up. */
export function contributions(exact: readonly number[], score: number): number[] {
  const floors = exact.map((value) => Math.floor(value * DIGITS + 1e-9));
  const total = floors.reduce((sum, value) => sum + value, 0);
  const missing = Math.round(score * DIGITS) - total;
  // Weights that changed a moment ago do not make up this score yet: then each stands for itself.
  if (missing < 0 || missing > exact.length) return exact.map((value) => Math.round(value * DIGITS) / DIGITS);
  const order = exact
    .map((value, index) => ({ index, rest: value * DIGITS - floors[index]! }))
    .sort((a, b) => b.rest - a.rest || a.index - b.index)
    .slice(0, missing);
  for (const { index } of order) floors[index]! += 1;
  return floors.map((value) => value / DIGITS);
}
