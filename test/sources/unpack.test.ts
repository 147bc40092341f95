import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { unpack } from '../../src/sources/unpack.ts';

const TEXT = '9.8.7.6:80\n'.repeat(10_000);

function* pieces(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(chunks: Iterable<Uint8Array>): Promise<string> {
  const out: Uint8Array[] = [];
  for await (const chunk of unpack(chunks)) out.push(chunk);
  return Buffer.concat(out).toString();
}

test('gzip is known by its first bytes, however they are cut; all else passes', async () => {
  const packed = gzipSync(TEXT);
  for (const size of [1, 2, 7, 100_000]) {
    assert.equal(await read(pieces(packed, size)), TEXT, `gzip in pieces of ${size}`);
    assert.equal(
      await read(pieces(Buffer.from(TEXT.slice(0, 500)), size)),
      TEXT.slice(0, 500),
      `plain in pieces of ${size}`,
    );
  }
  assert.equal(await read([]), '');
  assert.equal(await read([new Uint8Array(0), Buffer.from('x')]), 'x');
});

test('damaged and cut gzip is an error, an early end lets go of the source', async () => {
  const packed = gzipSync(TEXT);
  await assert.rejects(read([packed.subarray(0, 60)]), { code: 'Z_BUF_ERROR' });
  const damaged = Buffer.from(packed).fill(0xff, 12, packed.length - 8);
  await assert.rejects(read([damaged]), { code: 'Z_DATA_ERROR' });
  for (const bytes of [packed, Buffer.from(TEXT)]) {
    let released = false;
    const source = (function* () {
      try {
        yield* pieces(bytes, 50);
      } finally {
        released = true;
      }
    })();
    for await (const chunk of unpack(source)) {
      assert.ok(chunk.length > 0);
      break;
    }
    await new Promise((resolve) => setImmediate(resolve));
    assert.ok(released);
  }
});
