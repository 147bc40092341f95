/**
 * Web pages with proxies in them: rows of tables, with or without a header row, and `ip:port` texts outside of tables.
 * A page is mostly not about proxies, so only rows and texts with an address in them are entries.
 */
import type { Buffer } from 'node:buffer';
import { canonicalIp } from '../../../lib/address.ts';
import type { ListBuilder } from '../builder.ts';
import { namesAddress } from '../entry.ts';
import { Fields, fieldOf, type Field } from '../fields.ts';
import { Markup, type MarkupHandler } from '../markup.ts';
import type { Reader } from '../reader.ts';

const MAX_CELL = 512;
const MAX_CELLS = 64;

export class HtmlReader implements Reader, MarkupHandler {
  readonly format = 'html';
  readonly #builder: ListBuilder;
  readonly #markup = new Markup(true, this);
  readonly #record = new Fields();
  /** Columns of the table we are in; null before its header row. */
  #columns: readonly (Field | undefined)[] | null = null;
  #cells: string[] | null = null;
  #cell: string | null = null;
  #rowLine = 1;

  constructor(builder: ListBuilder) {
    this.#builder = builder;
  }

  push(bytes: Buffer): void {
    this.#markup.push(bytes);
  }

  end(): void {
    this.#markup.end();
    this.#endRow();
  }

  open(name: string, _attributes: string, _selfClosing: boolean, line: number): void {
    if (name === 'table') {
      this.#endRow();
      this.#columns = null;
    } else if (name === 'tr') {
      this.#endRow();
      this.#cells = [];
      this.#rowLine = line;
    } else if (name === 'td' || name === 'th') {
      this.#endCell();
      if (this.#cells !== null) this.#cell = '';
    } else if (this.#cell !== null && this.#cell.length < MAX_CELL) this.#cell += ' '; // 1.2.3.4<br>8080 are two words
  }

  close(name: string): void {
    if (name === 'td' || name === 'th') this.#endCell();
    else if (name === 'tr' || name === 'table') this.#endRow();
    if (name === 'table') this.#columns = null;
  }

  text(piece: string, line: number): void {
    if (this.#cell !== null) {
      if (this.#cell.length < MAX_CELL) this.#cell += piece.slice(0, MAX_CELL);
      return;
    }
    this.#loose(piece, line);
  }

  #endCell(): void {
    if (this.#cell !== null && this.#cells !== null && this.#cells.length < MAX_CELLS)
      this.#cells.push(this.#cell.replace(/\s+/g, ' ').trim());
    this.#cell = null;
  }

  #endRow(): void {
    this.#endCell();
    const cells = this.#cells;
    this.#cells = null;
    if (cells === null || cells.length === 0) return;
    if (this.#columns === null) {
      const columns = cells.map((cell) => fieldOf(cell));
      if (columns.some((field) => field?.kind === 'host') && !cells.some((cell) => canonicalIp(cell) !== null)) {
        this.#columns = columns;
        return;
      }
    }
    if (this.#columns === null) this.#bareRow(cells);
    // Rows of another width are advertisements and footers.
    else if (cells.length >= this.#columns.length) this.#row(cells, this.#columns);
  }

  #row(cells: readonly string[], columns: readonly (Field | undefined)[]): void {
    this.#record.clear();
    for (const [index, field] of columns.entries())
      if (field !== undefined) this.#record.set(field, cells[index] ?? '');
    this.#take(cells);
  }

  /** A table that does not say what its columns are: an address, then a port; or both in one cell. */
  #bareRow(cells: readonly string[]): void {
    this.#record.clear();
    const host = cells.findIndex((cell) => canonicalIp(cell) !== null);
    if (host >= 0) {
      this.#record.set({ kind: 'host', rank: 0 }, cells[host]!);
      const port = cells.slice(host + 1).find((cell) => /^\d{1,6}$/.test(cell));
      if (port === undefined) return; // an address without a port: a page's own text
      this.#record.set({ kind: 'port' }, port);
    } else {
      const whole = cells.find((cell) => namesAddress(cell));
      if (whole === undefined) return;
      this.#record.set({ kind: 'host', rank: 0 }, whole);
    }
    for (const cell of cells)
      if (/^(?:https?|socks[45]?[ah]?|ssl)(?:[\s,/+&|]+(?:https?|socks[45]?[ah]?|ssl))*$/i.test(cell))
        this.#record.set({ kind: 'protocol' }, cell);
    this.#take(cells);
  }

  #take(cells: readonly string[]): void {
    const entry = this.#record.entry();
    if (entry === null) this.#builder.refuse(this.#rowLine, cells.join(' '), 'no address in it');
    else if (typeof entry === 'string') this.#builder.refuse(this.#rowLine, this.#record.describe(), entry);
    else this.#builder.entry(entry, this.#rowLine, this.#record.describe());
  }

  #loose(piece: string, line: number): void {
    if (piece.length > MAX_CELL || !piece.includes(':')) return;
    const text = piece.trim();
    if (namesAddress(text)) this.#builder.text(text, line);
  }
}
