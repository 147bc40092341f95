/**
 * The characters of a text and where we are in them: blanks, comments, continued lines, words of one kind. The parser's
 * rooms share one; it knows nothing of the grammar above words. A line goes on after `\` at its end and inside brackets.
 */
import { errorAt } from './place.ts';
import { Expansions } from './expansions.ts';
import type { ErrorDetails, ErrorName, RefbotError } from '../../model/errors.ts';
import type { At } from './ast.ts';

const BLANK = /[ \t\r\u00a0]/;
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;

export class Scanner {
  /** With the words that stand for others replaced, as far as it was read. */
  text: string;
  readonly origin: string;
  readonly expansions: Expansions;
  /** Offset behind the last character that may be read. */
  end: number;
  pos: number;
  /** Open brackets: while there are some, a line break is a blank. */
  brackets = 0;
  /** Brackets and blocks around the position. */
  depth = 0;

  /** @param expansions of the scanner whose text this one reads a part of */
  constructor(text: string, origin: string, start = 0, end = text.length, expansions = new Expansions(text)) {
    this.text = text;
    this.expansions = expansions;
    this.origin = origin;
    this.pos = start;
    this.end = end;
  }

  /** The character at the position plus `ahead`; empty behind the end. */
  peek(ahead = 0): string {
    const place = this.pos + ahead;
    return place < this.end ? this.text[place]! : '';
  }

  startsWith(text: string): boolean {
    return this.pos + text.length <= this.end && this.text.startsWith(text, this.pos);
  }

  /** Steps over the text if it comes next. */
  take(text: string): boolean {
    if (!this.startsWith(text)) return false;
    this.pos += text.length;
    return true;
  }

  /** The sticky pattern at the position, stepped over; null when it does not match. */
  match(pattern: RegExp): string | null {
    pattern.lastIndex = this.pos;
    const found = pattern.exec(this.text);
    if (!found || this.pos + found[0].length > this.end) return null;
    this.pos += found[0].length;
    return found[0];
  }

  name(): string | null {
    return this.match(NAME);
  }

  /** Steps over blanks, comments and continued lines; over line breaks too when `lines` is set or a bracket is open. */
  skip(lines = false): void {
    for (;;) {
      const char = this.peek();
      if (char === '') return;
      if (BLANK.test(char)) this.pos++;
      else if (char === '\n' && (lines || this.brackets > 0)) this.pos++;
      else if (char === '\\' && this.#continues()) this.#toNextLine();
      else if (char === '#') this.#toLineEnd();
      else return;
    }
  }

  /** True when nothing but blanks and a comment is left of the line (or of the text). */
  atLineEnd(): boolean {
    this.skip();
    return this.peek() === '' || this.peek() === '\n';
  }

  at(start: number, end = this.pos): At {
    return { start, end };
  }

  slice(at: At): string {
    return this.text.slice(at.start, at.end);
  }

  /** The same as it was typed. */
  typed(at: At): string {
    const { start, end } = this.expansions.typedAt(at);
    return this.expansions.typed.slice(start, end);
  }

  /** Puts what the word stands for in its place; the position is at its beginning then. */
  expand(start: number, word: string, text: string): void {
    this.expansions.add(start, word, text);
    this.text = this.text.slice(0, start) + text + this.text.slice(start + word.length);
    this.end += text.length - word.length;
    this.pos = start;
  }

  /** An error at a place of the text. */
  error(name: ErrorName, message: string, at: At, details: ErrorDetails = {}): RefbotError {
    return errorAt(this, name, message, at, details);
  }

  #continues(): boolean {
    let ahead = 1;
    while (BLANK.test(this.peek(ahead))) ahead++;
    return this.peek(ahead) === '\n';
  }

  #toNextLine(): void {
    this.#toLineEnd();
    this.pos++;
  }

  #toLineEnd(): void {
    const newline = this.text.indexOf('\n', this.pos);
    this.pos = newline < 0 ? this.end : Math.min(newline, this.end);
  }
}
