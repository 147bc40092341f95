/** Nonces that cannot be guessed, cheaply: random bytes are drawn, and written as text, for many at once. */
import { randomFillSync } from 'node:crypto';

const BYTES = 12;
const CHARACTERS = 2 * BYTES;
const pool = Buffer.alloc(BYTES * 512);
let texts = '';
let used = 0;

/** 24 hexadecimal characters, never the same twice. */
export function nextNonce(): string {
  if (used === texts.length) {
    texts = randomFillSync(pool).toString('hex');
    used = 0;
  }
  used += CHARACTERS;
  return texts.slice(used - CHARACTERS, used);
}
