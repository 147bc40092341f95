/**
 * Several lines over one scale in braille dots, or in characters where there is only ASCII. Lines that cross share a
 * cell's dots; its colour is that of the line drawn last.
 */
import type { Brush } from '../paint/brush.ts';
import { asciiRows, brailleRows } from '../paint/chart.ts';
import type { Style } from '../paint/style.ts';

export interface Line {
  readonly values: readonly number[];
  readonly look: Style;
  /** Only every second column of dots, so that lines differ without colour. */
  readonly isDotted: boolean;
}

const EMPTY_BRAILLE = 0x2800;
const LEFT_DOTS = 0x47;

/** @param top the value of the upper edge; zero is the lower edge */
export function paintLines(brush: Brush, lines: readonly Line[], top: number): void {
  const { width, height } = brush;
  if (width < 1 || height < 1) return;
  const dots = new Uint8Array(width * height);
  for (const { values, look, isDotted } of lines) {
    const rows = brush.utf8 ? brailleRows(values, width, height, top) : asciiRows(values, width, height, top);
    for (const [y, row] of rows.entries()) {
      for (let x = 0; x < width; x++) {
        if (row[x] === ' ') continue;
        if (!brush.utf8) {
          brush.text(x, y, isDotted ? '.' : '*', look);
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
