/** The lowest line painted: the hint on the left, the keys that matter now on the right, and where a click means which key. */
import { parseChord } from '../../command/keys/chord.ts';
import type { Brush, Segment } from './brush.ts';
import { drawnWidth } from './glyphs.ts';

/** Cells that stand for a key. */
export interface KeyPlace {
  readonly x: number;
  readonly width: number;
  readonly chord: string;
}

/** @returns where the keys stand, relative to the brush */
export function paintHint(
  brush: Brush,
  hint: Segment,
  keys: readonly (readonly [key: string, does: string])[],
): KeyPlace[] {
  const { theme } = brush;
  const words = keys.map(([key, does]) => {
    const text = ` ${does}  `;
    return { key, text, width: drawnWidth(key) + drawnWidth(text) };
  });
  const left = brush.text(2, 0, hint[0], hint[1]);
  const total = (): number => words.reduce((sum, { width }) => sum + width, 0);
  // Keys go from the left: the last ones are those that always hold.
  while (words.length > 0 && total() > brush.width - left - 3) words.shift();
  const places: KeyPlace[] = [];
  let x = brush.width - total();
  for (const { key, text, width } of words) {
    const chord = chordIn(key);
    // The blanks behind a word separate it from the next.
    if (chord !== null) places.push({ x, width: width - 2, chord });
    x = brush.line(x, 0, [
      [key, theme.key],
      [text, theme.dim],
    ]);
  }
  return places;
}

/** Of several keys (`Tab ↑↓`, `Esc ^C`) the first one. */
function chordIn(keys: string): string | null {
  for (const key of keys.split(' ')) {
    const chord = parseChord(key);
    if (chord !== null) return chord;
  }
  return null;
}
