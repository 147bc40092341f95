/**
 * A column of a file whose values are words with a number each: what they mean, the readers of src/pool/image-fields.ts say
 * once a word. Used by the packer of rows.
 */
import type { ReadInto, Reader } from './image-fields.ts';
import type { PackedColumn } from './packed-rows.ts';
import type { PlainValues } from './plain-values.ts';
import { NUMBER, type RowScanner } from './row-scanner.ts';
import { Words } from './words.ts';

// Own ones: src/pool/row-scanner.ts says why.
const COMMA = 0x2c;
const ZERO = 0x30;
const CLOSE_LIST = 0x5d;

export class CodedColumn {
  /** Of the last value. */
  code = 0;
  readonly #column: PackedColumn;
  readonly #read: Reader;
  readonly #words = new Words<number>();
  /** Where the last word stands, which is no number: most rows have that of the row before. */
  #from = 0;
  #to = 0;
  #codeThere = 0;

  /** @param column that the reader writes, and nothing else */
  constructor(column: PackedColumn, read: Reader) {
    this.#column = column;
    this.#read = read;
  }

  /** Other bytes are going to be read. */
  forget(): void {
    this.#to = this.#from = 0;
  }

  /** Reads the value that begins there. @returns where it ends; {@link code} says what it is @throws NoRow */
  take(scanner: RowScanner, plain: PlainValues, at: number, into: ReadInto, slot: number): number {
    const again = plain.again(at, this.#from, this.#to);
    if (again >= 0) {
      this.code = this.#codeThere;
      return again;
    }
    const { bytes } = plain;
    if (bytes[at] === ZERO && (bytes[at + 1] === COMMA || bytes[at + 1] === CLOSE_LIST)) {
      this.code = 0;
      return at + 1;
    }
    const to = scanner.value(at);
    if (scanner.kind === NUMBER) this.code = scanner.number === 0 ? 0 : this.#codeOf(scanner.number, into, slot);
    else this.#look(scanner, to, into, slot);
    return to;
  }

  #look(scanner: RowScanner, to: number, into: ReadInto, slot: number): void {
    const { bytes, from, hash } = scanner;
    const known = this.#words.find(bytes, from, to, hash);
    if (known === undefined) {
      this.code = this.#codeOf(scanner.valueOf(to), into, slot);
      this.#words.add(bytes, from, to, hash, this.code);
    } else this.code = known;
    this.#from = from;
    this.#to = to;
    this.#codeThere = this.code;
  }

  #codeOf(value: unknown, into: ReadInto, slot: number): number {
    this.#read(into, slot, value);
    return into.columns[this.#column][slot]!;
  }
}
