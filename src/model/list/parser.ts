/**
 * Turns the bytes of a proxy list into packed candidates and refusals, whatever format it is in. Fed in pieces of any
 * size, so that a list of a million lines streams; the result never depends on where the pieces were cut.
 */
import { Buffer } from 'node:buffer';
import type { ParsedList } from '../candidate.ts';
import { ListBuilder, type ListOptions } from './builder.ts';
import { CsvReader } from './formats/csv.ts';
import { HtmlReader } from './formats/html.ts';
import { JsonReader } from './formats/json.ts';
import { PacReader } from './formats/pac.ts';
import { PlainReader } from './formats/plain.ts';
import { XmlReader } from './formats/xml.ts';
import { YamlReader } from './formats/yaml.ts';
import type { Reader } from './reader.ts';
import { SNIFF_BYTES, sniffFormat, type ListFormat } from './sniff.ts';

const READERS: Readonly<Record<ListFormat, new (builder: ListBuilder) => Reader>> = {
  plain: PlainReader,
  csv: CsvReader,
  json: JsonReader,
  html: HtmlReader,
  xml: XmlReader,
  yaml: YamlReader,
  pac: PacReader,
};

export class ListParser {
  readonly #builder: ListBuilder;
  #reader: Reader | null = null;
  /** The beginning, until it is long enough to tell the format. */
  #head = Buffer.alloc(0);

  constructor(options: ListOptions) {
    this.#builder = new ListBuilder(options);
  }

  /** The bytes may be reused by the caller afterwards. */
  push(bytes: Uint8Array): void {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    if (this.#reader !== null) {
      this.#reader.push(buffer);
      return;
    }
    const head = Buffer.concat([this.#head, buffer]);
    this.#head = head;
    // Three bytes more than are looked at: a byte order mark is taken off first.
    if (head.length >= SNIFF_BYTES + 3) this.#start();
  }

  /** Ends the list. Call it once. */
  end(): ParsedList {
    if (this.#reader === null) this.#start();
    const reader = this.#reader!;
    reader.end();
    return this.#builder.finish(reader.format);
  }

  #start(): void {
    const head = this.#head;
    this.#head = Buffer.alloc(0);
    const hasMark = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf;
    const text = hasMark ? head.subarray(3) : head;
    this.#reader = new READERS[sniffFormat(text.subarray(0, SNIFF_BYTES))](this.#builder);
    this.#reader.push(text);
  }
}

/** Parses a list that is in memory as a whole. */
export function parseList(bytes: Uint8Array, options: ListOptions): ParsedList {
  const parser = new ListParser(options);
  parser.push(bytes);
  return parser.end();
}
