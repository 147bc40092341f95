/** How the shell stands at this moment, gathered for a frame: who has the keys, what lies over the panels, what the lowest line says. */
import { showChord } from '../../command/keys/chord.ts';
import { namedKeys } from '../../command/keys/named-key.ts';
import type { Controls } from '../controls/controls.ts';
import type { Teacher } from '../first-run/teacher.ts';
import { hintFor } from './hint.ts';
import type { KeyLines } from '../controls/key-lines.ts';
import type { Navigation } from '../controls/navigation.ts';
import type { News } from '../toasts/news.ts';
import type { Theme } from '../paint/style.ts';
import type { Prompt } from '../prompt/prompt.ts';
import type { Runner } from '../run/runner.ts';
import type { Stance } from './stage.ts';

export interface StanceParts {
  readonly prompt: Prompt;
  readonly navigation: Navigation;
  readonly controls: Controls;
  readonly runner: Runner;
  readonly keys: KeyLines;
  readonly news: News;
  readonly teacher: Teacher;
  readonly theme: Theme;
}

/** Contexts whose keys everybody has: the key bar is for what is special here. */
const COMMON = new Set(['panel', 'general', 'prompt', 'empty']);

export function stanceOf({ prompt, navigation, controls, runner, keys, news, teacher, theme }: StanceParts): Stance {
  const { typing, overlay, message, contexts } = controls;
  const special = keys.keymap.inContexts(contexts.filter((context) => !COMMON.has(context)));
  // Where there is no room the first go: those of every table before those of this one.
  const panelKeys = [...special]
    .sort((a, b) => Number(a.context === contexts[0]) - Number(b.context === contexts[0]))
    .flatMap(({ chord, short }) => (short === undefined ? [] : [[showChord(chord), short] as const]));
  const isOnDashboard = navigation.view.name === 'dashboard';
  const keyFor = namedKeys(keys.keymap, contexts);
  const line = hintFor({
    prompt,
    typing,
    covered: navigation.output === 'wide' ? navigation.view.title : null,
    panels: isOnDashboard ? 'numbered' : navigation.view.arrange || navigation.output !== 'closed' ? 'several' : 'one',
    message,
    running: runner.running !== null,
    stopping: runner.isStopping,
    waiting: runner.waiting,
    panelKeys,
    keyFor,
    theme,
  });
  const lesson = line.hint[0] === '' ? teacher.hint(keyFor) : '';
  return {
    prompt,
    navigation,
    typing,
    overlay,
    toasts: news.shown,
    hint: overlay ? ['', theme.dim] : lesson === '' ? line.hint : [lesson, theme.dim],
    keys: overlay?.keys ?? line.keys,
  };
}
