/**
 * Reads values of rows in the form that RefBot gives them, and nothing else: what looks different in any way is left to
 * src/pool/row-scanner.ts. Every reader is told where a value begins and returns where it ends, -1 where it is not of that
 * form; what comes after it is for the caller to look at. Used by the packer of rows.
 */
import { POWERS } from './row-scanner.ts';

// Own ones: src/pool/row-scanner.ts says why.
const QUOTE = 0x22;
const DOT = 0x2e;
const ZERO = 0x30;
const SMALL_DIGITS = 9;
const EXACT_DIGITS = 15;

export class PlainValues {
  bytes: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  /** The last number. NaN at first: so the engine never takes it for a field of small integers. */
  number = Number.NaN;

  /** A whole number of up to fifteen digits. */
  whole(from: number): number {
    const { bytes } = this;
    let value = 0;
    let at = from;
    // The small integers of the engine carry nine digits.
    for (const end = from + SMALL_DIGITS; at < end; at += 1) {
      const digit = bytes[at]! - ZERO;
      if (!(digit >= 0 && digit <= 9)) break;
      value = (value * 10 + digit) | 0;
    }
    if (at - from === SMALL_DIGITS) return this.#restOfWhole(at, value);
    this.number = value;
    return at === from ? -1 : at;
  }

  #restOfWhole(from: number, begin: number): number {
    const { bytes } = this;
    let value = 0;
    let at = from;
    for (const end = from + EXACT_DIGITS - SMALL_DIGITS; at < end; at += 1) {
      const digit = bytes[at]! - ZERO;
      if (!(digit >= 0 && digit <= 9)) break;
      value = (value * 10 + digit) | 0;
    }
    this.number = begin * POWERS[at - from]! + value;
    return at;
  }

  /** A number that may have a dot. */
  decimal(from: number): number {
    const { bytes } = this;
    const dot = this.whole(from);
    if (dot < 0 || bytes[dot] !== DOT) return dot;
    const before = this.number;
    const to = this.whole(dot + 1);
    if (to < 0 || to - from > EXACT_DIGITS) return -1;
    const scale = POWERS[to - dot - 1]!;
    this.number = (before * scale + this.number) / scale;
    return to;
  }

  /** An address as `parseIpv4` of src/lib/address.ts takes it, in quotes. */
  ipv4(from: number): number {
    const { bytes } = this;
    if (bytes[from] !== QUOTE) return -1;
    let address = 0;
    let at = from + 1;
    for (let dots = 0; dots < 4; dots += 1) {
      const begin = at;
      let part = 0;
      for (; at < begin + 3; at += 1) {
        const digit = bytes[at]! - ZERO;
        if (!(digit >= 0 && digit <= 9)) break;
        part = part * 10 + digit;
      }
      if (at === begin || part > 255 || bytes[at] !== (dots === 3 ? QUOTE : DOT)) return -1;
      address = (address << 8) | part;
      at += 1;
    }
    this.number = address >>> 0;
    return at;
  }

  /** The same bytes that stand between two other places. */
  again(begin: number, from: number, to: number): number {
    const { bytes } = this;
    let at = begin;
    for (let other = from; other < to; other += 1, at += 1) if (bytes[at] !== bytes[other]) return -1;
    return from === to ? -1 : at;
  }

  /** These bytes. */
  word(begin: number, word: Uint8Array): number {
    for (let i = 0; i < word.length; i += 1) if (this.bytes[begin + i] !== word[i]) return -1;
    return begin + word.length;
  }
}
