/**
 * What screen commands do in the full-screen shell: the port that commands and keys call, put together from navigation,
 * panels, prompt and terminal. Decides nothing about keys and paints nothing.
 */
import type { Binding, Pressed } from '../../command/keys/binding.ts';
import { namedKeys } from '../../command/keys/named-key.ts';
import type { Arrangement, OverlayName, PanelAction, Screen } from '../../command/screen.ts';
import { nearest } from '../../lib/suggest.ts';
import { fail } from '../../model/errors.ts';
import type { PanelPort, Scene } from '../define-panel.ts';
import type { KeyLines } from './key-lines.ts';
import type { Navigation } from './navigation.ts';
import type { NamedPanel } from '../panel-set.ts';
import type { Prompt } from '../prompt/prompt.ts';
import type { Runner } from '../run/runner.ts';
import type { Stage } from '../stage/stage.ts';

export interface ShellScreenPort {
  readonly prompt: Prompt;
  readonly runner: Runner;
  readonly stage: Stage;
  readonly navigation: Navigation;
  readonly panels: readonly NamedPanel[];
  readonly panelPort: PanelPort;
  readonly scene: (focused: boolean) => Scene;
  /** Gives the keys to the prompt, or to the panels. */
  readonly setTyping: (typing: boolean) => void;
  readonly openOverlay: (name: OverlayName) => void;
  readonly tell: (text: string) => void;
  readonly keys: KeyLines;
  readonly quit: () => void;
  readonly repaint: () => void;
  readonly suspend: () => void;
  /** @returns what to tell the person */
  readonly shot: () => string;
  /** @returns true when mouse reports are on now */
  readonly toggleMouse: () => boolean;
}

/** Ctrl-C pressed again within this time quits. */
const QUIT_WINDOW_MS = 2000;

export class ShellScreen implements Screen {
  readonly #port: ShellScreenPort;
  #quitArmedAt = Number.NEGATIVE_INFINITY;

  constructor(port: ShellScreenPort) {
    this.#port = port;
  }

  show(name: string, subject?: string): void {
    const { navigation, panels } = this.#port;
    const view = navigation.find(name);
    if (!view)
      throw unknown(
        'view',
        name,
        navigation.views.map((one) => one.name),
      );
    if (view.order === null && subject === undefined)
      throw fail('missing-argument', `view ${name} needs to know about what`, { hint: `view ${name} 12` });
    const ids = panels.find((panel) => panel.name === navigation.focus)?.panel.selected?.('shown') ?? [];
    if (view === navigation.view && subject !== undefined && navigation.among.includes(Number(subject)))
      return navigation.exchange(subject);
    // One proxy is no table.
    if (view !== navigation.view) navigation.among = ids.length > 1 ? ids : [];
    navigation.show(view, view.order === null ? (subject ?? null) : null);
  }

  travel(where: 'back' | 'last' | 'next' | 'previous'): void {
    const { navigation, setTyping, tell } = this.#port;
    if (where === 'next') navigation.step(1);
    else if (where === 'previous') navigation.step(-1);
    else if (where === 'last') {
      if (!navigation.last()) tell('there was no other view yet');
    } else if (navigation.closeOutput()) return;
    else if (navigation.zoomed) navigation.zoomed = false;
    else if (!navigation.back()) setTyping(true);
  }

  focus(which: string): void {
    const { navigation, stage, setTyping, panels } = this.#port;
    if (which === 'prompt') return setTyping(true);
    if (which === 'out') return navigation.closeOutput() ? undefined : setTyping(false);
    const places = stage.focusable();
    const at = places.findIndex(({ name }) => name === navigation.focus);
    const step = { next: at + 1, previous: at <= 0 ? -1 : at - 1 }[which];
    const known = (list: readonly NamedPanel[]): NamedPanel | undefined =>
      list.find(({ name, number }) => name === which || String(number) === which);
    const found = step === undefined ? known(places) : places.at(step % Math.max(1, places.length));
    if (found) {
      navigation.lookAt(found.name);
      return setTyping(false);
    }
    const elsewhere = known(panels);
    if (!elsewhere)
      throw unknown(
        'panel',
        which,
        panels.filter(({ number }) => number !== null).map(({ name }) => name),
      );
    // Numbered panels live on the dashboard; others have a view of their own.
    const home = navigation.views.find(({ name, panel }) =>
      elsewhere.number === null ? panel === elsewhere.name : name === 'dashboard',
    );
    if (home) navigation.show(home);
    if (elsewhere.number !== null) navigation.lookAt(elsewhere.name);
    setTyping(false);
  }

  act(action: PanelAction): void {
    const { navigation, stage, panels, panelPort, scene, tell } = this.#port;
    const named = (name: string): NamedPanel[] => panels.filter((panel) => panel.name === name);
    // The panel with the keys first; a command that was typed finds the one on the screen that can.
    const { focus } = navigation;
    const asked = [...named(focus), ...stage.shown()];
    const taker = asked.find(({ panel }) => panel.act?.(action, scene(true), panelPort) === true);
    if (!taker) return tell(`${asked[0]?.title ?? 'nothing here'}: ${action.kind} means nothing here`);
    // Whoever looks for something goes on with what was found: n, arrows, Enter.
    if ((action.kind === 'filter' || action.kind === 'search') && action.text === null) this.#port.setTyping(false);
    // What was opened may have led to another view, whose panel has the keys by now.
    if (taker.name !== focus && navigation.focus === focus) navigation.lookAt(taker.name);
    stage.outdate();
  }

  scrollOutput(by: number): void {
    const { panels, scene, panelPort, stage } = this.#port;
    const output = panels.find(({ name }) => name === 'output');
    output?.panel.act?.({ kind: 'move', by, unit: 'page' }, scene(false), panelPort);
    stage.outdate();
  }

  arrange(change: Arrangement): void {
    const { navigation, tell } = this.#port;
    if (change.kind === 'zoom') navigation.zoomed = !navigation.zoomed;
    else if (change.kind === 'resize') navigation.resize(change.which);
    else tell(`layout ${navigation.chooseLayout(change.name)}`);
  }

  overlay(name: OverlayName): void {
    this.#port.openOverlay(name);
  }

  type(text: string): void {
    const { navigation, panels, setTyping, prompt } = this.#port;
    const ids = panels.find(({ name }) => name === navigation.focus)?.panel.selected?.('focus') ?? [];
    setTyping(true);
    // By its id the line means the same when it is found in the history.
    prompt.replace(ids.length === 1 ? text.replace(/@focus\b/, String(ids[0])) : text);
  }

  edit(operation: string): void {
    this.#port.prompt.operate(operation);
  }

  interrupt(): void {
    const { prompt, runner, quit, tell, keys } = this.#port;
    if (!runner.isStopping && runner.cancel()) return;
    if (prompt.clear()) return;
    if (performance.now() - this.#quitArmedAt < QUIT_WINDOW_MS) return quit();
    this.#quitArmedAt = performance.now();
    const key = namedKeys(keys.keymap, ['general'])('screen interrupt', 'Ctrl-C');
    tell(`${key ?? 'interrupt'} again quits`);
  }

  repaint(): void {
    this.#port.repaint();
  }

  suspend(): void {
    this.#port.suspend();
  }

  shot(): void {
    this.#port.tell(this.#port.shot());
  }

  mouse(): void {
    this.#port.tell(
      this.#port.toggleMouse()
        ? 'the mouse is ours again'
        : 'the terminal has the mouse: select text; F4 takes it back',
    );
  }

  bindings(): readonly Binding[] {
    return this.#port.keys.keymap.all();
  }

  pressed(): readonly Pressed[] {
    return this.#port.keys.pressed;
  }
}

function unknown(what: string, name: string, names: readonly string[]): Error {
  const near = nearest(name, names);
  return fail('bad-value', `there is no ${what} ${name}`, {
    hint: near === null ? `there are ${names.join(', ')}` : `did you mean ${near} ?`,
  });
}
