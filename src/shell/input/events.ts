/** What the decoder makes of terminal input. Keys are named by chords: `C-a`, `M-.`, `S-tab`, `C-left`, `f1`, `enter`. */
export interface KeyEvent {
  readonly type: 'key';
  /** Modifiers in the order C- M- S-, then the name: a character, or a word such as `up`, `enter`, `space`. */
  readonly chord: string;
}
/** One printable character as typed. */
export interface TextEvent {
  readonly type: 'text';
  readonly text: string;
}
export interface PasteEvent {
  readonly type: 'paste';
  readonly text: string;
}
export interface MouseEvent {
  readonly type: 'mouse';
  readonly kind: 'press' | 'release' | 'drag' | 'wheel-up' | 'wheel-down';
  /** Cells from the upper left corner, from 0. */
  readonly x: number;
  readonly y: number;
  readonly button: number;
}
export interface FocusEvent {
  readonly type: 'focus';
  readonly focused: boolean;
}
export type InputEvent = KeyEvent | TextEvent | PasteEvent | MouseEvent | FocusEvent;
