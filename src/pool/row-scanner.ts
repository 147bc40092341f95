/**
 * Reads rows of JSON values straight from bytes, one at a time: numbers as numbers, and of everything else where it
 * stands, so that a text that comes again and again is looked up by its bytes instead of being made again. Used by the
 * packer of rows; it takes any valid JSON, and of what is none only what could be mistaken for a row is refused.
 */

const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const DOT = 0x2e;
const ZERO = 0x30;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const SPACE = 0x20;
const NOT_ASCII = 0x80;
/** Digits that a sum of doubles carries exactly. */
const EXACT_DIGITS = 15;
/** Names of {@link numberList}: those of protocols, hardly ever another. */
const NAMES_KEPT = 8;
const LONGEST_NAME = 32;
const names: string[] = [];
const POWERS = Array.from({ length: EXACT_DIGITS + 1 }, (_, i) => 10 ** i);

export class NoRow extends Error {}

/** Kinds of a value. `text` = a string of ASCII without escapes. */
export const NUMBER = 0;
export const TEXT = 1;
export const OTHER = 2;

export class RowScanner {
  /** Of the last row, by column. */
  readonly kinds: Uint8Array;
  readonly numbers: Float64Array;
  /** Bytes of values that are no numbers, quotes included, and a hash of them. */
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  readonly hashes: Int32Array;
  /** Values of the last row. */
  length = 0;
  /** Where the next row, or the end of the list, is looked for. */
  at = 0;
  readonly #width: number;
  #bytes: Uint8Array = new Uint8Array(0);
  #buffer: Buffer = Buffer.alloc(0);
  #end = 0;

  /** @param width values of a row at most */
  constructor(width: number) {
    this.#width = width;
    this.kinds = new Uint8Array(width);
    this.numbers = new Float64Array(width);
    this.from = new Uint32Array(width);
    this.to = new Uint32Array(width);
    this.hashes = new Int32Array(width);
  }

  /** The list of rows that begins and ends there is read next. @throws NoRow */
  begin(bytes: Uint8Array<ArrayBuffer>, from: number, to: number): void {
    if (bytes !== this.#bytes) this.#buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#bytes = bytes;
    this.#end = to;
    this.at = from;
    this.#expect(OPEN_LIST);
  }

  /** Reads the next row. @returns false at the end of the list @throws NoRow */
  next(): boolean {
    const bytes = this.#bytes;
    this.#space();
    if (bytes[this.at] === COMMA) {
      this.at += 1;
      this.#space();
    }
    if (bytes[this.at] === CLOSE_LIST) return false;
    this.#expect(OPEN_LIST);
    let column = 0;
    for (;;) {
      if (column === this.#width) throw new NoRow('a row has too many values');
      this.#value(column);
      column += 1;
      this.#space();
      const next = bytes[this.at];
      this.at += 1;
      if (next === CLOSE_LIST) break;
      if (next !== COMMA) throw new NoRow('a row has no end');
    }
    this.length = column;
    return true;
  }

  /** A value of the last row that is no number. */
  textOf(column: number): string {
    return this.#buffer.toString('latin1', this.from[column]! + 1, this.to[column]! - 1);
  }

  /** A value of the last row, as JSON.parse gives it. @throws NoRow */
  valueOf(column: number): unknown {
    if (this.kinds[column] === NUMBER) return this.numbers[column];
    if (this.kinds[column] === TEXT) return this.textOf(column);
    return this.#parsed(this.from[column]!, this.to[column]!);
  }

  get bytes(): Uint8Array {
    return this.#bytes;
  }

  #space(): void {
    while (this.at < this.#end && this.#bytes[this.at]! <= SPACE) this.at += 1;
  }

  #expect(byte: number): void {
    this.#space();
    if (this.at >= this.#end || this.#bytes[this.at] !== byte) throw new NoRow('there is no row');
    this.at += 1;
  }

  #value(column: number): void {
    this.#space();
    const first = this.#bytes[this.at]!;
    if (first === QUOTE) this.#text(column);
    else if (first === MINUS || (first >= ZERO && first <= ZERO + 9)) this.#number(column);
    else this.#other(column);
  }

  #number(column: number): void {
    const bytes = this.#bytes;
    const from = this.at;
    let at = from;
    let value = 0;
    let digits = 0;
    let decimals = -1;
    for (; ; at += 1) {
      const byte = bytes[at]!;
      if (byte >= ZERO && byte <= ZERO + 9) {
        value = value * 10 + byte - ZERO;
        digits += 1;
        if (decimals >= 0) decimals += 1;
      } else if (byte === DOT && decimals < 0) decimals = 0;
      else break;
    }
    if (at > this.#end) throw new NoRow('a number has no end');
    const isPlain = digits > 0 && digits <= EXACT_DIGITS && (bytes[at]! | SPACE) !== 0x65;
    if (isPlain) {
      this.numbers[column] = decimals > 0 ? value / POWERS[decimals]! : value;
    } else {
      // Signs, exponents and many digits: rare, and not worth being right about here.
      at = from;
      while (at < this.#end && isNumberByte(bytes[at]!)) at += 1;
      this.numbers[column] = this.#parsed(from, at) as number;
    }
    this.kinds[column] = NUMBER;
    this.at = at;
  }

  #text(column: number): void {
    const bytes = this.#bytes;
    const from = this.at;
    let at = from + 1;
    let hash = 0;
    let kind = TEXT;
    for (; ; at += 1) {
      const byte = bytes[at]!;
      if (byte === QUOTE) break;
      if (at >= this.#end) throw new NoRow('a text has no end');
      if (byte === BACKSLASH) {
        kind = OTHER;
        at += 1;
      } else if (byte >= NOT_ASCII) kind = OTHER;
      hash = (Math.imul(hash, 31) + byte) | 0;
    }
    this.#keep(column, kind, from, at + 1, hash);
  }

  /** Lists, objects, true, false and null. */
  #other(column: number): void {
    const bytes = this.#bytes;
    const from = this.at;
    let at = from;
    let depth = 0;
    let hash = 0;
    for (; at < this.#end; at += 1) {
      const byte = bytes[at]!;
      if (byte === QUOTE) {
        for (at += 1; at < this.#end && bytes[at] !== QUOTE; at += 1) {
          if (bytes[at] === BACKSLASH) at += 1;
          hash = (Math.imul(hash, 31) + bytes[at]!) | 0;
        }
      } else if (byte === OPEN_LIST || byte === OPEN_OBJECT) depth += 1;
      else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) {
        if (depth === 0) break;
        depth -= 1;
      } else if (byte === COMMA && depth === 0) break;
      hash = (Math.imul(hash, 31) + byte) | 0;
    }
    if (at === from) throw new NoRow('a value is missing');
    this.#keep(column, OTHER, from, at, hash);
  }

  #parsed(from: number, to: number): unknown {
    const short = numberList(this.#bytes, from, to);
    if (short !== null) return short;
    try {
      return JSON.parse(this.#buffer.toString('utf8', from, to));
    } catch {
      throw new NoRow('a value cannot be read');
    }
  }

  #keep(column: number, kind: number, from: number, to: number, hash: number): void {
    this.kinds[column] = kind;
    this.from[column] = from;
    this.to[column] = to;
    this.hashes[column] = hash;
    this.at = to;
  }
}

function isNumberByte(byte: number): boolean {
  // Digits, signs, a dot and the letter of an exponent.
  return (
    (byte >= ZERO && byte <= ZERO + 9) || byte === MINUS || byte === 0x2b || byte === DOT || (byte | SPACE) === 0x65
  );
}

/**
 * `{"name":[1,2.5,…]}` as JSON.parse gives it: what most proxies that work have, and half the time of their rows.
 * @returns null for anything else
 */
function numberList(bytes: Uint8Array, from: number, to: number): Readonly<Record<string, readonly number[]>> | null {
  let at = from + 2;
  if (bytes[from] !== OPEN_OBJECT || bytes[from + 1] !== QUOTE || bytes[to - 1] !== CLOSE_OBJECT) return null;
  while (isNameByte(bytes[at]!)) at += 1;
  const nameEnd = at;
  if (nameEnd - from > LONGEST_NAME) return null;
  if (bytes[at] !== QUOTE || bytes[at + 1] !== COLON || bytes[at + 2] !== OPEN_LIST) return null;
  at += 3;
  const list: number[] = [];
  for (;;) {
    let value = 0;
    let digits = 0;
    let decimals = -1;
    const begin = at;
    for (; ; at += 1) {
      const byte = bytes[at]!;
      if (byte >= ZERO && byte <= ZERO + 9) {
        value = value * 10 + byte - ZERO;
        digits += 1;
        if (decimals >= 0) decimals += 1;
      } else if (byte === DOT && decimals < 0 && digits > 0) decimals = 0;
      else break;
    }
    // Neither a number that begins with 0, like 0.5 or 007, nor one that ends with its dot.
    if (digits === 0 || digits > EXACT_DIGITS || decimals === 0 || bytes[begin] === ZERO) return null;
    list.push(decimals > 0 ? value / POWERS[decimals]! : value);
    if (bytes[at] !== COMMA) break;
    at += 1;
  }
  return bytes[at] === CLOSE_LIST && at + 2 === to ? { [nameAt(bytes, from + 2, nameEnd)]: list } : null;
}

/** The same text for the same name: as a key it is found at once, where a new one has to be looked up. */
function nameAt(bytes: Uint8Array, from: number, to: number): string {
  for (const name of names) {
    if (name.length !== to - from) continue;
    let i = 0;
    while (i < name.length && name.charCodeAt(i) === bytes[from + i]) i += 1;
    if (i === name.length) return name;
  }
  const name = String.fromCharCode(...bytes.subarray(from, to));
  if (names.length < NAMES_KEPT) names.push(name);
  return name;
}

/** Small letters and digits: no name that means something else as a key (`__proto__`). */
function isNameByte(byte: number): boolean {
  return (byte >= 0x61 && byte <= 0x7a) || (byte >= ZERO && byte <= ZERO + 9);
}
