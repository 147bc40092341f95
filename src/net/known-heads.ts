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
  /** Bytes of body, how it is delimited, or what is wrong. */
  readonly framing: number | string;
  /** Bytes of the whole reply; -1 where the head does not tell. */
  readonly whole: number;
}

/** Two pages, and echoes of addresses of a few lengths. */
const KEPT = 8;
const EMPTY_LINE = '\r\n\r\n';

const known: KnownHead[] = [];
let next = 0;

/** @param text that begins with a head @returns null where it does not, or that is malformed or over-long */
export function headOf(text: string): KnownHead | null {
  // By the length of all of it first: hardly two of them have the same, and where the head ends need not be looked for.
  for (const one of known) if (one.whole === text.length && text.slice(0, one.text.length) === one.text) return one;
  const end = text.indexOf(EMPTY_LINE);
  if (end < 0 || end + EMPTY_LINE.length > MAX_HEAD_BYTES) return null;
  const head = parseResponseHead(text.slice(0, end));
  if (typeof head === 'string') return null;
  const framing = bodyFraming(head);
  const length = end + EMPTY_LINE.length;
  const whole = typeof framing === 'number' ? length + framing : -1;
  const read = { text: text.slice(0, length), head, framing, whole };
  if (whole < 0) return read;
  known[next] = read;
  next = (next + 1) % KEPT;
  return read;
}
