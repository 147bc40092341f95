/** Ways to keep a client busy: bytes without an end, and bytes one at a time. Both stop when the client leaves. */
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Visit } from './define-behaviour.ts';

/** Far more than any client should take, and no flood for one that takes everything. */
const MAX_POURED_BYTES = 4 * 1024 * 1024;

/** Sends `first` and then `piece` again and again, as fast as it is read; in the end it falls silent and does not hang up. */
export async function pour({ socket, signal }: Visit, first: string, piece: string): Promise<void> {
  const block = Buffer.from(piece.repeat(Math.ceil(8_192 / piece.length)), 'latin1');
  socket.write(first, 'latin1');
  for (let sent = 0; sent < MAX_POURED_BYTES; sent += block.length) {
    if (!socket.write(block)) await once(socket, 'drain', { signal });
    signal.throwIfAborted();
  }
}

/** Sends one byte every so many milliseconds; hangs up after the last one. */
export async function drip({ socket, signal }: Visit, bytes: Buffer, everyMs: number): Promise<void> {
  for (const byte of bytes) {
    socket.write(Buffer.of(byte));
    await pause(everyMs, undefined, { signal });
  }
  socket.end();
}
