/**
 * How a cell looks, packed into one integer with the bit layout of blessed's buffer (flags << 18 | foreground << 9 |
 * background), and the theme: which role has which look at 256, 16 or no colours. Panels name roles, never colours.
 */

/** Colour number that means the terminal's own. */
const OWN = 0x1ff;
const BOLD = 1;
const UNDERLINE = 2;
const INVERSE = 8;

export type Style = number;

interface Look {
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

export type ColorLevel = 0 | 16 | 256;

export interface Theme {
  readonly text: Style;
  readonly strong: Style;
  /** Labels, units, second-rank facts. */
  readonly dim: Style;
  /** Borders, empty parts of bars. */
  readonly faint: Style;
  readonly accent: Style;
  readonly title: Style;
  /** Border and title of the panel that has the keys. */
  readonly focus: Style;
  readonly good: Style;
  readonly warn: Style;
  readonly bad: Style;
  readonly selected: Style;
  /** A key's name in hints. */
  readonly key: Style;
  /** Text offered but not typed. */
  readonly ghost: Style;
}

export function themeFor(colors: ColorLevel): Theme {
  if (colors === 0) {
    const bold = style({ bold: true });
    return {
      text: PLAIN,
      strong: bold,
      dim: PLAIN,
      faint: PLAIN,
      accent: bold,
      title: PLAIN,
      focus: bold,
      good: PLAIN,
      warn: bold,
      bad: bold,
      selected: style({ inverse: true }),
      key: bold,
      ghost: PLAIN,
    };
  }
  const pick = (rich: number, basic: number): number => (colors === 256 ? rich : basic);
  const accent = pick(74, 6);
  const dim = pick(245, 8);
  return {
    text: PLAIN,
    strong: style({ bold: true }),
    dim: style({ fg: dim }),
    faint: style({ fg: pick(240, 8) }),
    accent: style({ fg: accent }),
    title: style({ fg: pick(250, 7) }),
    focus: style({ fg: accent, bold: true }),
    good: style({ fg: pick(108, 2) }),
    warn: style({ fg: pick(179, 3) }),
    bad: style({ fg: pick(167, 1) }),
    selected: colors === 256 ? style({ fg: 255, bg: 238 }) : style({ inverse: true }),
    key: style({ fg: accent }),
    ghost: style({ fg: pick(242, 8) }),
  };
}
