/**
 * A reply that came in one piece, as most do: read as one text it takes no reader, and leaves a third of the garbage. Says
 * of such a reply what {@link ResponseReader} says, and nothing of any other.
 */
import { MAX_HEAD_BYTES } from './http-head.ts';
import type { HttpReply } from './http-response.ts';
import { headOf } from './known-heads.ts';

/**
 * @param chunk the first bytes of the connection; may be used again afterwards
 * @param length how many of them count
 * @param maxBodyBytes bytes of body at most
 * @returns null where more has to be read, or it is not known by its head alone where the reply ends
 */
export function wholeReply(chunk: Buffer, length: number, maxBodyBytes: number): HttpReply | null {
  const text = chunk.toString('latin1', 0, length);
  const headEnd = text.indexOf('\r\n\r\n');
  if (headEnd < 0 || headEnd + 4 > MAX_HEAD_BYTES) return null;
  const known = headOf(text.slice(0, headEnd));
  if (known === null || known.head.status < 200) return null;
  const { head, framing } = known;
  const bodyAt = headEnd + 4;
  if (typeof framing === 'string' || framing > maxBodyBytes || bodyAt + framing > length) return null;
  return { status: head.status, headers: head.headers, latin1: text.slice(bodyAt, bodyAt + framing), truncated: false };
}
