/**
 * Bytes to text and to lines for the readers of list formats. Lists come as UTF-8, as Latin-1 and as worse; decoding
 * never throws and never depends on where a chunk ended.
 */
import { Buffer, isUtf8 } from 'node:buffer';

const NEWLINE = 10;
/** Bytes kept of a line that is too long, to show where it was. */
const PREVIEW = 240;

/** UTF-8 where the bytes are valid UTF-8, else Latin-1. */
export function decodeText(bytes: Buffer, from: number, to: number): string {
  return fromLatin1(bytes.toString('latin1', from, to));
}

/** Text gathered as Latin-1 pieces (chunk by chunk) as what it was meant to be. */
export function fromLatin1(text: string): string {
  if (!/[\x80-\xff]/.test(text)) return text;
  const bytes = Buffer.from(text, 'latin1');
  return isUtf8(bytes) ? bytes.toString('utf8') : text;
}

export interface LineHandler {
  /** Whole lines `bytes[from, to)`, each ended by a newline; the first of them is line number `line`. @returns how many lines they were */
  lines(bytes: Buffer, from: number, to: number, line: number): number;
  /** A line over the limit; `preview` is its beginning. */
  overlong(preview: string, line: number): void;
}

/** Cuts chunks into blocks of whole lines without copying them; only a line that spans chunks is put together. */
export class LineBlocks {
  readonly #handler: LineHandler;
  readonly #maxLine: number;
  readonly #held: Buffer;
  #heldLength = 0;
  #overlong = false;
  #line = 1;

  /** @param maxLine longest line in bytes, without its newline */
  constructor(maxLine: number, handler: LineHandler) {
    this.#handler = handler;
    this.#maxLine = maxLine;
    this.#held = Buffer.allocUnsafe(maxLine + 1);
  }

  push(bytes: Buffer): void {
    let from = 0;
    if (this.#heldLength > 0 || this.#overlong) {
      const end = bytes.indexOf(NEWLINE);
      this.#hold(bytes, 0, end < 0 ? bytes.length : end);
      if (end < 0) return;
      this.#release();
      from = end + 1;
    }
    const last = bytes.lastIndexOf(NEWLINE);
    if (last >= from) {
      this.#line += this.#handler.lines(bytes, from, last + 1, this.#line);
      from = last + 1;
    }
    this.#hold(bytes, from, bytes.length);
  }

  end(): void {
    if (this.#heldLength > 0 || this.#overlong) this.#release();
  }

  #hold(bytes: Buffer, from: number, to: number): void {
    if (this.#overlong) return;
    const room = this.#maxLine - this.#heldLength;
    if (to - from > room) {
      this.#held.set(bytes.subarray(from, from + room), this.#heldLength);
      this.#heldLength = this.#maxLine;
      this.#overlong = true;
    } else {
      this.#held.set(bytes.subarray(from, to), this.#heldLength);
      this.#heldLength += to - from;
    }
  }

  #release(): void {
    if (this.#overlong) {
      this.#handler.overlong(preview(this.#held, 0, this.#heldLength), this.#line++);
    } else {
      this.#held[this.#heldLength] = NEWLINE;
      this.#line += this.#handler.lines(this.#held, 0, this.#heldLength + 1, this.#line);
    }
    this.#heldLength = 0;
    this.#overlong = false;
  }
}

/** The beginning of a line that is too long. */
export function preview(bytes: Buffer, from: number, to: number): string {
  return decodeText(bytes, from, Math.min(to, from + PREVIEW));
}

/** {@link LineBlocks} for readers that want each line as text, without its line end. */
export class TextLines {
  readonly #blocks: LineBlocks;

  constructor(
    maxLine: number,
    onLine: (text: string, line: number) => void,
    onOverlong: (preview: string, line: number) => void,
  ) {
    this.#blocks = new LineBlocks(maxLine, {
      lines(bytes, from, to, line) {
        let count = 0;
        for (let start = from; start < to; count++) {
          const end = bytes.indexOf(NEWLINE, start);
          const stop = end > start && bytes[end - 1] === 13 ? end - 1 : end;
          if (end - start > maxLine) onOverlong(preview(bytes, start, end), line + count);
          else onLine(decodeText(bytes, start, stop), line + count);
          start = end + 1;
        }
        return count;
      },
      overlong: onOverlong,
    });
  }

  push(bytes: Buffer): void {
    this.#blocks.push(bytes);
  }

  end(): void {
    this.#blocks.end();
  }
}
