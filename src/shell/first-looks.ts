/**
 * What the first look at the palette, the help over the panels and the help view needs, and what the first check loads:
 * in steps of a few milliseconds at most. The shell takes them one a turn when it has started, so that the first time is
 * as quick as the later ones.
 */
import { usageOf } from '../command/help/usage.ts';
import type { Keymap } from '../command/keys/keymap.ts';
import type { Registry } from '../command/registry.ts';
import type { Scene } from './define-panel.ts';
import { commandOf } from './overlays/open-overlay.ts';
import type { NamedPanel } from './panel-set.ts';
import type { Stage } from './stage/stage.ts';
import type { NamedView } from './view-set.ts';

/** @param rehearsals paint what is not on the screen yet, each once */
export function* firstLooks(
  registry: Registry,
  keymap: Keymap,
  rehearsals: Iterable<() => unknown>,
): Generator<() => unknown> {
  for (const { line } of keymap.all()) yield () => commandOf(registry, line);
  for (const command of registry.all()) yield () => usageOf(command);
  yield () => import('./manual/load.ts');
  // The manual is read by now; the panel that shows it is among these.
  yield* rehearsals;
  yield () => import('../checker/plan-judge.ts');
  yield () => import('../checker/checker.ts');
}

/** The views beside the dashboard, each painted once where nobody sees it: the first frame then costs what the later ones do. */
export function* rehearsalsOf(
  views: readonly NamedView[],
  panels: readonly NamedPanel[],
  stage: Stage,
  scene: () => Scene,
): Generator<() => unknown> {
  for (const view of views) {
    const named = panels.find(({ name }) => name === view.panel);
    // What is about one thing has none yet; what is on the screen is painted anyway.
    if (!named || view.order === null || stage.shown().includes(named)) continue;
    // Loads it, if nobody has looked at it yet.
    yield () => named.panel;
    if (named.readsPool) continue;
    yield () => stage.rehearse(named, scene());
  }
}
