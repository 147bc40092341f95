/** The lowest line painted: the hint on the left, the keys that matter now on the right. */
import type { Brush, Segment } from './brush.ts';
import { drawnWidth } from './glyphs.ts';

export function paintHint(brush: Brush, hint: Segment, keys: readonly (readonly [key: string, does: string])[]): void {
  const { theme } = brush;
  const words: Segment[] = keys.flatMap(([key, does]): Segment[] => [
    [key, theme.key],
    [` ${does}  `, theme.dim],
  ]);
  const left = brush.text(2, 0, hint[0], hint[1]);
  const fits = (list: readonly Segment[]): boolean =>
    list.reduce((sum, [text]) => sum + drawnWidth(text), 0) <= brush.width - left - 3;
  // Keys go from the left: the last ones are those that always hold.
  while (words.length > 0 && !fits(words)) words.splice(0, 2);
  const width = words.reduce((sum, [text]) => sum + drawnWidth(text), 0);
  brush.line(brush.width - width, 0, words);
}
