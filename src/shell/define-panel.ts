/**
 * The contract of a panel: one file below panels/, whose name is the panel's name. A panel paints what it is given into
 * the rectangle it is given, formats only the rows that are visible, and keeps nothing but how it is looked at (scroll
 * position, sort, filter). What it can do it does when a key or a command asks for the action.
 */
import type { PanelAction } from '../command/screen.ts';
import type { EngineView, Progress } from '../engine/types.ts';
import type { Keymap } from '../command/keys/keymap.ts';
import type { Registry } from '../command/registry.ts';
import type { LogLines } from '../model/events.ts';
import type { Facts } from './feed/facts.ts';
import type { OutputBuffer } from './run/output-buffer.ts';
import type { Brush } from './paint/brush.ts';

/** What panels may read while a frame is painted. */
export interface Scene {
  /** Epoch milliseconds. */
  readonly now: number;
  /** Null while the state is being opened. A new object at each refresh. */
  readonly facts: Facts | null;
  readonly view: EngineView | null;
  readonly output: OutputBuffer;
  readonly log: LogLines;
  /** The commands there are; null while there is no language yet. Another object when commands came or went. */
  readonly registry: Registry | null;
  /** The keys as they are bound now. Another object when the file of keys was read again. */
  readonly keymap: Keymap;
  /** The command that runs in the prompt, and how far it is. */
  readonly running: { readonly line: string; readonly sinceMs: number; readonly progress: Progress | null } | null;
  /** True for the panel that has the keys. */
  readonly focused: boolean;
  /** What the view is about: the id of a proxy; null where it is about everything. */
  readonly subject: string | null;
  /** Ids of the table that the subject was opened from, as they were shown there. */
  readonly among: readonly number[];
  /** Something that was begun by painting is ready: the panels are painted again soon. */
  touch(): void;
}

/** What a panel may ask the shell to do. */
export interface PanelPort {
  /** Runs a command line as a key would: its result is told, not kept in the history. */
  press(line: string): void;
  /**
   * Edits a text in the prompt line. `accept` returns an error to show, or null when the text is taken; `follow` is told
   * the text while it is typed, and null when it is given up.
   */
  edit(
    label: string,
    initial: string,
    accept: (text: string) => string | null,
    follow?: (text: string | null) => void,
  ): void;
  /** Shows another view. */
  show(view: string, subject?: string): void;
  /** Says something short. */
  tell(text: string): void;
  /** Puts a text into the clipboard of the terminal. */
  copy(text: string): void;
  /** Puts a text into the prompt and gives it the keys. */
  type(text: string): void;
  /** Something that took its time is ready: the panels are painted again soon. */
  touch(): void;
}

export interface Panel {
  /** A short fact for the right of the upper border. */
  heading?(scene: Scene): string;
  paint(brush: Brush, scene: Scene): void;
  /** @returns true when the action means something here */
  act?(action: PanelAction, scene: Scene, port: PanelPort): boolean;
  /** Moves what is shown by so many rows, down when positive: the wheel. */
  scroll?(rows: number): void;
  /** A click at a cell of its inside. @param again the second click of two. @returns true when something was there */
  press?(x: number, y: number, again: boolean, scene: Scene, port: PanelPort): boolean;
  /** Shows this output line and what follows, unless all of it is visible at the end anyway. */
  reveal?(line: number): void;
  /** Ids of the proxies it points at, for `@focus`, `@shown` and `@marked`. */
  selected?(which: 'focus' | 'shown' | 'marked'): readonly number[];
  /** The row under the cursor, which key lines know as `$row`. */
  row?(): Readonly<Record<string, unknown>> | null;
}

export interface PanelDefinition {
  readonly title: string;
  /** The title in one short word, for the line of tabs. */
  readonly tab: string;
  /** The key that focuses it on the dashboard, and its place among the tabs; null for panels that have no place there. */
  readonly number: number | null;
  /** What keys it shares with others of its kind. Absent: only those of every panel. */
  readonly kind?: 'table' | 'text' | 'chart';
  /** A first look works through the whole pool: nothing is made ready before somebody wants to see it. */
  readonly readsPool?: true;
  create(): Panel;
}

/** Declares a panel; the identity function with a type, so that a file reads as a declaration. */
export function definePanel(definition: PanelDefinition): PanelDefinition {
  return definition;
}
