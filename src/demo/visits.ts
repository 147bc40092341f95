/**
 * Plays the connections that simulated proxies accept: drops peers from outside, lends each behaviour its tools, and
 * ends every socket when the farm stops.
 */
import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { isLoopback } from '../lib/address.ts';
import type { Behaviour, Visit } from './define-behaviour.ts';
import { dialLoopback } from './dial.ts';
import type { Random } from './random.ts';

/** One simulated proxy at work. */
export interface PlayedProxy {
  readonly host: string;
  readonly behaviour: Behaviour;
  /** Its usual latency. */
  readonly latencyMs: number;
  readonly random: Random;
  /** Connections so far; counted by {@link Visits.welcome}. */
  visits: number;
}

/** Nobody waits longer for a silent proxy; what is left open after that would only leak. */
const IDLE_MS = 60_000;
/** How far one connection strays from the usual latency where the behaviour does not say. */
export const DEFAULT_JITTER = 0.15;

export class Visits {
  readonly #sockets = new Set<Socket>();

  /** Connections open now. */
  get open(): number {
    return this.#sockets.size;
  }

  /** Plays one accepted connection; never throws. */
  welcome(socket: Socket, proxy: PlayedProxy): void {
    // A peer that comes and goes at once has no address any more.
    if (socket.remoteAddress === undefined || !isLoopback(socket.remoteAddress)) return void socket.destroy();
    const serve = proxy.behaviour.serve;
    if (!serve) return void socket.destroy();
    proxy.visits += 1;
    const gone = new AbortController();
    this.#sockets.add(socket);
    socket
      .setNoDelay(true)
      .setTimeout(IDLE_MS, () => socket.destroy())
      .on('error', () => {}) // the close that follows says enough
      .once('close', () => {
        this.#sockets.delete(socket);
        gone.abort();
      });
    void this.#play(serve, socket, proxy, gone.signal);
  }

  /** Ends every connection at once; resolves when the last socket is closed. */
  async stop(): Promise<void> {
    const closing = [...this.#sockets].map(
      (socket) =>
        new Promise<void>((resolve) => {
          if (socket.closed) resolve();
          else socket.once('close', () => resolve());
          socket.destroy();
        }),
    );
    await Promise.all(closing);
  }

  async #play(
    serve: NonNullable<Behaviour['serve']>,
    socket: Socket,
    proxy: PlayedProxy,
    signal: AbortSignal,
  ): Promise<void> {
    const { behaviour, host, random, visits } = proxy;
    const visit: Visit = {
      socket,
      host,
      nth: visits,
      credentials: behaviour.credentials ?? null,
      signal,
      linger: () => pause(strayed(proxy.latencyMs, behaviour.jitter ?? DEFAULT_JITTER, random), undefined, { signal }),
      dial: async (targetHost, port) => {
        const target = await dialLoopback(targetHost, port, host, signal);
        this.#sockets.add(target);
        target.once('close', () => this.#sockets.delete(target));
        target.setTimeout(IDLE_MS, () => target.destroy());
        return target;
      },
    };
    try {
      await serve(visit);
    } catch {
      // The client left, or said what the behaviour does not understand: a proxy hangs up then.
      socket.destroy();
    }
  }
}

function strayed(latencyMs: number, jitter: number, random: Random): number {
  return Math.max(1, latencyMs * (1 + jitter * (2 * random() - 1)));
}
