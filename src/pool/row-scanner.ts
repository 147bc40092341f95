/**
 * Reads rows of JSON values straight from bytes, one value at a time: numbers as numbers, and of everything else where it
 * stands, so that a text that comes again and again is looked up by its bytes instead of being made again. Used by the
 * packer of rows; it takes any valid JSON, and of what is none only what could be mistaken for a row is refused.
 */

// Each file that loops over bytes has its own of these: compiled code reads what another module exports anew each time, and
// packing takes 6 to 10 % longer (docs/decisions/0018).
const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const DOT = 0x2e;
const ZERO = 0x30;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
export const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const SPACE = 0x20;
const NOT_ASCII = 0x80;
/** Digits that a double carries exactly. */
const EXACT_DIGITS = 15;
export const POWERS = Array.from({ length: EXACT_DIGITS + 1 }, (_, i) => 10 ** i);

export class NoRow extends Error {}

/** Kinds of a value. `text` = a string of ASCII without escapes, and without what would have to be one. */
export const NUMBER = 0;
export const TEXT = 1;
export const OTHER = 2;

export class RowScanner {
  /** The last value, where it was a number. NaN at first: so the engine never takes it for a field of small integers. */
  number = Number.NaN;
  kind = NUMBER;
  /** Where the last value began. */
  from = 0;
  /** Of the bytes of the last value, where it was no number. */
  hash = 0;
  bytes: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  #given: Uint8Array | null = null;
  #buffer: Buffer<ArrayBuffer> = Buffer.alloc(0);
  #end = 0;

  /** The list of rows that begins and ends there is read next. @returns where its rows begin @throws NoRow */
  begin(bytes: Uint8Array<ArrayBuffer>, from: number, to: number): number {
    if (bytes !== this.#given) {
      this.#given = bytes;
      const { buffer, byteOffset, byteLength } = bytes;
      // Of one class, whatever it was: what is read a million times is then read in one way.
      this.bytes = new Uint8Array(buffer, byteOffset, byteLength);
      this.#buffer = Buffer.from(buffer, byteOffset, byteLength);
    }
    this.#end = to;
    return this.#expect(OPEN_LIST, from);
  }

  /** @returns where the first value of the next row is; -1 at the end of the list @throws NoRow */
  row(begin: number): number {
    let at = this.space(begin);
    if (this.bytes[at] === COMMA) at = this.space(at + 1);
    if (at >= this.#end) throw new NoRow('the rows have no end');
    if (this.bytes[at] !== CLOSE_LIST) return this.#expect(OPEN_LIST, at);
    // A bracket too many would hide all rows behind it.
    if (this.space(at + 1) < this.#end) throw new NoRow('the rows end too early');
    return -1;
  }

  /** Reads the value that begins there. @returns where it ends @throws NoRow */
  value(at: number): number {
    this.from = at;
    const first = this.bytes[at]!;
    if (first === QUOTE) return this.#text(at);
    if (first === MINUS || (first >= ZERO && first <= ZERO + 9)) return this.#number(at);
    return this.#other(at);
  }

  /** The last value, which ended there, as JSON.parse gives it. @throws NoRow */
  valueOf(to: number): unknown {
    return this.kind === NUMBER ? this.number : this.wordAt(this.kind, this.from, to);
  }

  /** A value that is no number, by its kind. @throws NoRow */
  wordAt(kind: number, from: number, to: number): unknown {
    return kind === TEXT ? this.#buffer.toString('latin1', from + 1, to - 1) : this.#parsed(from, to);
  }

  /** @returns where the comma or bracket after a value is @throws NoRow */
  separator(end: number): number {
    const at = this.bytes[end]! <= SPACE ? this.space(end) : end;
    const byte = this.bytes[at];
    if (byte !== COMMA && byte !== CLOSE_LIST) throw new NoRow('a row has no end');
    return at;
  }

  /** @returns where what is no space follows */
  space(begin: number): number {
    let at = begin;
    while (this.bytes[at]! <= SPACE && at < this.#end) at += 1;
    return at;
  }

  #expect(byte: number, begin: number): number {
    const at = this.space(begin);
    if (at >= this.#end || this.bytes[at] !== byte) throw new NoRow('there is no row');
    return this.space(at + 1);
  }

  #number(from: number): number {
    const { bytes } = this;
    this.kind = NUMBER;
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
    const isPlain = digits > 0 && digits <= EXACT_DIGITS && (bytes[at]! | SPACE) !== 0x65;
    if (!isPlain) return this.#anyNumber(from);
    this.number = decimals > 0 ? value / POWERS[decimals]! : value;
    return at;
  }

  /** Signs, exponents and many digits: rare, and not worth being right about here. */
  #anyNumber(from: number): number {
    let at = from;
    while (at < this.#end && isNumberByte(this.bytes[at]!)) at += 1;
    this.number = this.#parsed(from, at) as number;
    return at;
  }

  #text(from: number): number {
    const { bytes } = this;
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
      } else if (((byte - SPACE) & 0xff) >= NOT_ASCII - SPACE) kind = OTHER;
      hash = (Math.imul(hash, 31) + byte) | 0;
    }
    this.kind = kind;
    this.hash = hash;
    return at + 1;
  }

  /** Lists, objects, true, false and null. */
  #other(from: number): number {
    const { bytes } = this;
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
    this.kind = OTHER;
    this.hash = hash;
    return at;
  }

  #parsed(from: number, to: number): unknown {
    try {
      return JSON.parse(this.#buffer.toString('utf8', from, to));
    } catch {
      throw new NoRow('a value cannot be read');
    }
  }
}

function isNumberByte(byte: number): boolean {
  // Digits, signs, a dot and the letter of an exponent.
  return (
    (byte >= ZERO && byte <= ZERO + 9) || byte === MINUS || byte === 0x2b || byte === DOT || (byte | SPACE) === 0x65
  );
}
