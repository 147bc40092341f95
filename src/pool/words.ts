/**
 * Values that come again and again in one column of a file, found by their bytes: what is met for the second time is
 * neither decoded nor parsed. Used by the packer of rows.
 */

/** More different ones than this are not remembered. */
const WORDS_KEPT = 16_384;
const SLOTS = WORDS_KEPT * 2;
/** Longer ones seldom come again. */
const LONGEST = 96;

/** Values by word; none of them is undefined. */
export class Words<V> {
  /** Numbers + 1; 0 = free. */
  readonly #table = new Uint16Array(SLOTS);
  readonly #bytes: Uint8Array[] = [];
  readonly #values: V[] = [];

  /** @param hash of the bytes, any function of them @returns undefined when it was not met before */
  find(bytes: Uint8Array, from: number, to: number, hash: number): V | undefined {
    for (let place = homeOf(hash); ; place = (place + 1) % SLOTS) {
      const number = this.#table[place]! - 1;
      if (number < 0) return undefined;
      if (isSame(this.#bytes[number]!, bytes, from, to)) return this.#values[number];
    }
  }

  /** Remembers one that was not met before, if there is room. */
  add(bytes: Uint8Array, from: number, to: number, hash: number, value: V): void {
    if (this.#values.length === WORDS_KEPT || to - from > LONGEST) return;
    let place = homeOf(hash);
    while (this.#table[place] !== 0) place = (place + 1) % SLOTS;
    this.#values.push(value);
    this.#table[place] = this.#bytes.push(bytes.slice(from, to));
  }
}

function homeOf(hash: number): number {
  return Math.imul(hash, 0x9e37_79b1) >>> 17;
}

function isSame(word: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  if (word.length !== to - from) return false;
  for (let i = 0; i < word.length; i += 1) if (word[i] !== bytes[from + i]) return false;
  return true;
}
