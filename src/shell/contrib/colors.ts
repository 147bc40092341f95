/** Colour numbers for widgets, which show values by colour alone. */
import { lookOf, type Style } from '../paint/style.ts';

const CUBE = [0, 95, 135, 175, 215, 255];
const BLACK = 16;
const WHITE = 231;

/** Null where the look has no colour of its own: draw it yourself. */
export function colorOf(look: Style): number | null {
  return lookOf(look).fg;
}

/** Black or white, whichever is read better on this colour. The first sixteen are the terminal's, and mostly light. */
export function inkOn(color: number): number {
  if (color < 16) return color === 0 || color === 4 || color === 8 ? WHITE : BLACK;
  if (color >= 232) return color >= 244 ? BLACK : WHITE;
  const at = color - 16;
  const [red, green, blue] = [CUBE[Math.floor(at / 36)]!, CUBE[Math.floor(at / 6) % 6]!, CUBE[at % 6]!];
  return 0.299 * red + 0.587 * green + 0.114 * blue > 110 ? BLACK : WHITE;
}
