/**
 * YAML as proxy lists use it: sequences of `host:port`, of mappings (block or `{…}`), mappings of mappings. No anchors,
 * tags or multi-line texts. A line is understood by its indent.
 */
import type { Buffer } from 'node:buffer';
import { isProtocol, protocolSet } from '../../proxy.ts';
import type { ListBuilder } from '../builder.ts';
import { Fields, fieldOf } from '../fields.ts';
import type { Reader } from '../reader.ts';
import { TextLines } from '../text.ts';

const MAX_LINE = 16_384;
const KEY = /^[\w .-]+$/;

export class YamlReader implements Reader {
  readonly format = 'yaml';
  readonly #builder: ListBuilder;
  readonly #lines: TextLines;
  readonly #record = new Fields();
  #recordLine = 1;
  /** Column of the open record's keys; -1 when none is open. */
  #recordIndent = -1;
  /** What the key above says about bare entries: `socks5:`. */
  #protocols = 0;

  constructor(builder: ListBuilder) {
    this.#builder = builder;
    this.#lines = new TextLines(
      MAX_LINE,
      (text, line) => this.#line(text, line),
      (text, line) => builder.refuse(line, text, `the line is longer than ${MAX_LINE} bytes`),
    );
  }

  push(bytes: Buffer): void {
    this.#lines.push(bytes);
  }

  end(): void {
    this.#lines.end();
    this.#flush();
  }

  #line(raw: string, line: number): void {
    const text = raw.trim();
    if (text === '' || text.startsWith('#') || text.startsWith('%') || text === '---' || text === '...') return;
    const indent = raw.length - raw.trimStart().length;
    const dash = /^(?:-\s+)+|^-$/.exec(text)?.[0] ?? '';
    if (dash !== '') {
      this.#flush();
      this.#item(text.slice(dash.length), indent + dash.length, line);
      return;
    }
    const pair = readPair(text);
    if (pair === null) {
      this.#flush();
      this.#flow(text, line);
      return;
    }
    if (indent !== this.#recordIndent) this.#flush();
    this.#pair(pair, indent, line);
  }

  #item(text: string, indent: number, line: number): void {
    if (text === '') return; // the mapping follows on its own lines
    const pair = text.startsWith('{') || text.startsWith('[') ? null : readPair(text);
    if (pair === null) this.#flow(text, line);
    else this.#pair(pair, indent, line);
  }

  #pair([key, value]: readonly [string, string], indent: number, line: number): void {
    if (value === '' || value.startsWith('[') || value.startsWith('{')) {
      const name = key.toLowerCase();
      this.#protocols = isProtocol(name) ? protocolSet([name]) : 0;
      const field = fieldOf(key);
      if (field?.kind === 'protocol' && value.startsWith('[')) this.#set(field, value, indent, line);
      else if (value !== '') this.#flow(value, line);
      return;
    }
    const field = fieldOf(key);
    if (field !== undefined) this.#set(field, scalar(value), indent, line);
    else if (this.#recordIndent < 0) this.#openRecord(indent, line);
  }

  #set(field: NonNullable<ReturnType<typeof fieldOf>>, value: string, indent: number, line: number): void {
    if (this.#recordIndent < 0) this.#openRecord(indent, line);
    this.#record.set(field, value);
  }

  #openRecord(indent: number, line: number): void {
    this.#recordIndent = indent;
    this.#recordLine = line;
  }

  /** A scalar, `{a: b, c: d}` or `[a, b]`. */
  #flow(text: string, line: number): void {
    if (text.startsWith('{')) {
      const record = new Fields();
      for (const part of flowParts(text)) {
        const pair = readPair(part);
        const field = pair === null ? undefined : fieldOf(pair[0]);
        if (pair !== null && field !== undefined) record.set(field, scalar(pair[1]));
      }
      this.#take(record, line, text);
    } else if (text.startsWith('[') && !/^\[[0-9a-f:.]+\]:/i.test(text)) {
      for (const part of flowParts(text)) this.#builder.text(scalar(part), line, this.#protocols);
    } else this.#builder.text(scalar(text), line, this.#protocols);
  }

  #flush(): void {
    if (this.#recordIndent < 0) return;
    this.#recordIndent = -1;
    this.#take(this.#record, this.#recordLine, null);
    this.#record.clear();
  }

  /** @param text how a record without an address is refused; null = such a mapping is no entry */
  #take(record: Fields, line: number, text: string | null): void {
    const entry = record.entry();
    if (entry === null) {
      if (text !== null) this.#builder.refuse(line, text, 'no address in it');
    } else if (typeof entry === 'string') this.#builder.refuse(line, record.describe(), entry);
    else this.#builder.entry(entry, line, record.describe());
  }
}

/** `key: value` of a line; an address (`1.2.3.4:80`) is none, its colon has no blank behind it. */
export function readPair(text: string): readonly [key: string, value: string] | null {
  const quote = text[0] === '"' || text[0] === "'" ? text[0] : null;
  const keyEnd = quote === null ? 0 : text.indexOf(quote, 1);
  if (keyEnd < 0) return null;
  let colon = text.indexOf(':', keyEnd);
  while (colon >= 0 && colon + 1 < text.length && !/\s/.test(text[colon + 1]!)) colon = text.indexOf(':', colon + 1);
  if (colon < 0) return null;
  const key = quote === null ? text.slice(0, colon).trim() : text.slice(1, keyEnd);
  if (quote === null ? !KEY.test(key) : text.slice(keyEnd + 1, colon).trim() !== '') return null;
  return [key, text.slice(colon + 1).trim()];
}

/** Parts of `{…}` or `[…]`: split at commas outside of quotes. */
function flowParts(text: string): string[] {
  const parts: string[] = [];
  let from = 1;
  let quote = '';
  const to = /[}\]]$/.test(text) ? text.length - 1 : text.length;
  for (let at = 1; at < to; at++) {
    const letter = text[at]!;
    if (quote !== '') {
      if (letter === quote) quote = '';
    } else if (letter === '"' || letter === "'") quote = letter;
    else if (letter === ',') {
      parts.push(text.slice(from, at).trim());
      from = at + 1;
    }
  }
  parts.push(text.slice(from, to).trim());
  return parts.filter((part) => part !== '');
}

/** Takes quotes or a comment off a scalar. */
function scalar(text: string): string {
  const quoted = /^"([^"]*)"|^'([^']*)'/.exec(text);
  if (quoted) return quoted[1] ?? quoted[2] ?? '';
  const comment = text.indexOf(' #');
  return comment < 0 ? text : text.slice(0, comment).trimEnd();
}
