/**
 * Heads of the last few replies, read once: a judge answers everybody alike within a second, and comparing a head with one
 * that is known takes a fifth of reading it. Called for replies that came in one piece; heads are never changed.
 */
import { bodyFraming } from './body-framing.ts';
import { MAX_HEAD_BYTES, parseResponseHead, type ResponseHead } from './http-head.ts';

export interface KnownHead {
  /** With the empty line at its end. */
  readonly text: string;
  readonly head: ResponseHead;
  /** Of the body. */
  readonly bytes: number;
}

/** Two pages, and echoes of addresses of a few lengths. */
const KEPT = 8;
const EMPTY_LINE = '\r\n\r\n';

const known: KnownHead[] = [];
let next = 0;

/**
 * @param text that begins with a head
 * @returns null where it does not, where the head is malformed or over-long, or does not say how long the body is
 */
export function headOf(text: string): KnownHead | null {
  // By the length of all of it first: hardly two of them have the same, and where the head ends need not be looked for.
  for (const one of known)
    if (one.text.length + one.bytes === text.length && text.slice(0, one.text.length) === one.text) return one;
  const end = text.indexOf(EMPTY_LINE);
  if (end < 0 || end + EMPTY_LINE.length > MAX_HEAD_BYTES) return null;
  const head = parseResponseHead(text.slice(0, end));
  if (typeof head === 'string') return null;
  const bytes = bodyFraming(head);
  if (typeof bytes === 'string') return null;
  const read = { text: text.slice(0, end + EMPTY_LINE.length), head, bytes };
  // What comes in pieces is never looked for again, and pushes nobody out.
  if (read.text.length + bytes === text.length) {
    known[next] = read;
    next = (next + 1) % KEPT;
  }
  return read;
}
