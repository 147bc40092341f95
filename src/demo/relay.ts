/** Joins the two sockets of a simulated proxy until either side is done; back-pressure is the streams' own. */
import type { Socket } from 'node:net';

/** Pipes both ways. A side that breaks breaks the other; a side that closes lets the other deliver what was sent. */
export function relay(client: Socket, target: Socket): void {
  client.pipe(target);
  target.pipe(client);
  client.once('error', () => target.destroy()).once('close', () => target.destroySoon());
  // Not destroySoon: closing a socket with unread bytes would reset it and take the last of the reply with it.
  target.once('error', () => client.destroy()).once('close', () => client.end());
}
