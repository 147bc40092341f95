/** What goes into the prompt and what comes out of it, as values. */
import type { KeyEvent, PasteEvent, TextEvent } from '../input/events.ts';

export type PromptEvent = KeyEvent | TextEvent | PasteEvent;

export type PromptAction =
  /** The prompt has to be painted again. */
  | { readonly kind: 'changed' }
  | { readonly kind: 'run'; readonly text: string }
  /** The person wants to edit the text in another program; what comes back is for `Prompt.replace`. */
  | { readonly kind: 'editor'; readonly text: string }
  /** Escape with nothing open: the keys go to the panels. */
  | { readonly kind: 'leave' }
  /** The prompt has no use for the key. */
  | { readonly kind: 'ignored'; readonly chord: string };
