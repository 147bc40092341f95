/**
 * The terminal as the shell sees it: take it, show cells on it, hear keys and sizes from it, give it back. Frames are
 * written as one synchronised update; a frame that the terminal has no room for is the caller's to skip.
 */
import type { ReadStream, WriteStream } from 'node:tty';
import { Input } from '../input/input.ts';
import type { InputEvent } from '../input/events.ts';
import type { Cells } from '../paint/cells.ts';
import { BlessedScreenBuffer } from './blessed-screen.ts';
import type { ShownPrompt } from '../paint/filmed-prompt.ts';
import type { Film, FilmInSize } from './film.ts';
import { type EndSignal, watchOver } from './lifeguard.ts';
import { ENTER, frameOf, LEAVE, MOUSE_OFF, MOUSE_ON, writeNow } from './modes.ts';

const RESIZE_DEBOUNCE_MS = 50;
/** Terminals refuse larger texts for the clipboard. */
const MAX_CLIPBOARD = 50_000;

export interface TerminalEvents {
  readonly onInput: (events: readonly InputEvent[]) => void;
  /** The size changed, or the screen has to be painted anew. */
  readonly onRepaint: () => void;
  readonly onSignal: (signal: EndSignal) => void;
  /** There is room again after frames were skipped. */
  readonly onDrain: () => void;
}

/** A terminal's output stream, with the descriptor for what must be written at once. */
export type TerminalOutput = WriteStream & { readonly fd: number };

export interface Cursor {
  readonly x: number;
  readonly y: number;
}

export class Terminal {
  readonly #stdout: TerminalOutput;
  readonly #input: Input;
  readonly #events: TerminalEvents;
  readonly #buffer: BlessedScreenBuffer;
  readonly #film: Film | null;
  #columns: number;
  #rows: number;
  #entered = false;
  #hasMouse = true;
  /** Bytes that have to go out before the next frame: clearing after a change of size. */
  #prefix = '';
  #resizeTimer: NodeJS.Timeout | undefined;
  #unwatch: (() => void) | undefined;

  /** @param film of what is shown; nothing that only the terminal itself hears */
  constructor(stdin: ReadStream, stdout: TerminalOutput, events: TerminalEvents, film: FilmInSize | null = null) {
    this.#stdout = stdout;
    this.#events = events;
    this.#columns = stdout.columns || 80;
    this.#rows = stdout.rows || 24;
    this.#buffer = new BlessedScreenBuffer(this.#columns, this.#rows);
    this.#film = film && film(this.#columns, this.#rows);
    this.#input = new Input(stdin, events.onInput, () => events.onSignal('SIGHUP'));
  }

  get columns(): number {
    return this.#columns;
  }

  get rows(): number {
    return this.#rows;
  }

  /** The prompt as a film may show it; null where there is none. */
  filmedPrompt(prompt: ShownPrompt): ShownPrompt | null {
    return this.#film && this.#film.prompt(prompt);
  }

  /** True while the terminal has not taken the last frames: paint nothing. */
  get isBusy(): boolean {
    return this.#stdout.writableNeedDrain;
  }

  start(): void {
    this.#unwatch = watchOver({
      restore: () => this.#leave(),
      onSignal: (signal) => this.#events.onSignal(signal),
      onSuspend: () => this.suspend(),
      onContinue: () => this.#resume(),
    });
    // The stream tells only of sizes that differ from the last: a window that shrank and grew back at once was spoilt too.
    process.on('SIGWINCH', this.#onResize);
    this.#stdout.on('resize', this.#onResize);
    this.#stdout.on('drain', this.#events.onDrain);
    this.#stdout.on('error', this.#onOutputError);
    setBlocking(this.#stdout, false);
    this.#enter();
    this.#input.start();
  }

  /** Gives the terminal back. Safe to call twice. */
  stop(): void {
    clearTimeout(this.#resizeTimer);
    process.off('SIGWINCH', this.#onResize);
    this.#stdout.off('resize', this.#onResize);
    this.#stdout.off('drain', this.#events.onDrain);
    this.#unwatch?.();
    this.#unwatch = undefined;
    this.#input.stop();
    this.#leave();
    this.#film?.stop();
    // With frames still waiting, the next write of anybody would wait with them, perhaps for ever.
    if (this.#stdout.writableLength === 0) setBlocking(this.#stdout, true);
  }

  /**
   * Shows the rows `from` up to and excluding `to` of the cells; `cursor` null hides it.
   * @returns the length of what had to be written
   */
  show(cells: Cells, cursor: Cursor | null, from = 0, to = cells.rows): number {
    if (!this.#entered) return 0;
    const changes = this.#buffer.diff(cells, from, to);
    const frame = frameOf(this.#prefix + changes, cursor);
    this.#stdout.write(frame);
    this.#prefix = '';
    return frame.length;
  }

  /** Puts the frame that was shown into the film, as a film may show it. */
  film(cells: Cells, cursor: Cursor | null, from = 0, to = cells.rows): void {
    if (this.#entered) this.#film?.show(cells, cursor, from, to);
  }

  /** Sends a sequence that draws nothing: a title, the clipboard, a mark for tests. */
  send(sequence: string): void {
    if (this.#entered) this.#stdout.write(sequence);
  }

  /** Hands a text to the clipboard of the terminal (OSC 52); terminals that may not take it ignore it. */
  copy(text: string): void {
    this.send(`\x1b]52;c;${Buffer.from(text.slice(0, MAX_CLIPBOARD)).toString('base64')}\x07`);
  }

  /** Wheel and clicks are reported to us; else the terminal selects text itself. */
  get hasMouse(): boolean {
    return this.#hasMouse;
  }

  /** @returns what holds from now on */
  takeMouse(wanted: boolean): boolean {
    if (wanted !== this.#hasMouse) this.send(wanted ? MOUSE_ON : MOUSE_OFF);
    return (this.#hasMouse = wanted);
  }

  /** The next frame paints everything, whatever was on the screen. */
  invalidate(): void {
    this.#prefix = this.#buffer.reset(this.#columns, this.#rows);
    this.#film?.reset(this.#columns, this.#rows);
  }

  /** Ctrl-Z: gives the terminal back and stops the whole foreground group, as the terminal itself would. */
  suspend(): void {
    if (!this.#entered) return;
    this.#leave();
    this.#input.raw(false);
    // Our own listener would turn the signal into an event instead of a stop.
    const listeners = process.listeners('SIGTSTP');
    process.removeAllListeners('SIGTSTP');
    process.kill(0, 'SIGTSTP');
    // Runs after `fg`; at once where nobody controls jobs and the kernel therefore ignores the signal.
    setTimeout(() => {
      for (const listener of listeners) process.on('SIGTSTP', listener);
      this.#resume();
    }, 20);
  }

  /** Lends the terminal to another program until {@link takeBack}; frames are dropped meanwhile. */
  release(): void {
    this.#leave();
    this.#input.stop();
  }

  takeBack(): void {
    if (!this.#unwatch) return;
    this.#input.start();
    this.#resume();
  }

  #resume(): void {
    if (!this.#unwatch) return;
    // The shell below may have changed the modes; asking for the mode that is already on would do nothing.
    this.#input.raw(false);
    this.#input.raw(true);
    if (!this.#entered) this.#enter();
    this.#onSize();
  }

  #enter(): void {
    this.#entered = true;
    writeNow(this.#stdout.fd, this.#hasMouse ? ENTER : ENTER + MOUSE_OFF);
    this.#film?.enter();
    this.invalidate();
  }

  #leave(): void {
    if (!this.#entered) return;
    this.#entered = false;
    writeNow(this.#stdout.fd, LEAVE);
    this.#film?.leave();
    // Frames that a slow terminal has not taken yet come after it; so the same once more behind them.
    if (this.#stdout.writableLength > 0) this.#stdout.write(LEAVE);
  }

  readonly #onResize = (): void => {
    clearTimeout(this.#resizeTimer);
    this.#resizeTimer = setTimeout(() => this.#onSize(), RESIZE_DEBOUNCE_MS);
  };

  #onSize(): void {
    this.#columns = this.#stdout.columns || this.#columns;
    this.#rows = this.#stdout.rows || this.#rows;
    this.invalidate();
    this.#events.onRepaint();
  }

  readonly #onOutputError = (): void => this.#events.onSignal('SIGHUP');
}

/**
 * Node makes terminals block: with a stalled connection one frame would stop the whole engine. Off, `writableNeedDrain`
 * tells the truth and frames are skipped instead. The descriptor is Node's own (it opens the terminal anew), so programs
 * that share the terminal do not notice.
 */
function setBlocking(stdout: TerminalOutput, blocking: boolean): void {
  const { _handle: handle } = stdout as unknown as { readonly _handle?: { setBlocking?(blocking: boolean): void } };
  handle?.setBlocking?.(blocking);
}
