/**
 * What is pasted into the line of the plain shell: a terminal brackets it when asked to, and then a block comes into the
 * line as a whole, its line breaks as signs, and waits for Enter. Pure but for what was begun and has not ended.
 */

/** Asks the terminal to bracket what is pasted, and no longer to. */
export const BRACKETS_ON = '\x1b[?2004h';
export const BRACKETS_OFF = '\x1b[?2004l';

/** Stands for a line break within the line: one unit, as the line break is. */
const BREAK_SIGN = '␤';
const BEGIN = '\x1b[200~';
const END = '\x1b[201~';

/** A line with signs as the text that it stands for. */
export function withBreaks(line: string): string {
  return line.replaceAll(BREAK_SIGN, '\n');
}

/** A text of several lines as a line with signs. */
export function withSigns(text: string): string {
  return text.replaceAll('\n', BREAK_SIGN);
}

export interface TypedPart {
  readonly text: string;
  readonly isPasted: boolean;
}

export class PastedText {
  #isPasted = false;
  /** The beginning of a bracket at the end of the last piece. */
  #rest = '';
  /** Line breaks after which nothing came yet: those at the end of a paste are no block. */
  #breaks = 0;
  #last = '';

  /** Takes the brackets out of the next piece of what comes from the terminal. What is pasted holds no keys. */
  read(piece: string): TypedPart[] {
    const parts: TypedPart[] = [];
    let text = this.#rest + piece;
    this.#rest = '';
    for (;;) {
      const bracket = this.#isPasted ? END : BEGIN;
      const at = text.indexOf(bracket);
      if (at < 0) break;
      this.#add(parts, text.slice(0, at));
      text = text.slice(at + bracket.length);
      this.#isPasted = !this.#isPasted;
      this.#breaks = 0;
    }
    const half = halfOf(this.#isPasted ? END : BEGIN, text);
    this.#rest = text.slice(text.length - half);
    this.#add(parts, text.slice(0, text.length - half));
    return parts;
  }

  /** Something that may begin a bracket waits for what follows; it may be a key as well, such as Escape. */
  get isWaiting(): boolean {
    return this.#rest !== '' && !this.#isPasted;
  }

  /** Nothing followed. */
  flush(): TypedPart[] {
    if (!this.isWaiting) return [];
    const part: TypedPart = { text: this.#rest, isPasted: false };
    this.#rest = '';
    return [part];
  }

  #add(parts: TypedPart[], text: string): void {
    if (text === '') return;
    if (!this.#isPasted) return void parts.push({ text, isPasted: false });
    let line = '';
    for (const char of text.replaceAll('\t', '  ')) {
      const isSecondHalf = char === '\n' && this.#last === '\r';
      this.#last = char;
      if (isSecondHalf) continue;
      if (char === '\n' || char === '\r') this.#breaks += 1;
      // Controls would be keys.
      else if (!/[\x00-\x1f\x7f-\x9f]/.test(char)) {
        line += BREAK_SIGN.repeat(this.#breaks) + char;
        this.#breaks = 0;
      }
    }
    if (line !== '') parts.push({ text: line, isPasted: true });
  }
}

/** How many characters at the end of a text begin the bracket. */
function halfOf(bracket: string, text: string): number {
  for (let length = Math.min(bracket.length - 1, text.length); length > 0; length--)
    if (text.endsWith(bracket.slice(0, length))) return length;
  return 0;
}
