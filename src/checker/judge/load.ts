/** The judge's page of asked size: `/load/BYTES/NONCE`, bytes that no proxy can compress, sent as fast as they are taken. */
import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';

export const LOAD_PATH = '/load';
/** A larger one would keep a judge busy for anybody who asks. */
export const LOAD_MAX = 16 * 1024 * 1024;

const BLOCK = randomBytes(64 * 1024);
const LOAD = /^\/load\/([1-9]\d{0,8})\/[\w-]{1,64}$/;

/** Bytes that are asked for; null when the path is another one, or asks for too many. */
export function loadOf(path: string): number | null {
  const bytes = Number(LOAD.exec(path)?.[1] ?? Number.NaN);
  return bytes <= LOAD_MAX ? bytes : null;
}

/** Sends head and body, waiting whenever the other side does not take more, and ends the connection. */
export function sendLoad(socket: Socket, bytes: number): void {
  socket.write(
    `HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: ${bytes}\r\n` +
      'Cache-Control: no-store, no-transform\r\nConnection: close\r\n\r\n',
    'latin1',
  );
  let left = bytes;
  const send = (): void => {
    while (left > 0 && !socket.destroyed) {
      const block = left < BLOCK.length ? BLOCK.subarray(0, left) : BLOCK;
      left -= block.length;
      if (!socket.write(block) && left > 0) return void socket.once('drain', send);
    }
    socket.end();
  };
  send();
}
