/** Copies the cells of a widget into a frame. They pass the brush like any other text: nothing gets through raw. */
import type { Brush } from '../paint/brush.ts';
import { PLAIN } from '../paint/style.ts';
import type { Picture } from './types.ts';

const BLANK = 32;

/** Blank cells of the terminal's own colours leave what stands where they are. */
export function copyPicture(brush: Brush, { columns, rows, units, styles }: Picture): void {
  for (let y = 0; y < rows; y++) {
    const end = (y + 1) * columns;
    for (let at = y * columns; at < end;) {
      const look = styles[at]!;
      const isBlank = look === PLAIN && units[at] === BLANK;
      const from = at++;
      while (at < end && styles[at] === look && (look === PLAIN && units[at] === BLANK) === isBlank) at++;
      if (!isBlank) brush.text(from - y * columns, y, String.fromCharCode(...units.subarray(from, at)), look);
    }
  }
}
