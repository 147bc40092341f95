/**
 * A port at which connections hang: a listener in a process that never accepts, its queue full, so that the kernel drops
 * every further SYN, as a dead address on the internet does. Every 127.b.c.d reaches it; no descriptor is held for those
 * who knock. Linux.
 */
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Peer } from './peer.ts';

export interface BlackHole {
  readonly port: number;
  stop(): void;
}

/** Two fit in a queue of one. */
const FILLERS = 3;
const HANGS_MS = 300;

/** @throws where connections do not hang (tcp_abort_on_overflow, or not Linux) */
export async function openBlackHole(): Promise<BlackHole> {
  const { peer, first: port } = await Peer.start<number>('black-hole-process.ts');
  const fillers: Socket[] = [];
  const stop = (): void => {
    for (const socket of fillers) socket.destroy();
    peer.signal('SIGKILL'); // it is asleep and hears nothing else
  };
  const knock = (): Socket => connect({ host: '127.0.0.1', port }).on('error', () => {});
  for (let i = 0; i < FILLERS; i++) fillers.push(knock());
  await delay(HANGS_MS);
  const last = knock();
  fillers.push(last);
  await delay(HANGS_MS);
  if (last.connecting) return { port, stop };
  stop();
  throw new Error('a listener with a full queue does not make connections hang here');
}
