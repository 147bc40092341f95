/**
 * The contract of a theme: one file below themes/, whose name is the theme's name. It is data only: a look for each role
 * with 256 colours and with 16. Without colours every theme is `mono`.
 */
import type { Look, Picture, Roles } from './paint/style.ts';

/** One look for both, or that with 256 colours and that with 16. */
export type ThemeLook = Look | readonly [rich: Look, basic: Look];

export interface ThemeDefinition {
  /** The background it is made for. The terminal's own stays: transparent and pictured ones too. */
  readonly background: 'dark' | 'light';
  readonly roles: Roles<ThemeLook>;
  readonly series: readonly ThemeLook[];
  readonly picture: Picture;
}

/** Declares a theme; the identity function with a type, so that a file reads as a declaration. */
export function defineTheme(definition: ThemeDefinition): ThemeDefinition {
  return definition;
}
