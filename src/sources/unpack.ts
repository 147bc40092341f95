/** Unpacks gzip where the first bytes say that it is gzip; anything else passes as it is. */
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** The chunks of a list, unpacked if they were packed. Rejects where the packed data is damaged. */
export async function* unpack(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const source = Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]();
  // Two bytes tell; they may come in two chunks.
  const head: Uint8Array[] = [];
  let length = 0;
  let ended = false;
  while (length < 2 && !ended) {
    const next = await source.next();
    if (next.done) ended = true;
    else if (next.value.length > 0) {
      head.push(next.value);
      length += next.value.length;
    }
  }
  const all = (async function* () {
    try {
      yield* head;
      if (ended) return;
      for (;;) {
        const next = await source.next();
        if (next.done) return;
        yield next.value;
      }
    } finally {
      await source.return?.();
    }
  })();
  const [first, second] = [head[0]?.[0], head[0]?.[1] ?? head[1]?.[0]];
  if (first !== 0x1f || second !== 0x8b) {
    yield* all;
    return;
  }
  const unpacked = createGunzip();
  const packed = Readable.from(all, { objectMode: false });
  packed.on('error', (error) => unpacked.destroy(error));
  try {
    yield* packed.pipe(unpacked) as AsyncIterable<Uint8Array>;
  } finally {
    packed.destroy();
    unpacked.destroy();
  }
}
