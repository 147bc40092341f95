/**
 * Proxy auto-configuration scripts: takes `PROXY host:port`, `HTTPS …`, `SOCKS …`, `SOCKS4 …`, `SOCKS5 …` out of quoted
 * strings. The script is never run.
 */
import type { Buffer } from 'node:buffer';
import { PROTOCOL_BIT } from '../../proxy.ts';
import type { ListBuilder } from '../builder.ts';
import type { Reader } from '../reader.ts';
import { fromLatin1 } from '../text.ts';

const KEYWORDS: ReadonlyMap<string, number> = new Map([
  ['PROXY', PROTOCOL_BIT.http],
  ['HTTP', PROTOCOL_BIT.http],
  ['HTTPS', PROTOCOL_BIT.https],
  ['SOCKS', PROTOCOL_BIT.socks4 | PROTOCOL_BIT.socks5],
  ['SOCKS4', PROTOCOL_BIT.socks4],
  ['SOCKS5', PROTOCOL_BIT.socks5],
]);
const MAX_STRING = 65_536;

export class PacReader implements Reader {
  readonly format = 'pac';
  readonly #builder: ListBuilder;
  #line = 1;
  /** The quote that opened the string we are in; 0 outside. */
  #quote = 0;
  #escaped = false;
  #text = '';

  constructor(builder: ListBuilder) {
    this.#builder = builder;
  }

  push(bytes: Buffer): void {
    for (const byte of bytes) {
      if (byte === 10) {
        // A string of a script ends on its line: a stray apostrophe in a comment costs one line, not the file.
        if (this.#quote !== 0) this.#string();
        this.#line++;
      } else if (this.#quote === 0) {
        if (byte === 34 || byte === 39 || byte === 96) this.#quote = byte;
      } else if (this.#escaped) {
        this.#escaped = false;
        this.#add(byte);
      } else if (byte === 92) this.#escaped = true;
      else if (byte === this.#quote) this.#string();
      else this.#add(byte);
    }
  }

  end(): void {
    if (this.#quote !== 0) this.#string();
  }

  #add(byte: number): void {
    if (this.#text.length < MAX_STRING) this.#text += String.fromCharCode(byte);
  }

  #string(): void {
    for (const directive of fromLatin1(this.#text).split(';')) {
      const found = /^\s*([A-Z0-9]+)\s+(\S.*?)\s*$/.exec(directive);
      const protocols = found === null ? undefined : KEYWORDS.get(found[1]!);
      if (found !== null && protocols !== undefined && /[.:]/.test(found[2]!))
        this.#builder.text(found[2]!, this.#line, protocols);
    }
    this.#text = '';
    this.#quote = 0;
    this.#escaped = false;
  }
}
