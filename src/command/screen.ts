/**
 * The port through which a command moves the full-screen face it was typed in. Commands below commands/screen call it,
 * keys are bound to those commands, the shell implements it. Data and verbs only: nothing here knows cells or terminals.
 */
import type { Binding, Pressed } from './keys/binding.ts';

/** What the panel with the keys can be asked to do. A panel that cannot says so, and the person is told. */
export type PanelAction =
  | { readonly kind: 'move'; readonly by: number; readonly unit: 'row' | 'page' }
  | { readonly kind: 'move'; readonly to: 'first' | 'last' }
  /** Looks into the row under the cursor. */
  | { readonly kind: 'open' }
  | { readonly kind: 'mark'; readonly what: 'toggle' | 'range' | 'all' | 'none' | 'invert' }
  /** A column by name, or from one to the next. */
  | { readonly kind: 'sort'; readonly by: string }
  /** Null: the person is asked for the text in the prompt line. */
  | { readonly kind: 'filter'; readonly text: string | null }
  | { readonly kind: 'search'; readonly text: string | null }
  | { readonly kind: 'find'; readonly which: 'next' | 'previous' }
  | { readonly kind: 'copy'; readonly what: 'cell' | 'row' | 'all' }
  /** Stops and starts taking new data. */
  | { readonly kind: 'freeze' }
  | { readonly kind: 'follow' }
  | { readonly kind: 'level'; readonly least: string }
  | { readonly kind: 'wrap' }
  | { readonly kind: 'times' }
  /** Lines that are cut: further to the right or back. */
  | { readonly kind: 'pan'; readonly which: 'left' | 'right' }
  /** From one part of a text to the next: the results of commands, the chapters of the manual. */
  | { readonly kind: 'jump'; readonly which: 'next' | 'previous' }
  /** How far back charts look. */
  | { readonly kind: 'span'; readonly which: 'longer' | 'shorter' };

/** Changes of the arrangement. */
export type Arrangement =
  | { readonly kind: 'zoom' }
  | { readonly kind: 'layout'; readonly name: string }
  | { readonly kind: 'resize'; readonly which: 'wider' | 'narrower' | 'taller' | 'shorter' | 'reset' };

export type OverlayName = 'help' | 'palette' | 'presets';

export interface Screen {
  /** @param subject what the view is about: the id of a proxy. @throws bad-value when there is no such view */
  show(view: string, subject?: string): void;
  /** One step back, to the view before, or along the row of views. */
  travel(where: 'back' | 'last' | 'next' | 'previous'): void;
  /** A panel by name or number, `next`, `previous`, `prompt`, `out` (from the prompt to the panels). @throws bad-value */
  focus(which: string): void;
  /** Asks the panel with the keys. */
  act(action: PanelAction): void;
  /** Scrolls the output whoever has the keys. */
  scrollOutput(by: number): void;
  arrange(change: Arrangement): void;
  overlay(name: OverlayName): void;
  /** Puts a text into the prompt and gives it the keys. */
  type(text: string): void;
  /** An editing operation of the prompt, by its name. */
  edit(operation: string): void;
  /** Ctrl-C: cancels what runs, else clears the line, else leaves when asked twice. */
  interrupt(): void;
  repaint(): void;
  suspend(): void;
  /** Saves what the screen shows as a picture and as text. */
  shot(): void;
  /** Mouse reports on or off, so that the terminal selects text itself. */
  mouse(): void;
  /** All keys as they are bound now. */
  bindings(): readonly Binding[];
  /** The last keys that ran something, newest last. */
  pressed(): readonly Pressed[];
}
