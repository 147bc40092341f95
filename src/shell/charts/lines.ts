/**
 * Several lines over one scale in the chart's symbols. Lines of dots that cross share a cell's dots; its colour is that
 * of the line drawn last.
 */
import type { Brush } from '../paint/brush.ts';
import { type Extent, lineRows } from '../paint/chart.ts';
import type { Style } from '../paint/style.ts';

export interface Line {
  /** As many as `partsAcross` says. */
  readonly parts: readonly (Extent | null)[];
  readonly look: Style;
  /** Thinned out, so that lines differ without colour. */
  readonly isDotted: boolean;
}

const EMPTY_BRAILLE = 0x2800;
const LEFT_DOTS = 0x47;

/** @param top the value of the upper edge; zero is the lower edge */
export function paintLines(brush: Brush, lines: readonly Line[], top: number): void {
  const { width, height, graph } = brush;
  if (width < 1 || height < 1) return;
  const dots = new Uint8Array(width * height);
  for (const { parts, look, isDotted } of lines) {
    for (const [y, row] of lineRows(parts, height, top, graph).entries()) {
      for (let x = 0; x < width; x++) {
        if (row[x] === ' ') continue;
        if (graph !== 'braille') {
          brush.text(x, y, graph === 'ascii' && isDotted ? '.' : row[x]!, look);
          continue;
        }
        const at = y * width + x;
        const own = (row.charCodeAt(x) - EMPTY_BRAILLE) & (isDotted ? LEFT_DOTS : 0xff);
        if (own === 0) continue;
        dots[at]! |= own;
        brush.text(x, y, String.fromCharCode(EMPTY_BRAILLE + dots[at]!), look);
      }
    }
  }
}
