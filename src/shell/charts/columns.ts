/** A histogram with a scale on the left and a word below each bar: the painter of latencies. */
import type { Brush } from '../paint/brush.ts';
import { type Extent, lineRows, niceCeiling } from '../paint/chart.ts';
import { countFigure } from '../paint/figures.ts';
import { drawnWidth } from '../paint/glyphs.ts';

export interface Column {
  readonly label: string;
  readonly count: number;
}

/** Cells of the scale; wide enough for any pool, so that the bars never move. */
const SCALE = 7;
/** Cells that a bar and the gap behind it should have before there is room for a scale. */
const LEAST_STEP = 2;
const WIDEST_STEP = 9;
/** Narrower ones stand without a gap. */
const STEP_WITH_GAP = 2;

/** @param unit of the words below, in as many cells as the scale has */
export function paintColumns(brush: Brush, columns: readonly Column[], unit: string): void {
  const { theme } = brush;
  const rows = brush.height - 1;
  const isScaled = brush.width - SCALE - 1 >= columns.length * LEAST_STEP;
  const left = isScaled ? SCALE + 1 : 0;
  if (rows < 2 || brush.width < columns.length) return;
  const counts = columns.map(({ count }) => count);
  const step = Math.min(WIDEST_STEP, Math.floor((brush.width - left) / columns.length));
  const bar = step >= STEP_WITH_GAP ? step - 1 : step;
  const top = niceCeiling(Math.max(0, ...counts));
  const parts = counts.flatMap((count) =>
    Array.from({ length: step }, (_, at): Extent | null => (at < bar ? { low: 0, high: count } : null)),
  );
  // Blocks in any case: the brush has characters for them where there is only ASCII.
  for (const [y, row] of lineRows(parts, rows, top, 'block').entries()) brush.text(left, y, row, theme.fill);
  if (isScaled) {
    for (let y = 0; y < rows; y++) brush.text(SCALE, y, '│', theme.faint);
    brush.text(0, 0, countFigure(top, SCALE - 1), theme.dim);
    brush.text(0, rows - 1, countFigure(0, SCALE - 1), theme.dim);
    brush.right(SCALE, rows, unit, theme.dim);
  }
  let free = left;
  for (const [index, { label }] of columns.entries()) {
    const start = left + index * step + Math.max(0, Math.floor((bar - drawnWidth(label)) / 2));
    // A word that would touch the one before is left out.
    if (start < free) continue;
    brush.text(start, rows, label, theme.dim);
    free = start + drawnWidth(label) + 1;
  }
}
