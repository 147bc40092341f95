/**
 * How a cell looks, packed into one integer with the bit layout of blessed's buffer (flags << 18 | foreground << 9 |
 * background), and the roles that a theme gives looks to. Panels name roles, never colours.
 */

/** Colour number that means the terminal's own. */
const OWN = 0x1ff;
const BOLD = 1;
const UNDERLINE = 2;
const INVERSE = 8;

export type Style = number;

/** Colours are numbers of the 256-colour palette; left out is the terminal's own. */
export interface Look {
  readonly fg?: number;
  readonly bg?: number;
  readonly bold?: boolean;
  readonly underline?: boolean;
  readonly inverse?: boolean;
}

export function style(look: Look): Style {
  const flags = (look.bold ? BOLD : 0) | (look.underline ? UNDERLINE : 0) | (look.inverse ? INVERSE : 0);
  return (flags << 18) | ((look.fg ?? OWN) << 9) | (look.bg ?? OWN);
}

export const PLAIN: Style = style({});

/** The parts of a packed style; null for the terminal's own colour. */
export function lookOf(packed: Style): {
  fg: number | null;
  bg: number | null;
  bold: boolean;
  underline: boolean;
  inverse: boolean;
} {
  const fg = (packed >> 9) & OWN;
  const bg = packed & OWN;
  const flags = packed >> 18;
  return {
    fg: fg === OWN ? null : fg,
    bg: bg === OWN ? null : bg,
    bold: (flags & BOLD) !== 0,
    underline: (flags & UNDERLINE) !== 0,
    inverse: (flags & INVERSE) !== 0,
  };
}

/** The same look, bold and underlined: matched characters in a row that has a look of its own. */
export function emphasized(look: Style): Style {
  return look | ((BOLD | UNDERLINE) << 18);
}

export type ColorLevel = 0 | 16 | 256;

/** What panels can name. */
export interface Roles<L = Style> {
  readonly text: L;
  readonly strong: L;
  /** Labels, units, second-rank facts. */
  readonly dim: L;
  /** Borders: seen, never read. */
  readonly faint: L;
  /** What is filled of a bar: an area, softer than a letter of the accent would be. */
  readonly fill: L;
  /** What is not. */
  readonly track: L;
  readonly accent: L;
  readonly title: L;
  /** Border and title of the panel that has the keys. */
  readonly focus: L;
  readonly good: L;
  readonly warn: L;
  readonly bad: L;
  readonly selected: L;
  /** Characters that a filter or a search found. */
  readonly match: L;
  /** A key's name in hints. */
  readonly key: L;
  /** Text offered but not typed. */
  readonly ghost: L;
  /** What is typed and cannot be right. */
  readonly invalid: L;
  /** A short word about the state of things that stands out as one piece. */
  readonly badge: L;
  /** A message over the panels that goes away by itself. */
  readonly toast: L;
}

/** The colours that a picture of the screen has where the terminal would use its own. */
export interface Picture {
  readonly background: string;
  readonly foreground: string;
  /** The first sixteen of the palette. */
  readonly basic: readonly string[];
}

export interface Theme extends Roles {
  readonly name: string;
  /** Several lines of one chart, in the order they are drawn; never empty. */
  readonly series: readonly Style[];
  readonly picture: Picture;
}
