/**
 * Reads and strictly parses the head of an HTTP/1.x response. Refuses what two readers could understand differently
 * (bare LF, NUL, folded lines, space before the colon): such a head is never repaired.
 */

/** Field name in lower case, and its value. */
export type HeaderField = readonly [name: string, value: string];

export interface ResponseHead {
  readonly status: number;
  readonly minorVersion: 0 | 1;
  readonly headers: readonly HeaderField[];
}

/** Bytes of head that are read at most. */
export const MAX_HEAD_BYTES = 32 * 1024;

export type HeadStep =
  | { readonly kind: 'more' }
  | { readonly kind: 'head'; readonly head: ResponseHead; readonly rest: Uint8Array }
  | { readonly kind: 'failed'; readonly error: string };

const MORE: HeadStep = { kind: 'more' };
const STATUS_LINE = /^HTTP\/1\.([01]) ([1-9]\d\d)(?: [\t\x20-\x7e\x80-\xff]*)?$/;
const FIELD = /^([!#$%&'*+\-.^_`|~\dA-Za-z]+):[ \t]*([\t\x20-\x7e\x80-\xff]*)$/;
const END = Buffer.from('\r\n\r\n');

/** Collects bytes until a head is complete. */
export class HeadReader {
  #pending: Buffer | null = null;

  feed(chunk: Uint8Array): HeadStep {
    const fresh = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const before = this.#pending?.length ?? 0;
    const bytes = this.#pending ? Buffer.concat([this.#pending, fresh]) : fresh;
    const end = bytes.indexOf(END, Math.max(0, before - 3));
    const headLength = end < 0 ? bytes.length : end + 4;
    if (headLength > MAX_HEAD_BYTES) return { kind: 'failed', error: `head over ${MAX_HEAD_BYTES} bytes` };
    if (end < 0) {
      const early = earlyProblem(bytes);
      if (early) return { kind: 'failed', error: early };
      this.#pending = this.#pending ? bytes : Buffer.from(fresh);
      return MORE;
    }
    this.#pending = null;
    const head = parseResponseHead(bytes.toString('latin1', 0, end));
    return typeof head === 'string'
      ? { kind: 'failed', error: head }
      : { kind: 'head', head, rest: bytes.subarray(headLength) };
  }
}

/** Tells from an unfinished head that it will never be one, so that a banner does not have to time out. */
function earlyProblem(bytes: Buffer): string | null {
  const prefix = 'HTTP/1.';
  const start = bytes.toString('latin1', 0, prefix.length);
  if (!prefix.startsWith(start)) return 'not HTTP/1.x';
  const lineFeed = bytes.indexOf(10);
  return lineFeed >= 0 && bytes[lineFeed - 1] !== 13 ? 'bare LF in the head' : null;
}

/** @returns the head, or what is wrong with it. `text` is latin1 without the empty line at the end */
export function parseResponseHead(text: string): ResponseHead | string {
  const lines = text.split('\r\n');
  const first = STATUS_LINE.exec(lines[0]!);
  if (!first) return lines[0]!.startsWith('HTTP/1.') ? 'malformed status line' : 'not HTTP/1.x';
  const headers: HeaderField[] = [];
  for (let index = 1; index < lines.length; index++) {
    const line = lines[index]!;
    const field = FIELD.exec(line);
    if (!field) return fieldProblem(line);
    headers.push([field[1]!.toLowerCase(), field[2]!.trimEnd()]);
  }
  return { status: Number(first[2]), minorVersion: first[1] === '1' ? 1 : 0, headers };
}

function fieldProblem(line: string): string {
  if (line.includes('\n') || line.includes('\r')) return 'bare CR or LF in the head';
  if (line.includes('\0')) return 'NUL in the head';
  if (line.startsWith(' ') || line.startsWith('\t')) return 'folded header line';
  if (/^[^\s:]+[ \t]+:/.test(line)) return 'space before the colon of a header';
  return 'malformed header line';
}

/** First value of a field; null when it is absent. */
export function headerValue(headers: readonly HeaderField[], name: string): string | null {
  for (const [field, value] of headers) if (field === name) return value;
  return null;
}

export function headerValues(headers: readonly HeaderField[], name: string): string[] {
  return headers.filter(([field]) => field === name).map(([, value]) => value);
}
