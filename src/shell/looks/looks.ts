/**
 * How the shell looks and listens: what the configuration wishes, as far as the terminal can do it. Pure; the shell asks
 * at its start and whenever one of {@link LOOK_KEYS} changes.
 */
import type { Config, ConfigPath } from '../../core/config/config.ts';
import type { GraphSymbols } from '../paint/graph-symbols.ts';
import type { Theme } from '../paint/style.ts';
import type { Abilities } from '../terminal/abilities.ts';
import { themeFor } from '../theme-set.ts';

export interface Looks {
  readonly theme: Theme;
  /** The terminal can show more than ASCII. */
  readonly utf8: boolean;
  /** What charts are drawn with. */
  readonly graph: GraphSymbols;
  /** Wheel and clicks are ours; off, the terminal selects text with the mouse. */
  readonly mouse: boolean;
  /** Whose keys edit the prompt. */
  readonly promptMode: 'emacs' | 'vi';
}

/** The keys that looks depend on. */
export const LOOK_KEYS = ['theme', 'glyphs', 'graph', 'mouse', 'prompt_mode'] as const satisfies readonly ConfigPath[];

export function resolveLooks(config: Pick<Config, 'get'>, abilities: Abilities): Looks {
  const wanted = config.get('theme');
  const glyphs = config.get('glyphs');
  const utf8 = glyphs === 'auto' ? abilities.utf8 : glyphs === 'unicode';
  return {
    theme: themeFor(wanted === 'auto' ? (abilities.background ?? 'dark') : wanted, abilities.colors),
    utf8,
    graph: utf8 ? config.get('graph') : 'ascii',
    mouse: config.get('mouse'),
    promptMode: config.get('prompt_mode'),
  };
}
