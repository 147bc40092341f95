/**
 * Who gets a key or a click: what lies over the panels, the prompt, a panel, or the line that is bound to the key there.
 * Changes who has the keys and calls the port; runs and paints nothing itself.
 */
import type { Binding } from '../../command/keys/binding.ts';
import type { Screen } from '../../command/screen.ts';
import type { PanelPort, Scene } from '../define-panel.ts';
import type { InputEvent, KeyEvent, MouseEvent, TextEvent } from '../input/events.ts';
import type { KeyLines } from './key-lines.ts';
import type { Navigation } from './navigation.ts';
import type { Overlay, OverlayAction } from '../overlays/overlay.ts';
import type { NamedPanel } from '../panel-set.ts';
import type { Prompt, PromptAction, PromptEvent } from '../prompt/prompt.ts';
import type { Runner } from '../run/runner.ts';
import type { Stage } from '../stage/stage.ts';

export interface ControlsPort {
  readonly prompt: Prompt;
  readonly runner: Runner;
  readonly stage: Stage;
  readonly navigation: Navigation;
  readonly panels: readonly NamedPanel[];
  readonly panelPort: PanelPort;
  readonly keys: KeyLines;
  readonly screen: Screen;
  readonly scene: (focused: boolean) => Scene;
  /** A line was entered: keep it and run it. */
  readonly enter: (line: string) => void;
  /** A line is to be edited in the person's own editor. */
  readonly editOutside: (text: string) => void;
  /** A key runs this line, which is no command of the screen. */
  readonly runKey: (line: string) => void;
  readonly quit: () => void;
}

const WHEEL_ROWS = 3;
const DOUBLE_CLICK_MS = 400;
/** What is about the whole screen holds whatever lies on it. */
const THROUGH_OVERLAYS = new Set(['screen shot', 'screen repaint', 'screen suspend', 'screen mouse']);

export class Controls {
  readonly #port: ControlsPort;
  #overlay: Overlay | null = null;
  #message = '';
  #lastPress = { x: -1, y: -1, at: Number.NEGATIVE_INFINITY };
  #typing = true;

  constructor(port: ControlsPort) {
    this.#port = port;
  }

  /** The keys go to the prompt. */
  get typing(): boolean {
    return this.#typing;
  }
  set typing(typing: boolean) {
    if (typing && !this.#typing) this.#port.prompt.resume();
    this.#typing = typing;
  }

  get overlay(): Overlay | null {
    return this.#overlay;
  }
  /** Said once, until the next key. */
  get message(): string {
    return this.#message;
  }

  tell(text: string): void {
    this.#message = text;
  }

  open(overlay: Overlay): void {
    this.#overlay = overlay;
  }

  /** What keys mean where the person is, nearest first. */
  get contexts(): readonly string[] {
    const { navigation, panels, prompt } = this.#port;
    if (this.typing) return prompt.isEmpty ? ['empty', 'prompt', 'general'] : ['prompt', 'general'];
    const kind = panels.find(({ name }) => name === navigation.focus)?.kind;
    return [navigation.focus, ...(kind === undefined ? [] : [kind]), 'panel', 'general'];
  }

  /** @returns true when nothing but the prompt's own rows can have changed */
  handle(events: readonly InputEvent[]): boolean {
    let promptOnly = true;
    for (const event of events) {
      if (event.type === 'focus') continue;
      this.#message = '';
      const quick = this.#handleOne(event);
      promptOnly &&= quick && this.#message === '';
    }
    return promptOnly;
  }

  /** Does what a key bound to this line would do. */
  press(line: string): void {
    const bound = this.#port.keys.bind(line);
    if (bound === null) this.#pressEarly(line);
    else if (bound.kind === 'wrong') this.#message = bound.error.message;
    else if (bound.kind === 'line') this.#port.runKey(line);
    else {
      try {
        bound.act(this.#port.screen);
      } catch (error) {
        this.#message = error instanceof Error ? error.message : String(error);
      }
    }
  }

  #pressKey(binding: Binding): void {
    this.#port.keys.record(binding);
    this.press(binding.line);
  }

  /** Before there is a language: the keys that a person needs to get out. */
  #pressEarly(line: string): void {
    if (line === 'screen interrupt') this.#port.screen.interrupt();
    else if (line === 'screen suspend') this.#port.screen.suspend();
    else if (line === 'quit') this.#port.quit();
  }

  #handleOne(event: Exclude<InputEvent, { readonly type: 'focus' }>): boolean {
    if (event.type === 'mouse' && event.kind === 'press') {
      const chord = this.#port.stage.hits.chordAt(event.x, event.y);
      if (chord !== null) return this.#handleOne(asTyped(chord));
    }
    if (this.#overlay) return this.#toOverlay(this.#overlay, event);
    if (event.type === 'mouse') return this.#onMouse(event);
    return this.#onKey(event);
  }

  #toOverlay(overlay: Overlay, event: Exclude<InputEvent, { readonly type: 'focus' }>): false {
    if (event.type === 'key') {
      const binding = this.#port.keys.keymap.lookup(['general'], event.chord);
      if (binding && THROUGH_OVERLAYS.has(binding.line)) {
        this.#pressKey(binding);
        return false;
      }
    }
    const inside = event.type === 'mouse' ? this.#port.stage.hits.inOverlay(event) : event;
    // The button that opened it is let go of elsewhere; only a click there closes it.
    if (inside === null && event.type === 'mouse' && event.kind !== 'press') return false;
    const action: OverlayAction = inside ? overlay.handle(inside) : { kind: 'close' };
    if (action.kind === 'stay') return false;
    this.#overlay = null;
    if (action.kind === 'run') this.#port.enter(action.line);
    else if (action.kind === 'press') this.press(action.line);
    else if (action.kind === 'type') this.#port.screen.type(action.text);
    return false;
  }

  #onKey(event: PromptEvent): boolean {
    const { prompt, stage } = this.#port;
    const chord = event.type === 'key' ? event.chord : event.text === ' ' ? 'space' : event.text;
    if (stage.layout.kind === 'too-small' && event.type === 'text' && chord === 'q' && prompt.isEmpty) {
      this.#port.quit();
      return true;
    }
    if (!this.typing && prompt.isPlain) {
      this.#onPanelKey(event, chord);
      return false;
    }
    // A text being typed is a text; only keys, and the first character of a line, can be bound.
    const binding = this.#promptBinding(event, chord);
    if (binding !== null) {
      this.#pressKey(binding);
      stage.outdate();
      return false;
    }
    const before = this.#shape();
    this.#act(prompt.handle(event));
    return this.typing && before === this.#shape() && !prompt.menu;
  }

  /** The line bound to the key while a line is edited; editing operations are the prompt's own affair. */
  #promptBinding(event: PromptEvent, chord: string): Binding | null {
    const { prompt, keys } = this.#port;
    const { isBusy } = prompt;
    if (event.type === 'paste' || prompt.pending !== null || prompt.takes(event)) return null;
    if (event.type === 'text' && (isBusy || !prompt.isEmpty)) return null;
    const contexts = event.type === 'text' ? ['empty'] : isBusy ? ['general'] : this.contexts;
    const binding = keys.keymap.lookup(contexts, chord);
    return binding?.line.startsWith('screen edit ') ? null : binding;
  }

  /** What makes more than the prompt's own rows change. */
  #shape(): string {
    const { prompt, runner } = this.#port;
    return `${prompt.menu === null} ${prompt.line.text.split('\n').length} ${prompt.isPlain} ${runner.running === null} ${runner.waiting}`;
  }

  #act(action: PromptAction): void {
    if (action.kind === 'run') this.#port.enter(action.text);
    else if (action.kind === 'leave') {
      this.typing = false;
      this.#port.stage.outdate();
    } else if (action.kind === 'editor') this.#port.editOutside(action.text);
    else if (action.kind === 'ignored' && action.chord.includes(' ')) {
      const binding = this.#port.keys.keymap.lookup(this.contexts, action.chord);
      if (binding) this.#pressKey(binding);
    }
  }

  #onPanelKey(event: PromptEvent, chord: string): void {
    const binding = event.type === 'paste' ? null : this.#port.keys.keymap.lookup(this.contexts, chord);
    if (binding) return this.#pressKey(binding);
    if (event.type === 'key') return;
    this.typing = true;
    this.#act(this.#port.prompt.handle(event));
  }

  #onMouse(event: MouseEvent): boolean {
    const { stage, panelPort, scene, navigation } = this.#port;
    const hit = stage.panelAt(event.x, event.y);
    if (event.kind === 'wheel-up' || event.kind === 'wheel-down') {
      hit?.named.panel.scroll?.(event.kind === 'wheel-up' ? -WHEEL_ROWS : WHEEL_ROWS);
      return hit === null;
    }
    if (event.kind !== 'press') return true;
    const line = stage.hits.lineAt(event.x, event.y);
    const { x, y, at } = this.#lastPress;
    const now = performance.now();
    const again = x === event.x && y === event.y && now - at < DOUBLE_CLICK_MS;
    this.#lastPress = { x: event.x, y: event.y, at: again ? Number.NEGATIVE_INFINITY : now };
    if (line !== null) this.press(line);
    // The header never has the keys; what it leads to gets them.
    else if (hit?.named.name === 'header') {
      if (hit.named.panel.press?.(hit.x, hit.y, again, scene(true), panelPort) === true) this.typing = false;
    } else if (hit && (hit.named.number !== null || hit.named.name === navigation.view.panel)) {
      navigation.lookAt(hit.named.name);
      this.typing = false;
      hit.named.panel.press?.(hit.x, hit.y, again, scene(true), panelPort);
    } else if (event.y >= stage.layout.prompt.y) this.typing = true;
    else return true;
    return false;
  }
}

/** The event of a key that nobody pressed. */
function asTyped(chord: string): KeyEvent | TextEvent {
  if (chord === 'space') return { type: 'text', text: ' ' };
  return [...chord].length === 1 ? { type: 'text', text: chord } : { type: 'key', chord };
}
