/**
 * Terminal input as a state machine without IO or timers: text in, events out, the same events however the text was cut
 * into reads. The owner calls `flush` when nothing followed an escape for 30 ms. Replies and unknown sequences are
 * swallowed, never typed.
 */
import { csiEvent } from './csi.ts';
import type { InputEvent } from './events.ts';

const ESC = '\x1b';
const PASTE_END = '\x1b[201~';
/** Longest control sequence or reply that is waited for. */
const MAX_SEQUENCE = 4096;
/** Longest paste that is kept; the rest is dropped. */
const MAX_PASTE = 4 << 20;

const CONTROLS: Readonly<Record<string, string>> = {
  '\0': 'C-space',
  '\t': 'tab',
  '\r': 'enter',
  '\x1b': 'escape',
  '\x1c': 'C-\\',
  '\x1d': 'C-]',
  '\x1e': 'C-^',
  '\x1f': 'C-_',
  '\x7f': 'backspace',
};
const SS3: Readonly<Record<string, string>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  F: 'end',
  H: 'home',
  M: 'enter',
  P: 'f1',
  Q: 'f2',
  R: 'f3',
  S: 'f4',
};
/** Second characters that open a string which ends in ST (or BEL): OSC, DCS, SOS, PM, APC. */
const STRINGS = ']PX^_';

type State = 'ground' | 'escape' | 'csi' | 'ss3' | 'string' | 'string-escape' | 'x10' | 'paste';

export class Decoder {
  #state: State = 'ground';
  /** Collected so far: the body of a sequence, or of a paste. */
  #held = '';
  #paste: string[] = [];
  #pasteLength = 0;
  #events: InputEvent[] = [];

  /** True while an escape may still turn out to be a key of its own: call {@link flush} after 30 ms of silence. */
  get waiting(): boolean {
    return (
      this.#state === 'escape' ||
      ((this.#state === 'csi' || this.#state === 'string' || this.#state === 'ss3') && this.#held.length <= 1)
    );
  }

  feed(text: string): InputEvent[] {
    this.#events = [];
    let index = 0;
    while (index < text.length) {
      if (this.#state === 'paste') {
        index = this.#takePaste(text, index);
        continue;
      }
      const char = String.fromCodePoint(text.codePointAt(index)!);
      index += char.length;
      this.#step(char);
    }
    return this.#events;
  }

  /** Nothing followed: a waiting escape is the Escape key, an escape and one more character is Alt with it. */
  flush(): InputEvent[] {
    this.#events = [];
    if (this.#state === 'escape') this.#key('escape');
    else if (this.waiting) this.#key(`M-${this.#held}`);
    else return this.#events;
    this.#reset();
    return this.#events;
  }

  #step(char: string): void {
    switch (this.#state) {
      case 'ground':
        return this.#ground(char);
      case 'escape':
        return this.#escape(char);
      case 'csi':
        return this.#csi(char);
      case 'ss3':
        this.#reset();
        if (SS3[char] !== undefined) this.#key(SS3[char]);
        else if (char < ' ') this.#ground(char);
        return;
      case 'x10':
        this.#held += char;
        if (this.#held.length >= 3) this.#reset();
        return;
      case 'string':
        return this.#string(char);
      case 'string-escape':
        this.#reset();
        // ESC \ ends the string; any other escape breaks it off and counts by itself.
        if (char !== '\\') {
          this.#state = 'escape';
          this.#escape(char);
        }
        return;
      case 'paste':
        return;
    }
  }

  #ground(char: string): void {
    if (char === ESC) this.#state = 'escape';
    else if (CONTROLS[char] !== undefined) this.#key(CONTROLS[char]);
    else if (char < ' ') this.#key(`C-${String.fromCharCode(char.charCodeAt(0) + 96)}`);
    // C1 controls are no text: an 8-bit CSI would otherwise be typed.
    else if (char >= '\u0080' && char <= '\u009f') return;
    else this.#events.push({ type: 'text', text: char });
  }

  #escape(char: string): void {
    this.#reset();
    if (char === ESC) {
      this.#key('escape');
      this.#state = 'escape';
    } else if (char === '[') this.#open('csi', char);
    else if (char === 'O') this.#open('ss3', char);
    else if (STRINGS.includes(char)) this.#open('string', char);
    else if (CONTROLS[char] !== undefined) this.#key(`M-${CONTROLS[char]}`);
    else if (char < ' ') this.#key(`C-M-${String.fromCharCode(char.charCodeAt(0) + 96)}`);
    else this.#key(char === ' ' ? 'M-space' : `M-${char}`);
  }

  #open(state: State, char: string): void {
    this.#state = state;
    this.#held = char;
  }

  #csi(char: string): void {
    if (char === ESC) {
      this.#reset();
      this.#state = 'escape';
    } else if (char < ' ') {
      this.#reset();
      this.#ground(char);
    } else if (char >= '@' && char <= '~') {
      const body = this.#held.slice(1);
      // The Linux console's F1-F5 are `ESC [ [ A`.
      if (char === '[' && body === '') {
        this.#held += char;
        return;
      }
      this.#reset();
      if (body === '' && char === 'M') this.#state = 'x10';
      else if (body === '200' && char === '~') this.#state = 'paste';
      else if (body === '[') this.#key(`f${char.charCodeAt(0) - 64}`);
      else {
        const event = csiEvent(body, char);
        if (event) this.#events.push(event);
      }
    } else if (this.#held.length < MAX_SEQUENCE && char <= '?') this.#held += char;
    else this.#reset();
  }

  #string(char: string): void {
    if (char === '\x07') this.#reset();
    else if (char === ESC) this.#state = 'string-escape';
    else if (char === '\u009c') this.#reset();
    else if (char < ' ') {
      this.#reset();
      this.#ground(char);
    } else if (this.#held.length < MAX_SEQUENCE) this.#held += char;
    else this.#reset();
  }

  /** @returns the index after what was taken */
  #takePaste(text: string, from: number): number {
    // The end mark may be cut between two reads: what could be its beginning is held back.
    const chunk = this.#held + text.slice(from);
    const end = chunk.indexOf(PASTE_END);
    if (end >= 0) {
      this.#keep(chunk.slice(0, end));
      const pasted = this.#paste.join('');
      const heldBefore = this.#held.length;
      this.#paste = [];
      this.#pasteLength = 0;
      this.#reset();
      this.#events.push({ type: 'paste', text: pasted });
      return from + end + PASTE_END.length - heldBefore;
    }
    let hold = Math.min(PASTE_END.length - 1, chunk.length);
    while (hold > 0 && !PASTE_END.startsWith(chunk.slice(chunk.length - hold))) hold--;
    this.#keep(chunk.slice(0, chunk.length - hold));
    this.#held = chunk.slice(chunk.length - hold);
    return text.length;
  }

  #keep(text: string): void {
    const room = MAX_PASTE - this.#pasteLength;
    if (room <= 0 || text === '') return;
    this.#paste.push(text.slice(0, room));
    this.#pasteLength += text.length;
  }

  #key(chord: string): void {
    this.#events.push({ type: 'key', chord });
  }

  #reset(): void {
    this.#state = 'ground';
    this.#held = '';
  }
}
