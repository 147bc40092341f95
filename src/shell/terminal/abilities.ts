/** What a terminal can show, from its environment: colours, UTF-8, its background, or nothing at all. Pure. */
import type { ColorLevel } from '../paint/style.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Abilities {
  readonly colors: ColorLevel;
  readonly utf8: boolean;
  /** What it says of its background; null when it says nothing. */
  readonly background: 'dark' | 'light' | null;
}

const MONOCHROME = /^(vt\d+|.*-m(ono)?)$/;
const RICH = /256|kitty|alacritty|ghostty|wezterm|foot|direct|tmux|screen|iterm|konsole|gnome/;

export function abilitiesOf(env: Environment, platform: NodeJS.Platform = process.platform): Abilities {
  const term = (env['TERM'] ?? '').toLowerCase();
  return {
    colors: colorsOf(env, term, platform),
    utf8: isUtf8(env, term, platform),
    background: backgroundOf(env['COLORFGBG'] ?? ''),
  };
}

/** `15;0`, `0;default;15`: the colour numbers of letters and, last, background. White and the bright ones are light. */
function backgroundOf(colors: string): Abilities['background'] {
  const background = /;(\d+)$/.exec(colors)?.[1];
  if (background === undefined || Number(background) > 15) return null;
  return Number(background) === 7 || Number(background) > 8 ? 'light' : 'dark';
}

function colorsOf(env: Environment, term: string, platform: NodeJS.Platform): ColorLevel {
  if (env['NO_COLOR']) return 0;
  if (/truecolor|24bit/i.test(env['COLORTERM'] ?? '') || RICH.test(term) || platform === 'win32') return 256;
  return MONOCHROME.test(term) ? 0 : 16;
}

function isUtf8(env: Environment, term: string, platform: NodeJS.Platform): boolean {
  // The Linux console has no braille and few block characters in its font.
  if (term === 'linux') return false;
  if (platform === 'win32' || platform === 'darwin') return true;
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || '';
  // No locale at all is common in containers, whose terminals are UTF-8 all the same; `C` and `POSIX` are a wish.
  return locale === '' || /utf-?8/i.test(locale);
}

/** Why the shell cannot run here, as a hint for a person; null when it can. */
export function shellRefusal(stdin: { readonly isTTY?: boolean }, stdout: { readonly isTTY?: boolean }): string | null {
  if (!stdin.isTTY || !stdout.isTTY) return 'the shell needs a terminal on standard input and output';
  return null;
}

/** It cannot position text: only the plain shell, without any escape sequence, can be used there. */
export function isDumb(env: Environment): boolean {
  return (env['TERM'] ?? '').toLowerCase() === 'dumb';
}
