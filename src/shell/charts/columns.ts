/** Upright bars of eighth blocks with a scale on the left and a word below each: the painter of the latency histogram. */
import { formatCount } from '../../lib/units.ts';
import type { Brush } from '../paint/brush.ts';
import { niceCeiling } from '../paint/chart.ts';
import { drawnWidth } from '../paint/glyphs.ts';
import type { Style } from '../paint/style.ts';

export interface Column {
  readonly label: string;
  readonly count: number;
  readonly look: Style;
}

const LEVELS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/** Cells of the scale; wide enough for any pool, so that the bars never move. */
const SCALE = 7;
const WIDEST_BAR = 8;

export function paintColumns(brush: Brush, columns: readonly Column[]): void {
  const { theme } = brush;
  const rows = brush.height - 1;
  const scale = brush.width - SCALE - 1 >= columns.length * 2 ? SCALE : 0;
  const pitch = Math.min(WIDEST_BAR + 1, Math.floor((brush.width - scale - (scale > 0 ? 1 : 0)) / columns.length));
  if (rows < 2 || pitch < 1) return;
  const top = niceCeiling(Math.max(0, ...columns.map(({ count }) => count)));
  if (scale > 0) {
    for (let y = 0; y < rows; y++) brush.text(scale, y, '│', theme.faint);
    brush.right(scale - 1, 0, formatCount(top), theme.dim);
    brush.right(scale - 1, rows - 1, '0', theme.dim);
  }
  const bar = Math.max(1, pitch - 1);
  const first = scale > 0 ? scale + 1 : 0;
  let free = first;
  for (const [index, { label, count, look }] of columns.entries()) {
    const x = first + index * pitch;
    // What is not nothing shows.
    const eighths = count > 0 ? Math.max(1, Math.round((count / top) * rows * 8)) : 0;
    for (let level = 0; level * 8 < eighths; level++) {
      const char = LEVELS[Math.min(8, eighths - level * 8) - 1]!;
      brush.fill(x, rows - 1 - level, bar, char, look);
    }
    // A word that would touch the one before is left out.
    const start = x + Math.max(0, Math.floor((bar - drawnWidth(label)) / 2));
    if (start < free) continue;
    brush.text(start, rows, label, theme.dim);
    free = start + drawnWidth(label) + 1;
  }
}
