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
/** What may stand in a field name (RFC 9110 §5.6.2) and in a value, by code of latin1. */
const IN_NAME = codes(/[!#$%&'*+\-.^_`|~\dA-Za-z]/);
const IN_VALUE = codes(/[\t\x20-\x7e\x80-\xff]/);
const TAB = 9;
const SPACE = 32;
const ZERO = 48;
const ONE = 49;
const COLON = 58;
const END = Buffer.from('\r\n\r\n');

/** Collects bytes until a head is complete. */
export class HeadReader {
  #pending: Buffer | null = null;

  feed(chunk: Uint8Array): HeadStep {
    const fresh = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
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

/** @param text latin1, without the empty line at its end @returns the head, or what is wrong with it */
export function parseResponseHead(text: string): ResponseHead | string {
  // Character by character: patterns would leave behind three times what is kept, and there are two heads a check.
  const { length } = text;
  const firstEnd = lineEnd(text, 0);
  const status = statusOf(text, firstEnd);
  if (status === null) return text.startsWith('HTTP/1.') ? 'malformed status line' : 'not HTTP/1.x';
  const headers: HeaderField[] = [];
  for (let start = firstEnd + 2; start <= length;) {
    const end = lineEnd(text, start);
    const colon = spanEnd(IN_NAME, text, start, end);
    if (colon === start || text.charCodeAt(colon) !== COLON) return fieldProblem(text.slice(start, end));
    if (spanEnd(IN_VALUE, text, colon + 1, end) < end) return fieldProblem(text.slice(start, end));
    let from = colon + 1;
    while (from < end && isBlank(text.charCodeAt(from))) from++;
    let to = end;
    while (to > from && isBlank(text.charCodeAt(to - 1))) to--;
    headers.push([text.slice(start, colon).toLowerCase(), text.slice(from, to)]);
    start = end + 2;
  }
  return { status, minorVersion: text.charCodeAt(7) === ONE ? 1 : 0, headers };
}

/** Of `HTTP/1.x NNN reason`; null when the first line is not that. */
function statusOf(text: string, end: number): number | null {
  if (!text.startsWith('HTTP/1.') || text.charCodeAt(8) !== SPACE || end < 12) return null;
  const minor = text.charCodeAt(7);
  if (minor !== ZERO && minor !== ONE) return null;
  let status = 0;
  for (let at = 9; at < 12; at++) {
    const digit = text.charCodeAt(at) - ZERO;
    if (digit < 0 || digit > 9) return null;
    status = status * 10 + digit;
  }
  if (status < 100 || (end > 12 && text.charCodeAt(12) !== SPACE)) return null;
  return spanEnd(IN_VALUE, text, 12, end) === end ? status : null;
}

function isBlank(code: number): boolean {
  return code === SPACE || code === TAB;
}

function lineEnd(text: string, start: number): number {
  const end = text.indexOf('\r\n', start);
  return end < 0 ? text.length : end;
}

/** Where the characters of one kind end. */
function spanEnd(kind: Uint8Array, text: string, start: number, end: number): number {
  let at = start;
  while (at < end && kind[text.charCodeAt(at)] === 1) at++;
  return at;
}

function codes(allowed: RegExp): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, code) => (allowed.test(String.fromCharCode(code)) ? 1 : 0));
}

function fieldProblem(line: string): string {
  if (line.includes('\n') || line.includes('\r')) return 'bare CR or LF in the head';
  if (line.includes('\0')) return 'NUL in the head';
  if (line.startsWith(' ') || line.startsWith('\t')) return 'folded header line';
  if (/^[^\s:]+[ \t]+:/.test(line)) return 'space before the colon of a header';
  return 'malformed header line';
}

/** Last value of a field; null when it is absent. */
export function lastValue(headers: readonly HeaderField[], name: string): string | null {
  for (let index = headers.length - 1; index >= 0; index--) {
    const field = headers[index]!;
    if (field[0] === name) return field[1];
  }
  return null;
}

/** How many fields both begin with, name and value: most replies have nothing changed, and that is seen the quickest. */
export function commonFields(a: readonly HeaderField[], b: readonly HeaderField[]): number {
  if (a === b) return a.length;
  const most = Math.min(a.length, b.length);
  let count = 0;
  while (count < most && a[count]![0] === b[count]![0] && a[count]![1] === b[count]![1]) count++;
  return count;
}
