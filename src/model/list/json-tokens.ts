/**
 * Cuts JSON into tokens, byte by byte and in any chunks, without knowing what they mean and without ever giving up: what
 * is no JSON comes out as words and broken texts. formats/json.ts gives the tokens their meaning.
 */
import type { Buffer } from 'node:buffer';
import { fromLatin1 } from './text.ts';

/** Bytes of a text or word that are kept. */
export const MAX_JSON_TEXT = 4096;

export interface JsonHandler {
  open(isArray: boolean): void;
  close(isArray: boolean): void;
  comma(): void;
  /** Escapes resolved; cut and `tooLong` beyond {@link MAX_JSON_TEXT}. */
  string(text: string, tooLong: boolean): void;
  /** A text without an end on its line: JSON has no such texts. */
  broken(text: string): void;
  /** A number, `true`, `null`, or whatever is no JSON at all. */
  word(text: string): void;
}

export class JsonTokens {
  readonly #handler: JsonHandler;
  #line = 1;
  #state: 'between' | 'string' | 'escape' | 'word' = 'between';
  #text = '';
  #escapes = false;
  #tooLong = false;

  constructor(handler: JsonHandler) {
    this.#handler = handler;
  }

  /** Line of the token that is told of now. */
  get line(): number {
    return this.#line;
  }

  push(buffer: Buffer): void {
    for (let at = 0; at < buffer.length; at++) {
      let byte = buffer[at]!;
      if (this.#state === 'string') {
        const start = at;
        while (at < buffer.length && (byte = buffer[at]!) !== 34 && byte !== 92 && byte !== 10) at++;
        this.#add(buffer, start, at);
        if (at === buffer.length) return;
        if (byte === 34) this.#string();
        else if (byte === 10) this.#handler.broken(this.#take());
        else {
          this.#add(buffer, at, at + 1);
          this.#state = 'escape';
          this.#escapes = true;
        }
      } else if (this.#state === 'escape') {
        if (byte === 10) this.#handler.broken(this.#take());
        else {
          this.#add(buffer, at, at + 1);
          this.#state = 'string';
        }
      } else if (this.#state === 'word') {
        const start = at;
        while (at < buffer.length && isWord((byte = buffer[at]!))) at++;
        this.#add(buffer, start, at);
        if (at === buffer.length) return;
        this.#handler.word(this.#take());
        this.#sign(buffer, at);
      } else this.#sign(buffer, at);
      if (byte === 10) this.#line++;
    }
  }

  /** @returns whether the text ended inside of a string */
  end(): boolean {
    if (this.#state === 'word') this.#handler.word(this.#take());
    const cut = this.#state !== 'between';
    this.#take();
    return cut;
  }

  #sign(buffer: Buffer, at: number): void {
    const byte = buffer[at]!;
    if (byte === 34) this.#state = 'string';
    else if (byte === 123 || byte === 91) this.#handler.open(byte === 91);
    else if (byte === 125 || byte === 93) this.#handler.close(byte === 93);
    else if (byte === 44) this.#handler.comma();
    else if (isWord(byte)) {
      this.#state = 'word';
      this.#add(buffer, at, at + 1);
    }
  }

  #string(): void {
    const hasEscapes = this.#escapes;
    const tooLong = this.#tooLong;
    let text = this.#take();
    if (hasEscapes) {
      try {
        text = JSON.parse(`"${text}"`) as string;
      } catch {
        // an escape that JSON does not have: the text stays as written
      }
    }
    this.#handler.string(text, tooLong);
  }

  #add(bytes: Buffer, from: number, to: number): void {
    const room = MAX_JSON_TEXT - this.#text.length;
    if (to - from > room) this.#tooLong = true;
    this.#text += bytes.toString('latin1', from, Math.min(to, from + room));
  }

  /** Ends the token. */
  #take(): string {
    const text = fromLatin1(this.#text);
    this.#text = '';
    this.#escapes = this.#tooLong = false;
    this.#state = 'between';
    return text;
  }
}

function isWord(byte: number): boolean {
  return (
    byte > 32 && byte !== 34 && byte !== 44 && byte !== 58 && byte !== 91 && byte !== 93 && byte !== 123 && byte !== 125
  );
}
