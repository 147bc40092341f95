/**
 * A block of rows as a text for the state file: column after column, each number as its difference to the one before,
 * in as few bytes as it needs, runs of equal ones as their length, a checksum; base64. Used by metrics-series.ts.
 */
import { crc32 } from 'node:zlib';
import { MOST, SECONDS, WIDTH } from './metrics-row.ts';

/** Of a number: six groups of seven bits hold the greatest difference, and its sign. */
const LONGEST = 6;
/** Of the checksum. */
const SEAL = 4;

export function blockText(number: number, rows: Float64Array): string {
  const size = rows.length / WIDTH;
  const places = Array.from({ length: size }, (_, i) => i).filter((i) => rows[i * WIDTH + SECONDS] !== 0);
  const bytes = Buffer.allocUnsafe(LONGEST * (2 + places.length * (WIDTH + 1)) * 2 + SEAL);
  let length = 0;
  const put = (value: number): void => {
    for (; value > 127; value = Math.floor(value / 128)) bytes[length++] = (value % 128) | 128;
    bytes[length++] = value;
  };
  const putAll = (values: readonly number[]): void => {
    let before = 0;
    for (let i = 0; i < values.length;) {
      const step = values[i]! - before;
      before = values[i]!;
      put(step >= 0 ? step * 2 : -step * 2 - 1);
      i += 1;
      if (step !== 0) continue;
      const from = i;
      while (i < values.length && values[i] === before) i += 1;
      put(i - from);
    }
  };
  put(number);
  put(places.length);
  putAll(places);
  for (let column = 0; column < WIDTH; column += 1) putAll(places.map((i) => rows[i * WIDTH + column]!));
  bytes.writeUInt32LE(crc32(bytes.subarray(0, length)), length);
  return bytes.toString('base64', 0, length + SEAL);
}

/** Which block a text is; null for one that is not what was written. */
export function blockNumber(text: string): number | null {
  const bytes = Buffer.from(text, 'base64');
  const length = bytes.length - SEAL;
  if (length < 1 || crc32(bytes.subarray(0, length)) !== bytes.readUInt32LE(length)) return null;
  return new Reader(bytes).take();
}

/**
 * The rows of a text that has a number.
 * @param columns places of its columns in a row of this version; -1 = not known here
 * @returns null for a text that is no block of this size
 */
export function blockOf(text: string, columns: readonly number[], size: number): Float64Array | null {
  const bytes = Buffer.from(text, 'base64');
  const reader = new Reader(bytes.subarray(0, -SEAL));
  reader.take();
  const count = reader.take();
  if (!(count > 0 && count <= size)) return null;
  const places = reader.takeAll(count, size - 1);
  if (places === null) return null;
  const rows = new Float64Array(size * WIDTH);
  for (const column of columns) {
    const values = reader.takeAll(count, MOST);
    if (values === null) return null;
    if (column >= 0) for (const [i, place] of places.entries()) rows[place * WIDTH + column] = values[i]!;
  }
  // Each place once, each row with time in it, and nothing after the last: then it is what was written.
  const isWhole = places.every((place, i) => (i === 0 || place > places[i - 1]!) && rows[place * WIDTH + SECONDS]! > 0);
  return isWhole && reader.isAtEnd ? rows : null;
}

class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  /** NaN where there is none. */
  take(): number {
    let value = 0;
    for (let i = 0, scale = 1; i < LONGEST; i += 1, scale *= 128) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) break;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
    return Number.NaN;
  }

  /** Null where they are not so many, or one is not in the range. */
  takeAll(count: number, most: number): number[] | null {
    const values: number[] = [];
    let value = 0;
    while (values.length < count) {
      const step = this.take();
      value += step % 2 === 1 ? -(step + 1) / 2 : step / 2;
      if (!(value >= 0 && value <= most)) return null;
      values.push(value);
      if (step !== 0) continue;
      const run = this.take();
      if (!(run <= count - values.length)) return null;
      for (let i = 0; i < run; i += 1) values.push(value);
    }
    return values;
  }
}
