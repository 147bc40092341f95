/**
 * Reads the values of rows into a batch, whatever the columns of a file are and whatever stands in them: numbers as they
 * are, words by what is remembered of them, the rest by the readers of src/pool/image-fields.ts. Used by the packer of rows.
 */
import type { BatchFill } from './batch-fill.ts';
import { FLAG } from './columns.ts';
import { LAST_ID, readText, readWhole } from './image-fields.ts';
import { PlainValues } from './plain-values.ts';
import type { Field } from './row-plan.ts';
import { CLOSE_LIST, NoRow, NUMBER, RowScanner, TEXT } from './row-scanner.ts';
import { timelineOf } from './timeline-text.ts';
import { Words } from './words.ts';

export class RowFields {
  readonly scanner = new RowScanner();
  readonly plain = new PlainValues();
  readonly #fill: BatchFill;
  readonly #words = new Words<{ readonly value: unknown }>();
  /** Of the row that is read. */
  #hasHost = false;
  /** Its timeline, which is read last: it depends on other columns. */
  #kind = NUMBER;
  #from = 0;
  #to = 0;

  constructor(fill: BatchFill) {
    this.#fill = fill;
  }

  /** @returns where the first row begins @throws NoRow */
  begin(bytes: Uint8Array<ArrayBuffer>, from: number, to: number): number {
    const at = this.scanner.begin(bytes, from, to);
    this.plain.bytes = this.scanner.bytes;
    return at;
  }

  /** Reads a row. @returns where it ends @throws NoRow */
  row(fields: readonly Field[], begin: number, slot: number): number {
    // First of all, so that nothing is remembered of a row that has no key.
    this.#readKey(fields, begin, slot);
    let at = begin;
    for (let column = 0; ; column += 1) {
      if (column === fields.length) throw new NoRow('a row has too many values');
      at = this.scanner.separator(this.#isRow(slot) ? this.value(fields[column]!, at, slot) : this.scanner.value(at));
      if (this.scanner.bytes[at] === CLOSE_LIST) return at + 1;
      at = this.scanner.space(at + 1);
    }
  }

  #readKey(fields: readonly Field[], begin: number, slot: number): void {
    let at = begin;
    for (const field of fields) {
      const to = isKey(field) ? this.value(field, at, slot) : this.scanner.value(at);
      at = this.scanner.separator(to);
      if (this.#isRow(slot) || this.scanner.bytes[at] === CLOSE_LIST) return;
      at = this.scanner.space(at + 1);
    }
  }

  #isRow(slot: number): boolean {
    const { id, port } = this.#fill.into.columns;
    return this.#hasHost && id[slot] !== 0 && port[slot] !== 0;
  }

  /** Goes over a row. @returns where it ends @throws NoRow */
  pass(begin: number): number {
    let at = begin;
    for (;;) {
      at = this.scanner.separator(this.scanner.value(at));
      if (this.scanner.bytes[at] === CLOSE_LIST) return at + 1;
      at = this.scanner.space(at + 1);
    }
  }

  /** Forgets a row that was begun. */
  drop(slot: number): void {
    this.#fill.drop(slot);
    this.#hasHost = false;
    this.#kind = NUMBER;
  }

  /** Ends a row. @returns whether it is that of a proxy; else nothing is left of it */
  end(slot: number): boolean {
    const isRow = this.#isRow(slot);
    if (!isRow) this.#fill.drop(slot);
    else if (this.#kind !== NUMBER && this.#fill.into.columns.passes[slot] !== 0) this.#timeline(slot);
    this.#hasHost = false;
    this.#kind = NUMBER;
    return isRow;
  }

  /** Reads the value that begins there. @returns where it ends @throws NoRow */
  value(field: Field, at: number, slot: number): number {
    const { scanner, plain } = this;
    if (field.use === 'coded') {
      const to = field.coded.take(scanner, plain, at, this.#fill.into, slot);
      field.target[slot] = field.coded.code;
      return to;
    }
    if (field.use === 'latencies') {
      const to = this.#fill.details.latencies(plain, at);
      if (to >= 0) return to;
    }
    const to = scanner.value(at);
    if (scanner.kind === NUMBER) this.#number(field, slot, scanner.number);
    else this.#word(field, slot, to);
    return to;
  }

  /** An address that was read already. */
  ipv4(slot: number, address: number): void {
    this.#fill.into.columns.host[slot] = address;
    this.#hasHost = true;
  }

  #number(field: Field, slot: number, value: number): void {
    // Also -0, which columns of times would keep.
    if (value === 0) return;
    const { columns: c } = this.#fill.into;
    switch (field.use) {
      case 'id':
        c.id[slot] = readWhole(value, LAST_ID);
        return;
      case 'port':
        c.port[slot] = readWhole(value, 65_535);
        return;
      case 'whole':
        field.target[slot] = readWhole(value, field.most);
        return;
      case 'none':
      case 'host':
      case 'user':
      case 'password':
      case 'timeline':
        return;
      default:
        this.#read(field, slot, value);
    }
  }

  #word(field: Field, slot: number, to: number): void {
    const { scanner } = this;
    switch (field.use) {
      case 'host':
        return this.#host(slot, to);
      case 'timeline':
        this.#kind = scanner.kind;
        this.#from = scanner.from;
        this.#to = to;
        return;
      case 'word': {
        const { bytes, from, hash } = scanner;
        let known = this.#words.find(bytes, from, to, hash);
        if (known === undefined) this.#words.add(bytes, from, to, hash, (known = { value: scanner.valueOf(to) }));
        return field.read(this.#fill.into, slot, known.value);
      }
      case 'none':
      case 'id':
      case 'port':
      case 'whole':
        return;
      default:
        this.#read(field, slot, scanner.valueOf(to));
    }
  }

  #host(slot: number, to: number): void {
    const { scanner, plain } = this;
    if (plain.ipv4(scanner.from) === to) return this.ipv4(slot, plain.number);
    const text = this.#textOf(scanner.valueOf(to));
    if (text === 0) return;
    const { columns: c } = this.#fill.into;
    c.host[slot] = text - 1;
    c.flags[slot]! |= FLAG.oddHost;
    this.#hasHost = true;
  }

  #read({ name, use, read }: Field, slot: number, value: unknown): void {
    const { into, details } = this.#fill;
    if (use === 'exit') details.exit(this.#textOf(value));
    else if (use === 'changed') details.changed(this.#textOf(value));
    else if (use === 'user') into.columns.user[slot] = this.#textOf(value);
    else if (use === 'password') into.columns.password[slot] = this.#textOf(value);
    else if (use === 'rest') this.#fill.rest(slot, name, value);
    else read(into, slot, value);
  }

  #timeline(slot: number): void {
    const { scanner } = this;
    if (this.#kind === TEXT && this.#fill.timeline(slot, scanner.bytes, this.#from + 1, this.#to - 1)) return;
    const text = readText(scanner.wordAt(this.#kind, this.#from, this.#to)) ?? '';
    const { columns, timelines } = this.#fill.into;
    timelines.restore(slot, timelineOf(text, columns.checkedAt[slot]!));
  }

  /** @returns the number of a text + 1; 0 for anything else */
  #textOf(value: unknown): number {
    const text = readText(value);
    return text === null ? 0 : this.#fill.textOf(text);
  }
}

function isKey({ use }: Field): boolean {
  return use === 'id' || use === 'host' || use === 'port';
}
