/**
 * Tables of text with a header line: `Proxy,IP,Port,…`, separated by comma, semicolon, tab or bar. Columns are found by
 * name. A quoted value may hold the separator, never a line break.
 */
import type { Buffer } from 'node:buffer';
import type { ListBuilder } from '../builder.ts';
import { Fields, fieldOf, type Field } from '../fields.ts';
import type { Reader } from '../reader.ts';
import { TextLines } from '../text.ts';

const MAX_LINE = 16_384;
const SEPARATORS = [',', ';', '\t', '|'] as const;

/** Columns of a header line; null when the line is no header of a proxy table. */
export interface CsvHeader {
  readonly separator: string;
  /** By column; undefined = not ours. */
  readonly fields: readonly (Field | undefined)[];
}

export function readCsvHeader(line: string): CsvHeader | null {
  const separator = SEPARATORS.find((sign) => line.includes(sign)) ?? ',';
  const fields = splitCsv(line.trim(), separator).map((name) => fieldOf(name.trim()));
  return fields.some((field) => field?.kind === 'host') ? { separator, fields } : null;
}

export class CsvReader implements Reader {
  readonly format = 'csv';
  readonly #builder: ListBuilder;
  readonly #lines: TextLines;
  readonly #record = new Fields();
  #header: CsvHeader | null = null;

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
  }

  #line(raw: string, line: number): void {
    const text = raw.trim();
    if (text === '' || text.startsWith('#') || text.startsWith('//')) return;
    if (this.#header === null) {
      this.#header = readCsvHeader(text);
      if (this.#header !== null) return;
      this.#header = { separator: ',', fields: [{ kind: 'host', rank: 0 }] };
    }
    const { separator, fields } = this.#header;
    this.#record.clear();
    const values = splitCsv(text, separator);
    for (let column = 0; column < fields.length; column++) {
      const field = fields[column];
      if (field !== undefined) this.#record.set(field, values[column] ?? '');
    }
    const entry = this.#record.entry();
    if (entry === null) {
      const shown = values.filter((_, column) => fields[column]?.kind !== 'password').join(separator);
      this.#builder.refuse(line, shown, 'not an address');
    } else if (typeof entry === 'string') this.#builder.refuse(line, this.#record.describe(), entry);
    else this.#builder.entry(entry, line, this.#record.describe());
  }
}

/** Values of one line; quotes around a value are taken off, doubled ones inside stand for one. */
export function splitCsv(line: string, separator: string): string[] {
  if (!line.includes('"')) return line.split(separator);
  const values: string[] = [];
  let at = 0;
  while (at <= line.length) {
    if (line[at] === '"') {
      let value = '';
      at++;
      for (; at < line.length; at++) {
        if (line[at] !== '"') value += line[at];
        else if (line[at + 1] === '"') {
          value += '"';
          at++;
        } else break;
      }
      const end = line.indexOf(separator, at);
      values.push(value);
      at = end < 0 ? line.length + 1 : end + 1;
    } else {
      const end = line.indexOf(separator, at);
      values.push(end < 0 ? line.slice(at) : line.slice(at, end));
      at = end < 0 ? line.length + 1 : end + 1;
    }
  }
  return values;
}
