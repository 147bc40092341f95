/**
 * The contract of a panel: one file below panels/, whose name is the panel's name. A panel paints what it is given into
 * the rectangle it is given, formats only the rows that are visible, and keeps nothing but how it is looked at (scroll
 * position, sort, filter).
 */
import type { EngineView } from '../engine/types.ts';
import type { LogEntry } from '../model/events.ts';
import type { Progress } from '../engine/types.ts';
import type { Facts } from './facts.ts';
import type { OutputBuffer } from './output-buffer.ts';
import type { Brush } from './paint/brush.ts';

/** What panels may read while a frame is painted. */
export interface Scene {
  /** Epoch milliseconds. */
  readonly now: number;
  /** Null while the state is being opened. A new object at each refresh. */
  readonly facts: Facts | null;
  readonly view: EngineView | null;
  readonly output: OutputBuffer;
  /** The newest log lines, newest last. */
  log(limit: number): readonly LogEntry[];
  /** The command that runs in the prompt, and how far it is. */
  readonly running: { readonly line: string; readonly sinceMs: number; readonly progress: Progress | null } | null;
  /** True for the panel that has the keys. */
  readonly focused: boolean;
}

/** What a panel may ask the shell to do. */
export interface PanelPort {
  /** Runs a command line as if it were typed. */
  run(line: string): void;
  /** Edits a text in the prompt line. `accept` returns an error to show, or null when the text is taken. */
  edit(label: string, initial: string, accept: (text: string) => string | null): void;
}

export interface Panel {
  /** A short fact for the right of the upper border. */
  heading?(scene: Scene): string;
  paint(brush: Brush, scene: Scene): void;
  /** @returns true when the key meant something here */
  key?(chord: string, scene: Scene, port: PanelPort): boolean;
  /** Moves what is shown by so many rows, down when positive. */
  scroll?(rows: number): void;
  /** Shows this output line and what follows, unless all of it is visible at the end anyway. */
  reveal?(line: number): void;
  /** Ids of the proxies it points at, for `@focus`, `@shown` and `@marked`. */
  selected?(which: 'focus' | 'shown' | 'marked'): readonly number[];
  /** Words for the hint line while it has the keys: key and meaning. */
  readonly keys?: readonly (readonly [key: string, does: string])[];
}

export interface PanelDefinition {
  readonly title: string;
  /** The title in one short word, for the line of tabs. */
  readonly tab: string;
  /** The key that focuses it, and its place among the tabs; null for parts of the frame that cannot be focused. */
  readonly number: number | null;
  create(): Panel;
}

/** Declares a panel; the identity function with a type, so that a file reads as a declaration. */
export function definePanel(definition: PanelDefinition): PanelDefinition {
  return definition;
}
