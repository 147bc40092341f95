/** Cuts rectangles into parts. Pure; used by the layouts. */
import type { PlacedPanel } from '../define-view.ts';
import type { Rect } from '../paint/brush.ts';

/** Rows and columns that a part keeps however the borders are moved. */
const LEAST_ROWS = 3;
export const LEAST_COLUMNS = 20;

/** Parts of these heights, top first, and the rest. Each keeps its least height while there is room. */
export function splitRows(rect: Rect, heights: readonly number[]): Rect[] {
  let y = rect.y;
  const end = rect.y + rect.height;
  const parts = heights.map((wanted, index) => {
    const behind = (heights.length - index) * LEAST_ROWS;
    const height = Math.max(Math.min(LEAST_ROWS, end - y), Math.min(wanted, end - y - behind));
    const part = { ...rect, y, height };
    y += height;
    return part;
  });
  return [...parts, { ...rect, y, height: end - y }];
}

/** Parts of these widths, left first, and the rest. */
export function splitColumns(rect: Rect, widths: readonly number[]): Rect[] {
  let x = rect.x;
  const end = rect.x + rect.width;
  const parts = widths.map((wanted, index) => {
    const behind = (widths.length - index) * LEAST_COLUMNS;
    const width = Math.max(Math.min(LEAST_COLUMNS, end - x), Math.min(wanted, end - x - behind));
    const part = { ...rect, x, width };
    x += width;
    return part;
  });
  return [...parts, { ...rect, x, width: end - x }];
}

export function place(rects: Readonly<Record<string, Rect | undefined>>): PlacedPanel[] {
  return Object.entries(rects).map(([name, rect]) => ({ name, rect: rect! }));
}
