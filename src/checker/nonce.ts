/** Nonces that cannot be guessed, cheaply: random bytes are drawn for many at once. */
import { randomFillSync } from 'node:crypto';

const BYTES = 12;
const pool = Buffer.alloc(BYTES * 512);
let used = pool.length;

/** 24 hexadecimal characters, never the same twice. */
export function nextNonce(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += BYTES;
  return pool.toString('hex', used - BYTES, used);
}
