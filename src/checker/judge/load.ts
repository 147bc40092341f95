/**
 * The judge's page of asked size: `/load/BYTES/NONCE`. Its bytes follow from the nonce, so that whoever asked knows them
 * and nobody can compress them; they are sent as fast as they are taken. Used by the judge and by who downloads from it.
 */
import { createCipheriv, createHash } from 'node:crypto';
import type { Socket } from 'node:net';

export const LOAD_PATH = '/load';
/** A larger one would keep a judge busy for anybody who asks. */
export const LOAD_MAX = 16 * 1024 * 1024;

const BLOCK_BYTES = 64 * 1024;
const ZEROS = Buffer.alloc(BLOCK_BYTES);
const START = Buffer.alloc(16);
const LOAD = /^\/load\/([1-9]\d{0,8})\/([\w-]{1,64})$/;

export interface Load {
  readonly bytes: number;
  readonly nonce: string;
}

/** What is asked for; null when the path is another one, or asks for too much. */
export function loadOf(path: string): Load | null {
  const [, size, nonce] = LOAD.exec(path) ?? [];
  return nonce !== undefined && Number(size) <= LOAD_MAX ? { bytes: Number(size), nonce } : null;
}

/** The bytes of a page, from the first on: AES-128 in counter mode under the hash of the nonce, a gigabyte a second and more. */
export class LoadBytes {
  readonly #stream;

  constructor(nonce: string) {
    const key = createHash('sha256').update(nonce).digest().subarray(0, 16);
    this.#stream = createCipheriv('aes-128-ctr', key, START);
  }

  /** The next ones. @param count 64 KiB at most */
  next(count: number): Buffer {
    return this.#stream.update(ZEROS.subarray(0, count));
  }

  /** Takes as many as `got` has. @returns where it differs from them; -1 when it does not */
  differsAt(got: Uint8Array): number {
    for (let from = 0; from < got.length; from += BLOCK_BYTES) {
      const part = got.subarray(from, from + BLOCK_BYTES);
      const expected = this.next(part.length);
      if (!expected.equals(part)) return from + expected.findIndex((byte, at) => byte !== part[at]);
    }
    return -1;
  }
}

/** Sends head and body, waiting whenever the other side does not take more, and ends the connection. */
export function sendLoad(socket: Socket, { bytes, nonce }: Load): void {
  socket.write(
    `HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: ${bytes}\r\n` +
      'Cache-Control: no-store, no-transform\r\nConnection: close\r\n\r\n',
    'latin1',
  );
  const content = new LoadBytes(nonce);
  let left = bytes;
  const send = (): void => {
    while (left > 0 && !socket.destroyed) {
      const block = content.next(Math.min(left, BLOCK_BYTES));
      left -= block.length;
      if (!socket.write(block) && left > 0) return void socket.once('drain', send);
    }
    socket.end();
  };
  send();
}
