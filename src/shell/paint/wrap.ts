/** Folds a line of segments into rows of a width, between characters; a wide character is never halved. */
import { graphemes } from '../../lib/width.ts';
import type { Segment } from './brush.ts';
import { drawnWidth } from './glyphs.ts';

export function wrapSegments(segments: readonly Segment[], width: number): Segment[][] {
  const rows: Segment[][] = [[]];
  let used = 0;
  for (const [text, look] of segments) {
    const whole = drawnWidth(text);
    if (used + whole <= width) {
      rows.at(-1)!.push([text, look]);
      used += whole;
      continue;
    }
    let part = '';
    for (const cluster of graphemes(text)) {
      const cells = drawnWidth(cluster);
      if (used + cells > width && used > 0) {
        rows.at(-1)!.push([part, look]);
        rows.push([]);
        part = '';
        used = 0;
      }
      part += cluster;
      used += cells;
    }
    if (part !== '') rows.at(-1)!.push([part, look]);
  }
  return rows;
}
