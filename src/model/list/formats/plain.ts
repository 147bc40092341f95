/**
 * Lists with one entry a line. A byte scanner reads `[scheme://]a.b.c.d:port` without making a string; any other line
 * goes to the entry parser as text. The format most lists have, and the hot path of every scrape.
 */
import type { Buffer } from 'node:buffer';
import { PROTOCOL_BIT } from '../../proxy.ts';
import type { ListBuilder } from '../builder.ts';
import type { Reader } from '../reader.ts';
import { LineBlocks, decodeText, preview } from '../text.ts';

const MAX_LINE = 2048;
const NEWLINE = 10;
const RETURN = 13;
const COLUMN_HEADER = /^\W*(?:ip|host|proxy)(?:[ _-]?address)?\s*[:,;|\t ]\s*port\b/i;

/** Schemes by their bytes; longest first where one begins another. */
const SCHEMES = (['http', 'https', 'socks5', 'socks4', 'socks5h', 'socks4a'] as const).map((name) => ({
  bytes: Array.from(`${name}://`, (letter) => letter.charCodeAt(0)),
  set: name.startsWith('socks')
    ? PROTOCOL_BIT[name.slice(0, 6) as 'socks4' | 'socks5']
    : PROTOCOL_BIT[name as 'http' | 'https'],
}));

export class PlainReader implements Reader {
  readonly format = 'plain';
  readonly #builder: ListBuilder;
  readonly #blocks: LineBlocks;

  constructor(builder: ListBuilder) {
    this.#builder = builder;
    this.#blocks = new LineBlocks(MAX_LINE, {
      lines: (bytes, from, to, line) => this.#scan(bytes, from, to, line),
      overlong: (text, line) => this.#overlong(text, line),
    });
  }

  push(bytes: Buffer): void {
    this.#blocks.push(bytes);
  }

  end(): void {
    this.#blocks.end();
  }

  #scan(bytes: Buffer, from: number, to: number, firstLine: number): number {
    const builder = this.#builder;
    let at = from;
    let line = firstLine;
    for (; at < to; line++) {
      const start = at;
      let protocols = 0;
      let byte = bytes[at]!;
      if (byte === 104 || byte === 115) {
        for (const scheme of SCHEMES) {
          if (startsWith(bytes, at, scheme.bytes)) {
            protocols = scheme.set;
            at += scheme.bytes.length;
            break;
          }
        }
      }
      // a.b.c.d: every part of one to three digits, up to 255.
      let address = 0;
      let part = 0;
      let digits = 0;
      let dots = 0;
      for (; ; at++) {
        byte = bytes[at]!;
        if (byte >= 48 && byte <= 57) {
          part = part * 10 + byte - 48;
          digits++;
        } else if (byte === 46 && digits > 0 && digits <= 3 && part <= 255 && dots < 3) {
          address = address * 256 + part;
          part = 0;
          digits = 0;
          dots++;
        } else break;
      }
      if (byte === 58 && dots === 3 && digits > 0 && digits <= 3 && part <= 255) {
        address = address * 256 + part;
        let port = 0;
        const portAt = ++at;
        for (; (byte = bytes[at]!) >= 48 && byte <= 57; at++) port = port * 10 + byte - 48;
        if (byte === RETURN && bytes[at + 1] === NEWLINE) byte = bytes[++at]!;
        if (byte === NEWLINE && port > 0 && port <= 65535 && at - portAt <= 6) {
          const reason = builder.ipv4(address, port, protocols);
          if (reason !== null) builder.refuse(line, lineText(bytes, start, at), reason);
          at++;
          continue;
        }
      }
      const end = bytes.indexOf(NEWLINE, start);
      if (end - start > MAX_LINE) this.#overlong(preview(bytes, start, end), line);
      else this.#text(lineText(bytes, start, end), line);
      at = end + 1;
    }
    return line - firstLine;
  }

  #text(text: string, line: number): void {
    if (text === '' || text.startsWith('#') || text.startsWith('//') || text.startsWith(';')) return;
    if (this.#builder.taken === 0 && COLUMN_HEADER.test(text)) return;
    this.#builder.text(text, line);
  }

  #overlong(text: string, line: number): void {
    this.#builder.refuse(line, text, `the line is longer than ${MAX_LINE} bytes`);
  }
}

function lineText(bytes: Buffer, start: number, end: number): string {
  return decodeText(bytes, start, end).trim();
}

function startsWith(bytes: Buffer, at: number, wanted: readonly number[]): boolean {
  for (let i = 0; i < wanted.length; i++) if (bytes[at + i] !== wanted[i]) return false;
  return true;
}
