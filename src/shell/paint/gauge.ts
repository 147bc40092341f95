/** A bar with its empty part marked, painted: progress, shares. */
import { barText } from './bar.ts';
import type { Brush } from './brush.ts';
import type { Style } from './style.ts';

export function paintGauge(
  brush: Brush,
  x: number,
  y: number,
  cells: number,
  fraction: number,
  look: Style = brush.theme.fill,
): void {
  const room = Math.min(cells, brush.width - x);
  brush.fill(x, y, room, brush.utf8 ? '·' : '.', brush.theme.track);
  brush.text(x, y, barText(fraction, room, brush.graph), look);
}
