/**
 * A reply that came in one piece, as most do: read as one text it takes no reader, and leaves a third of the garbage. Says
 * of such a reply what {@link ResponseReader} says, and nothing of any other.
 */
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
  const known = headOf(text);
  if (known === null || known.head.status < 200) return null;
  const { head, bytes, text: before } = known;
  if (bytes > maxBodyBytes || before.length + bytes > length) return null;
  const latin1 = text.slice(before.length, before.length + bytes);
  return { status: head.status, headers: head.headers, latin1, truncated: false };
}
