/** All themes, found in themes/ by their files, and the looks that one of them has on a terminal of so many colours. */
import { folderModules } from '../lib/sibling.ts';
import type { ThemeDefinition, ThemeLook } from './define-theme.ts';
import { type ColorLevel, type Roles, style, type Style, type Theme } from './paint/style.ts';

const files = new Map(folderModules(import.meta.url, './themes/').map((file) => [file.name, file]));

export const THEME_NAMES: readonly string[] = [...files.keys()];

/** @param name one of {@link THEME_NAMES}; without colours it does not matter */
export function themeFor(name: string, colors: ColorLevel): Theme {
  const wanted = colors === 0 ? 'mono' : name;
  const file = files.get(wanted);
  if (!file) throw new Error(`there is no theme ${wanted}`);
  // Loaded when it is chosen: a start needs one of them.
  const definition = file.loadNow().default as ThemeDefinition;
  const packed = (look: ThemeLook): Style =>
    style(isPair(look) ? look[colors === 256 ? 0 : 1] : (look as Exclude<ThemeLook, readonly unknown[]>));
  const roles = Object.fromEntries(
    Object.entries(definition.roles).map(([role, look]: [string, ThemeLook]) => [role, packed(look)]),
  ) as unknown as Roles;
  return { ...roles, name: wanted, series: definition.series.map(packed), picture: definition.picture };
}

function isPair(look: ThemeLook): look is Extract<ThemeLook, readonly unknown[]> {
  return Array.isArray(look);
}
