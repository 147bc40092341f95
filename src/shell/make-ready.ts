/**
 * Makes ready what the first keys will need, when the shell is open and what was typed before is answered: loads all
 * commands, then warms up the prompt and what has not been looked at yet, one step a turn. Started once by the shell.
 */
import type { Interpreter } from '../command/interpreter.ts';
import type { Keymap } from '../command/keys/keymap.ts';
import { breathe } from '../lib/slices.ts';
import type { Scene } from './define-panel.ts';
import type { NamedPanel } from './panel-set.ts';
import type { Stage } from './stage/stage.ts';
import type { NamedView } from './view-set.ts';

export interface ReadyWorld {
  readonly interpreter: Interpreter;
  readonly keymap: Keymap;
  readonly views: readonly NamedView[];
  readonly panels: readonly NamedPanel[];
  readonly stage: Stage;
  readonly scene: () => Scene;
  /** What the engine has to load for whoever stays. */
  readonly prepare: () => Promise<void>;
  /** Nobody waits for a line any more. */
  readonly answered: Promise<void>;
  /** The shell ends. */
  readonly signal: AbortSignal;
}

/** What the first letter that is typed asks for, a few modules a turn. */
const FOR_TYPING: readonly (() => Promise<unknown>)[] = [
  () => import('../command/complete/read-line.ts'),
  () => import('../command/highlight/highlight.ts'),
  () => import('../command/complete/at-prompt.ts'),
];
/** The answer is painted before anything else is done. */
const PAINT_MS = 5;

export async function makeReady(world: ReadyWorld): Promise<void> {
  const { interpreter, keymap, views, panels, stage, scene, prepare, answered, signal } = world;
  await answered;
  await new Promise((resolve) => setTimeout(resolve, PAINT_MS));
  if (signal.aborted) return;
  for (const load of FOR_TYPING) {
    await load();
    await breathe();
  }
  await interpreter.registry.preload();
  await prepare();
  const { warmUp } = await import('./prompt/warm-up.ts');
  const { firstLooks, rehearsalsOf } = await import('./first-looks.ts');
  const rehearsals = rehearsalsOf(views, panels, stage, scene);
  await warmUp(interpreter, signal, firstLooks(interpreter.registry, keymap, rehearsals));
}
