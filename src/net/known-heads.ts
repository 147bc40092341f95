/**
 * Heads of the last few replies, read once: a judge answers everybody alike within a second, and comparing a head with one
 * that is known takes a fifth of reading it. Called for replies that came in one piece; heads are never changed.
 */
import { bodyFraming } from './body-framing.ts';
import { parseResponseHead, type ResponseHead } from './http-head.ts';

export interface KnownHead {
  readonly text: string;
  readonly head: ResponseHead;
  /** Bytes of body, how it is delimited, or what is wrong. */
  readonly framing: number | string;
}

/** Two pages, and echoes of addresses of a few lengths. */
const KEPT = 8;

const known: KnownHead[] = [];
let next = 0;

/** @param text of a head without the empty line at its end @returns null where it is malformed */
export function headOf(text: string): KnownHead | null {
  for (const one of known) if (one.text === text) return one;
  const head = parseResponseHead(text);
  if (typeof head === 'string') return null;
  const read = { text, head, framing: bodyFraming(head) };
  known[next] = read;
  next = (next + 1) % KEPT;
  return read;
}
