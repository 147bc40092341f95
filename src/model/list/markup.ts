/**
 * Cuts HTML and XML into tags and text, byte by byte and in any chunks. It knows no element by meaning except that
 * scripts and styles of HTML hold no text; the readers of both formats give it their meaning.
 */
import type { Buffer } from 'node:buffer';
import { fromLatin1 } from './text.ts';

export interface MarkupHandler {
  /** `name` in lower case without its namespace prefix. */
  open(name: string, attributes: string, selfClosing: boolean, line: number): void;
  close(name: string, line: number): void;
  /** A piece of text without a line break, entities decoded; it may be part of a longer text. */
  text(piece: string, line: number): void;
}

/** Of a tag with its attributes, and of a piece of text. */
const MAX_PIECE = 4096;

type State = 'text' | 'tag' | 'comment' | 'cdata' | 'raw';

export class Markup {
  readonly #handler: MarkupHandler;
  readonly #isHtml: boolean;
  #state: State = 'text';
  #piece = '';
  #line = 1;
  /** Inside a tag: the quote of the attribute value we are in. */
  #quote = 0;
  /** `script` or `style` whose end is awaited. */
  #raw = '';

  constructor(isHtml: boolean, handler: MarkupHandler) {
    this.#isHtml = isHtml;
    this.#handler = handler;
  }

  push(buffer: Buffer): void {
    for (let at = 0; at < buffer.length; at++) {
      let byte = buffer[at]!;
      if (this.#state === 'text') {
        const start = at;
        while (at < buffer.length && (byte = buffer[at]!) !== 60 && byte !== 10) at++;
        this.#add(buffer, start, at);
        if (at === buffer.length) return;
        this.#flush();
        if (byte === 60) this.#state = 'tag';
      } else {
        if (this.#state === 'tag') this.#tagByte(byte);
        else this.#skippedByte(byte);
      }
      if (byte === 10) this.#line++;
    }
  }

  end(): void {
    if (this.#state === 'text' || this.#state === 'cdata') this.#flush();
  }

  #add(buffer: Buffer, from: number, to: number): void {
    if (to > from) this.#piece += buffer.toString('latin1', from, Math.min(to, from + MAX_PIECE - this.#piece.length));
  }

  #flush(): void {
    if (this.#piece === '') return;
    this.#handler.text(decodeEntities(fromLatin1(this.#piece)), this.#line);
    this.#piece = '';
  }

  #tagByte(byte: number): void {
    const piece = this.#piece;
    if (piece === '' && !isTagStart(byte)) {
      // A lone < is text.
      this.#piece = `<${byte === 10 || byte === 60 ? '' : String.fromCharCode(byte)}`;
      this.#state = 'text';
      if (byte === 10 || byte === 60) this.#flush();
      if (byte === 60) this.#state = 'tag';
      return;
    }
    if (this.#quote !== 0) {
      if (byte === this.#quote) this.#quote = 0;
    } else if ((byte === 34 || byte === 39) && !piece.startsWith('!') && piece.endsWith('=')) this.#quote = byte;
    else if (byte === 62) {
      this.#endTag();
      return;
    }
    if (piece.length < MAX_PIECE) this.#piece = piece + String.fromCharCode(byte);
    if (this.#piece === '!--') {
      this.#state = 'comment';
      this.#piece = '';
    } else if (this.#piece === '![CDATA[') {
      this.#state = 'cdata';
      this.#piece = '';
    }
  }

  #endTag(): void {
    const tag = fromLatin1(this.#piece);
    this.#piece = '';
    this.#state = 'text';
    const found = /^(\/?)([a-z][^\s/>]*)([^]*)$/i.exec(tag);
    if (found === null) return; // <!DOCTYPE …>, <?xml …?>
    const name = found[2]!.toLowerCase().replace(/^.*:/, '');
    if (found[1] === '/') {
      this.#handler.close(name, this.#line);
      return;
    }
    const attributes = found[3]!;
    this.#handler.open(name, attributes, attributes.endsWith('/'), this.#line);
    if (this.#isHtml && (name === 'script' || name === 'style') && !attributes.endsWith('/')) {
      this.#state = 'raw';
      this.#raw = name;
    }
  }

  /** Comments, CDATA and scripts: until their end. `#piece` holds only what the end is recognised by, or CDATA's text. */
  #skippedByte(byte: number): void {
    if (this.#state === 'cdata' && byte === 10) {
      this.#flush();
      return;
    }
    this.#piece += String.fromCharCode(byte);
    const end = this.#state === 'comment' ? '-->' : this.#state === 'cdata' ? ']]>' : `</${this.#raw}`;
    if (this.#piece.length >= end.length && this.#piece.slice(-end.length).toLowerCase() === end) {
      this.#piece = this.#state === 'cdata' ? this.#piece.slice(0, -3) : '';
      if (this.#state === 'cdata') this.#flush();
      const isRaw = this.#state === 'raw';
      // What is left of </script   > is read as a tag.
      this.#state = isRaw ? 'tag' : 'text';
      if (isRaw) this.#piece = `/${this.#raw}`;
    } else if (this.#state !== 'cdata' && this.#piece.length > 64) this.#piece = this.#piece.slice(-16);
    else if (this.#piece.length > MAX_PIECE) this.#piece = this.#piece.slice(-3);
  }
}

/** Values of a tag's attributes, names in lower case without prefix. Linear in the text: tags come from strangers. */
export function readAttributes(text: string): (readonly [name: string, value: string])[] {
  const found: (readonly [string, string])[] = [];
  let from = 0;
  for (let equals = text.indexOf('='); equals >= 0; equals = text.indexOf('=', from)) {
    const name = text
      .slice(from, equals)
      .trimEnd()
      .split(/[\s/"']/)
      .at(-1)!;
    let start = equals + 1;
    while (start < text.length && isBlank(text[start]!)) start++;
    const quote = text[start] === '"' || text[start] === "'" ? text[start]! : null;
    let end = quote === null ? start : text.indexOf(quote, start + 1);
    if (quote === null) while (end < text.length && !isBlank(text[end]!)) end++;
    if (end < 0) end = text.length;
    const value = text.slice(quote === null ? start : start + 1, end);
    if (name !== '') found.push([name.toLowerCase().replace(/^.*:/, ''), decodeEntities(value)]);
    from = end + 1;
  }
  return found;
}

function isBlank(letter: string): boolean {
  return letter === ' ' || letter === '\t' || letter === '\n' || letter === '\r';
}

function isTagStart(byte: number): boolean {
  return (byte >= 97 && byte <= 122) || (byte >= 65 && byte <= 90) || byte === 47 || byte === 33 || byte === 63;
}

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  colon: ':',
  period: '.',
};

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi,
    (whole, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole;
      const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}
