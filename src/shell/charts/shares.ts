/** Rows of a name, a bar, a count and its share, and the rest in the last one: the painter of all that is ranked by count. */
import { formatCount } from '../../lib/units.ts';
import { paintGauge } from '../paint/gauge.ts';
import type { Brush } from '../paint/brush.ts';
import { countFigure, percentFigure } from '../paint/figures.ts';

export interface Share {
  readonly label: string;
  readonly count: number;
  /** What stands below the bar, where there is a row for it. */
  readonly words?: string;
}

export interface ShareOptions {
  readonly labelCells: number;
  /** What the shares are of. */
  readonly whole: number;
  /** Rows from one bar to the next: with two, each has its words below it. */
  readonly step: 1 | 2;
}

/** Count and share keep their columns whatever the numbers are. */
const COUNT = 7;
const SHARE = 8;
const GAP = 1;
const LEAST_BAR = 4;

/** Bars are as long as their share of the largest. */
export function paintShares(brush: Brush, shares: readonly Share[], { labelCells, whole, step }: ShareOptions): void {
  const { theme, height, width } = brush;
  const isCut = shares.length > Math.floor(height / step);
  const rows = isCut ? Math.max(1, Math.floor((height - 1) / step)) : shares.length;
  const top = Math.max(1, ...shares.map(({ count }) => count));
  const bar = width - labelCells - 2 * GAP - COUNT - SHARE;
  const numbers = (y: number, count: number): void => {
    brush.right(width - SHARE, y, countFigure(count, COUNT), theme.text);
    brush.right(width, y, percentFigure(count / whole), theme.dim);
  };
  for (const [index, { label, count, words = '' }] of shares.slice(0, rows).entries()) {
    const y = index * step;
    brush.text(0, y, label, theme.text, labelCells);
    if (bar >= LEAST_BAR) paintGauge(brush, labelCells + GAP, y, bar, count / top);
    numbers(y, count);
    if (step === 2) brush.text(0, y + 1, words, theme.dim);
  }
  const rest = shares.slice(rows);
  if (rest.length === 0 || rows * step >= height) return;
  brush.text(0, height - 1, `${formatCount(rest.length)} more`, theme.dim);
  numbers(
    height - 1,
    rest.reduce((sum, { count }) => sum + count, 0),
  );
}
