/**
 * Where the body of a response ends, by its head (RFC 9112 §6.3). Refuses what two readers could understand differently
 * instead of choosing. Pure; called by the reader of responses, and once for heads that come again.
 */
import type { ResponseHead } from './http-head.ts';

const ZERO = 48;

/** Length of the body, how it is delimited, or what is wrong (any other text). */
export function bodyFraming(head: ResponseHead): number | string {
  let coding: string | null = null;
  let codings = 0;
  let length: string | null = null;
  for (const field of head.headers) {
    if (field[0] === 'transfer-encoding') {
      coding = field[1];
      codings++;
    } else if (field[0] === 'content-length') {
      if (length !== null && length !== field[1]) return 'differing Content-Length';
      length = field[1];
    }
  }
  if (coding !== null && length !== null) return 'both Transfer-Encoding and Content-Length';
  if (codings > 1 || (coding !== null && coding.toLowerCase() !== 'chunked')) return 'unknown transfer coding';
  if (coding !== null && head.minorVersion === 0) return 'Transfer-Encoding in HTTP/1.0';
  const bytes = length === null ? null : digits(length);
  if (bytes === -1) return 'malformed Content-Length';
  if (head.status === 204 || head.status === 304) return 0;
  if (coding !== null) return 'chunked';
  return bytes ?? 'close';
}

/** A whole number of at most 15 digits; -1 = it is none. */
function digits(text: string): number {
  if (text.length === 0 || text.length > 15) return -1;
  let value = 0;
  for (let at = 0; at < text.length; at++) {
    const digit = text.charCodeAt(at) - ZERO;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}
