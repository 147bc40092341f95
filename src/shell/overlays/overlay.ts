/**
 * The contract of what lies over the panels: a help, a list to choose from. It has all keys while it is there, says what
 * should happen as a value, and paints itself into the box it is given.
 */
import type { InputEvent } from '../input/events.ts';
import type { Brush } from '../paint/brush.ts';
import type { Cursor } from '../terminal/terminal.ts';

export type OverlayAction =
  /** It stays, perhaps changed. */
  | { readonly kind: 'stay' }
  | { readonly kind: 'close' }
  /** Closes and runs a command line, as if it were typed. */
  | { readonly kind: 'run'; readonly line: string }
  /** Closes and does what the key of this line would do. */
  | { readonly kind: 'press'; readonly line: string }
  /** Closes and puts a text into the prompt, to be completed by the person. */
  | { readonly kind: 'type'; readonly text: string };

export interface Overlay {
  readonly title: string;
  /** Cells that it would like to have; it gets what there is. */
  readonly size: { readonly columns: number; readonly rows: number };
  /** Words for the key bar while it is there. */
  readonly keys: readonly (readonly [key: string, does: string])[];
  handle(event: Exclude<InputEvent, { readonly type: 'focus' }>): OverlayAction;
  /** @returns where the cursor belongs, relative to the brush; null hides it */
  paint(brush: Brush): Cursor | null;
}
