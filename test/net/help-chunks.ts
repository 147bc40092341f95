/** Cuts bytes into chunks, all of them sharing one buffer that is overwritten in between, as real reads do. */
import * as fc from 'fast-check';

/** Places to cut at, for any length: fractions that {@link cut} scales. */
export const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 });

export function cut(bytes: Uint8Array, fractions: readonly number[]): Uint8Array[] {
  const at = [...new Set(fractions.map((fraction) => Math.floor(fraction * bytes.length)))].sort((a, b) => a - b);
  const parts: Uint8Array[] = [];
  let from = 0;
  for (const end of [...at, bytes.length]) {
    if (end > from) parts.push(bytes.subarray(from, end));
    from = Math.max(from, end);
  }
  return parts;
}

const shared = Buffer.alloc(1 << 17);

/** Feeds part after part through the shared buffer, until `feed` says it has had enough. */
export function throughSharedBuffer(
  parts: readonly Uint8Array[],
  feed: (chunk: Buffer, shared: Buffer) => boolean,
): void {
  for (const part of parts) {
    shared.set(part);
    const enough = feed(shared.subarray(0, part.length), shared);
    shared.fill(0xaa, 0, part.length);
    if (enough) return;
  }
}
