/**
 * The contract of a view: one file below views/, whose name is the view's name. A view says which panels are on the
 * screen and where; it paints nothing and keeps nothing.
 */
import type { EngineView } from '../engine/types.ts';
import type { Rect } from './paint/brush.ts';

export interface PlacedPanel {
  /** Name of the panel's file. */
  readonly name: string;
  readonly rect: Rect;
}

export interface ViewWish {
  /** The output of commands: not shown, below the view, or in place of it. The dashboard always has a place for it. */
  readonly output: 'closed' | 'usual' | 'wide';
  /** Cells by which the person moved the borders: columns to the right, rows down. */
  readonly shift: { readonly columns: number; readonly rows: number };
}

export interface ViewDefinition {
  readonly title: string;
  /** What it is for, in one line. */
  readonly summary: string;
  /** Place in the row of views; null = only reached from a row of another view. */
  readonly order: number | null;
  /** What a subject is called on the way here; null where nothing is known of it. Absent: as it was given. */
  nameOf?(subject: string, view: EngineView): string | null;
  /** The panel that gets the keys. */
  readonly panel: string;
  /** Arranges all panels; absent: the one panel has the room, and the output below it when it is wanted. */
  arrange?(body: Rect, wish: ViewWish): readonly PlacedPanel[];
  /** Arranges them without borders on the smallest screens; absent: the one panel. */
  arrangeTiny?(body: Rect): readonly PlacedPanel[];
}

/** Declares a view; the identity function with a type, so that a file reads as a declaration. */
export function defineView(definition: ViewDefinition): ViewDefinition {
  return definition;
}
