/** Rows of a name, a bar, a count and its share: the painter of protocols, countries, anonymity and failure reasons. */
import { formatCount } from '../../lib/units.ts';
import { barText } from '../paint/bar.ts';
import type { Brush } from '../paint/brush.ts';
import { steadyPercent } from './steady-percent.ts';

export interface Share {
  readonly label: string;
  readonly count: number;
}

export interface ShareOptions {
  readonly labelCells: number;
  /** What the shares are of. */
  readonly total: number;
  /** Rows from one bar to the next; with more than one, `words` stand below each. */
  readonly step?: 1 | 2;
  /** What stands below a bar. */
  readonly words?: (index: number) => string;
}

/** Count and share keep their columns whatever the numbers are. */
const COUNT = 8;
const SHARE = 8;
const LEAST_BAR = 4;

/** Bars are as long as their share of the largest. What has no row is summed up in the last one. */
export function paintShares(brush: Brush, shares: readonly Share[], options: ShareOptions): void {
  const { theme } = brush;
  const { labelCells, total, step = 1, words } = options;
  const fitting = Math.floor(brush.height / step);
  const isCut = shares.length > fitting;
  const rows = isCut ? fitBesideRest(brush.height, step) : shares.length;
  const top = Math.max(1, ...shares.map(({ count }) => count));
  const bar = brush.width - labelCells - 1 - COUNT - SHARE;
  for (const [index, { label, count }] of shares.slice(0, rows).entries()) {
    const y = index * step;
    brush.text(0, y, label, theme.text, labelCells);
    if (bar >= LEAST_BAR) {
      brush.fill(labelCells + 1, y, bar, brush.utf8 ? '·' : '.', theme.track);
      brush.text(labelCells + 1, y, barText(count / top, bar), theme.accent);
    }
    numbers(brush, y, count, total);
    if (step === 2 && words) brush.text(0, y + 1, words(index), theme.dim);
  }
  if (!isCut || brush.height < 2) return;
  const rest = shares.slice(rows);
  const y = brush.height - 1;
  brush.text(0, y, `${formatCount(rest.length)} more`, theme.dim);
  numbers(
    brush,
    y,
    rest.reduce((sum, { count }) => sum + count, 0),
    total,
  );
}

/** Bars that leave the last row for the rest. */
function fitBesideRest(height: number, step: number): number {
  return height < 2 ? height : Math.max(1, Math.floor((height - 1) / step));
}

function numbers(brush: Brush, y: number, count: number, total: number): void {
  const { theme } = brush;
  brush.right(brush.width - SHARE, y, formatCount(count), theme.text);
  if (total > 0) brush.right(brush.width, y, steadyPercent(count / total), theme.dim);
}
