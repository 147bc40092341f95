/**
 * Text as bytes of UTF-8, appended piece by piece to one buffer that is used again and again: for what is written so often
 * that strings of it would be most of the garbage. Used by the pool and the store; it does no IO.
 */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SPACE = 0x20;
const DELETE = 0x7f;
const ZERO = 0x30;
const POINT = 0x2e;

/** Bytes that any of the short pieces take at most. */
const SHORT = 32;
/** Digits that are written with 32-bit arithmetic. */
const LOW_DIGITS = 7;
const LOW = 10 ** LOW_DIGITS;
const POWERS = Array.from({ length: 16 }, (_, power) => 10 ** power);
const BASE64 = Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');
const PADDING = 0x3d;

export class ByteText {
  #bytes: Buffer<ArrayBuffer>;
  #length = 0;

  /** @param room bytes that it takes without growing */
  constructor(room: number) {
    this.#bytes = Buffer.allocUnsafeSlow(Math.max(room, SHORT));
  }

  get length(): number {
    return this.#length;
  }

  /** Bytes that it holds without growing. */
  get room(): number {
    return this.#bytes.length;
  }

  /** What is there, until something else is done with it. */
  view(from = 0, to = this.#length): Buffer<ArrayBuffer> {
    return this.#bytes.subarray(from, to);
  }

  /** Forgets what comes after the first bytes. */
  cut(length: number): void {
    this.#length = length;
  }

  byte(code: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = code;
  }

  /** Whatever text. */
  text(text: string): void {
    this.#reserve(text.length * 3);
    const bytes = this.#bytes;
    let at = this.#length;
    for (let i = 0; i < text.length; i += 1) {
      const code = text.charCodeAt(i);
      if (code >= DELETE) {
        this.#length += bytes.write(text, this.#length);
        return;
      }
      bytes[at++] = code;
    }
    this.#length = at;
  }

  /** Takes ready bytes over. */
  add(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** A text as JSON has it. */
  json(text: string): void {
    this.#reserve(text.length + 2);
    const bytes = this.#bytes;
    let at = this.#length;
    bytes[at++] = QUOTE;
    for (let i = 0; i < text.length; i += 1) {
      const code = text.charCodeAt(i);
      if (code < SPACE || code >= DELETE || code === QUOTE || code === BACKSLASH)
        return this.text(JSON.stringify(text));
      bytes[at++] = code;
    }
    bytes[at++] = QUOTE;
    this.#length = at;
  }

  /** A number as JSON has it; whole ones that are not below 0 are quick. */
  number(value: number): void {
    if (!Number.isSafeInteger(value) || value < 0) return this.text(JSON.stringify(value));
    this.#reserve(SHORT);
    if (value < LOW) return this.#digits(value, digitsOf(value));
    // Whole numbers of 32 bits are divided several times faster than others.
    const high = Math.floor(value / LOW) | 0;
    this.#digits(high, digitsOf(high));
    this.#digits((value - high * LOW) | 0, LOW_DIGITS);
  }

  /** `scaled` / 10 ** `decimals` without zeros at its end; both whole, at most 14 decimals. */
  decimal(scaled: number, decimals: number): void {
    const power = POWERS[decimals]!;
    const whole = Math.floor(scaled / power);
    this.number(whole);
    const rest = scaled - whole * power;
    if (rest === 0) return;
    this.byte(POINT);
    this.#reserve(SHORT);
    const high = decimals > LOW_DIGITS ? Math.floor(rest / LOW) | 0 : 0;
    if (decimals > LOW_DIGITS) this.#digits(high, decimals - LOW_DIGITS);
    this.#digits((rest - high * LOW) | 0, Math.min(decimals, LOW_DIGITS));
    while (this.#bytes[this.#length - 1] === ZERO) this.#length -= 1;
  }

  /** The first bytes of an array in base64. */
  base64(from: Uint8Array, length: number): void {
    this.#reserve(Math.ceil(length / 3) * 4);
    const bytes = this.#bytes;
    let at = this.#length;
    for (let i = 0; i < length; i += 3) {
      const triple = (from[i]! << 16) | (i + 1 < length ? from[i + 1]! << 8 : 0) | (i + 2 < length ? from[i + 2]! : 0);
      bytes[at] = BASE64[triple >>> 18]!;
      bytes[at + 1] = BASE64[(triple >>> 12) & 63]!;
      bytes[at + 2] = i + 1 < length ? BASE64[(triple >>> 6) & 63]! : PADDING;
      bytes[at + 3] = i + 2 < length ? BASE64[triple & 63]! : PADDING;
      at += 4;
    }
    this.#length = at;
  }

  /** @param value below 2 ** 31 */
  #digits(value: number, count: number): void {
    const bytes = this.#bytes;
    const begin = this.#length;
    let left = value | 0;
    for (let at = begin + count - 1; at >= begin; at -= 1) {
      const rest = (left / 10) | 0;
      bytes[at] = ZERO + left - rest * 10;
      left = rest;
    }
    this.#length = begin + count;
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const bytes = Buffer.allocUnsafeSlow(Math.max(this.#length + more, this.#bytes.length * 2));
    this.#bytes.copy(bytes, 0, 0, this.#length);
    this.#bytes = bytes;
  }
}

function digitsOf(value: number): number {
  let digits = 1;
  for (let left = (value / 10) | 0; left > 0; left = (left / 10) | 0) digits += 1;
  return digits;
}
