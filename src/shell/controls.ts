/**
 * What keys and the mouse do: who has the keys (the prompt or a panel), which panel is looked at, and the keys that mean
 * the same everywhere. Changes its own state and calls the port; runs and paints nothing itself.
 */
import type { PanelPort, Scene } from './define-panel.ts';
import type { InputEvent, MouseEvent } from './input/events.ts';
import type { NamedPanel } from './panel-set.ts';
import type { Prompt, PromptAction, PromptEvent } from './prompt.ts';
import type { Runner } from './runner.ts';
import type { Stage } from './stage.ts';

export interface ControlsPort {
  readonly prompt: Prompt;
  readonly runner: Runner;
  readonly stage: Stage;
  readonly panels: readonly NamedPanel[];
  readonly scene: (focused: boolean) => Scene;
  /** A line was entered: keep it and run it. */
  readonly enter: (line: string) => void;
  /** A panel wants a line run. */
  readonly run: (line: string) => void;
  readonly quit: () => void;
  readonly suspend: () => void;
  /** Paint everything anew, whatever was on the screen. */
  readonly repaint: () => void;
  /** @returns what to tell the person */
  readonly saveScreen: () => string;
}

/** Ctrl-C pressed again within this time quits. */
const QUIT_WINDOW_MS = 2000;
const WHEEL_ROWS = 3;

export class Controls {
  readonly #port: ControlsPort;
  readonly #panelPort: PanelPort;
  #focus = 'top-proxies';
  #typing = true;
  #zoomed = false;
  /** The output has taken the place of table and log; the focus to go back to when it gives it up. */
  #wide: { readonly focus: string } | null = null;
  #help = false;
  #message = '';
  #quitArmedAt = Number.NEGATIVE_INFINITY;

  constructor(port: ControlsPort) {
    this.#port = port;
    this.#panelPort = {
      run: port.run,
      edit: (label, initial, accept) => port.prompt.edit(label, initial, accept),
    };
  }

  /** The panel that has, or last had, the keys. */
  get focus(): string {
    return this.#focus;
  }
  /** The keys go to the prompt. */
  get typing(): boolean {
    return this.#typing;
  }
  get zoomed(): boolean {
    return this.#zoomed;
  }
  get wideOutput(): boolean {
    return this.#wide !== null;
  }
  get help(): boolean {
    return this.#help;
  }
  /** Said once, until the next key. */
  get message(): string {
    return this.#message;
  }

  /** A result needs room. Arrows scroll it where they would have moved in a panel; Escape gives the room back. */
  widenOutput(): void {
    if (this.#wide) return;
    this.#wide = { focus: this.#focus };
    this.#focus = 'output';
  }

  #narrowOutput(): boolean {
    if (!this.#wide) return false;
    this.#focus = this.#wide.focus;
    this.#wide = null;
    return true;
  }

  /** @returns true when nothing but the prompt's own rows can have changed */
  handle(events: readonly InputEvent[]): boolean {
    let promptOnly = true;
    for (const event of events) {
      if (event.type === 'focus') continue;
      this.#message = '';
      const quick = event.type === 'mouse' ? this.#onMouse(event) : this.#onKey(event);
      promptOnly &&= quick;
    }
    return promptOnly;
  }

  #onKey(event: PromptEvent): boolean {
    const { prompt, stage } = this.#port;
    const chord = event.type === 'key' ? event.chord : event.text === ' ' ? 'space' : event.text;
    if (this.#help) {
      this.#help = false;
      return false;
    }
    if (event.type === 'key' && this.#onGeneralKey(chord)) return false;
    if (stage.layout.kind === 'too-small' && event.type === 'text' && chord === 'q' && prompt.isEmpty) {
      this.#port.quit();
      return true;
    }
    if (!this.#typing && prompt.isPlain) {
      this.#onPanelKey(event, event.type === 'paste' ? '' : chord);
      return false;
    }
    if (event.type === 'text' && prompt.isPlain && prompt.isEmpty && this.#onFirstKey(chord)) return false;
    const before = this.#shape();
    this.#act(prompt.handle(event));
    return this.#typing && before === this.#shape() && !prompt.menu;
  }

  /** What makes more than the prompt's own rows change. */
  #shape(): string {
    const { prompt, runner } = this.#port;
    return `${prompt.menu === null} ${prompt.line.text.split('\n').length} ${prompt.isPlain} ${runner.running === null} ${runner.waiting}`;
  }

  #act(action: PromptAction): void {
    if (action.kind === 'run') this.#port.enter(action.text);
    else if (action.kind === 'leave') {
      if (!this.#narrowOutput()) this.#typing = false;
      this.#port.stage.outdate();
    } else if (action.kind === 'ignored') this.#onSpareKey(action.chord);
  }

  /** Habits from editors and other shells of this kind, which no command begins with: `:` opens the prompt, `/` filters. */
  #onFirstKey(chord: string): boolean {
    if (chord === ':') return true;
    if (chord !== '/') return false;
    const scene = this.#port.scene(true);
    const table = this.#port.stage.focusable().find(({ panel }) => panel.key?.('/', scene, this.#panelPort));
    this.#lookAt(table?.name);
    return table !== undefined;
  }

  /** Keys that mean the same everywhere. */
  #onGeneralKey(chord: string): boolean {
    if (chord === 'C-c') this.#onInterrupt();
    else if (chord === 'C-z') this.#port.suspend();
    else if (chord === 'C-l') this.#port.repaint();
    else if (chord === 'C-s') this.#message = this.#port.saveScreen();
    else if (chord === 'f1') this.#help = true;
    else return false;
    return true;
  }

  /** Keys that the prompt has no use for: they scroll the output. */
  #onSpareKey(chord: string): void {
    if (chord === 'C-d') return this.#port.quit();
    if (chord !== 'pageup' && chord !== 'pagedown') return;
    const output = this.#port.panels.find(({ name }) => name === 'output');
    output?.panel.key?.(chord, this.#port.scene(false), this.#panelPort);
    // The prompt's rows alone are no longer all that changed.
    this.#port.stage.outdate();
  }

  #onPanelKey(event: PromptEvent, chord: string): void {
    const { prompt, stage, scene, quit } = this.#port;
    const panels = stage.focusable();
    const at = panels.findIndex(({ name }) => name === this.#focus);
    if (chord === 'escape' && this.#narrowOutput()) return;
    if (panels[at]?.panel.key?.(chord, scene(true), this.#panelPort)) return;
    const numbered = panels.find(({ number }) => String(number) === chord);
    if (numbered) this.#lookAt(numbered.name);
    else if (chord === 'tab') this.#lookAt(panels[(at + 1) % panels.length]?.name);
    else if (chord === 'S-tab') this.#lookAt(panels.at(at <= 0 ? -1 : at - 1)?.name);
    else if (chord === 'z') this.#zoomed = !this.#zoomed;
    else if (chord === '?') this.#help = true;
    else if (chord === 'escape' && this.#zoomed) this.#zoomed = false;
    else if (chord === 'C-d' && prompt.isEmpty) quit();
    else if (chord === ':' || chord === 'enter' || chord === 'space' || chord === 'escape') this.#typing = true;
    else if (event.type !== 'key') {
      this.#typing = true;
      this.#act(prompt.handle(event));
    }
  }

  #lookAt(name: string | undefined): void {
    if (name !== undefined && name !== this.#focus) {
      this.#wide = null;
      this.#focus = name;
    }
  }

  #onMouse(event: MouseEvent): boolean {
    const { stage } = this.#port;
    const hit = stage.panelAt(event.x, event.y);
    if (event.kind === 'wheel-up' || event.kind === 'wheel-down') {
      hit?.panel.scroll?.(event.kind === 'wheel-up' ? -WHEEL_ROWS : WHEEL_ROWS);
    } else if (event.kind === 'press' && hit && hit.number !== null) {
      this.#lookAt(hit.name);
      this.#typing = false;
    } else if (event.kind === 'press' && event.y >= stage.layout.prompt.y) this.#typing = true;
    else return true;
    return false;
  }

  /** Ctrl-C: cancels what runs, else clears the line, else quits when pressed twice. */
  #onInterrupt(): void {
    const { prompt, runner, quit } = this.#port;
    if (!runner.isStopping && runner.cancel()) return;
    if (prompt.clear()) return;
    if (performance.now() - this.#quitArmedAt < QUIT_WINDOW_MS) return quit();
    this.#quitArmedAt = performance.now();
    this.#message = 'Ctrl-C again quits';
  }
}
