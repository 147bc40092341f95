/**
 * The one place that opens TCP connections for checks, judges and tunnels. The guard is asked here, with the very
 * address that is dialled; a socket is never made for an address it refuses.
 */
import { once } from 'node:events';
import { Socket, isIP } from 'node:net';
import { isLocalName, refusal, type NetworkPolicy } from '../core/guard.ts';
import { fail } from '../model/errors.ts';
import { resolveHost } from './resolve.ts';

/**
 * Starts connecting to an address. Events of the socket tell the rest.
 * @param address an IP literal that {@link resolveHost} gave out, or one the operator named or the pool admitted
 * @param make a socket of the caller's own kind, which writes once and waits for the answer: nothing of that is held back, so it is left to Nagle
 * @throws address-refused, always before a socket exists
 */
export function openSocket(
  address: string,
  port: number,
  policy: NetworkPolicy,
  trusted: boolean,
  make?: () => Socket,
): Socket {
  const why = refusal(address, policy, trusted);
  if (why !== null) throw fail('address-refused', why);
  // autoSelectFamily would start a second attempt with its own timers; there is one address only.
  const socket = make?.() ?? new Socket().setNoDelay(true);
  return socket.connect({ host: address, port, autoSelectFamily: false });
}

export interface DialOptions {
  /** IP literal without brackets, or a name. */
  readonly host: string;
  readonly port: number;
  readonly policy: NetworkPolicy;
  /** See {@link refusal}: true for literals, and localhost, that the operator named or the pool admitted. */
  readonly trusted: boolean;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/**
 * Resolves, checks and connects, all within the timeout: a name server that keeps silent holds nobody up.
 * @throws address-refused; network (with the cause); timeout; the signal's reason
 */
export async function dial(options: DialOptions): Promise<Socket> {
  const { host, port, policy, trusted, timeoutMs, signal } = options;
  const deadline = new AbortController();
  const either = signal ? AbortSignal.any([signal, deadline.signal]) : deadline.signal;
  either.throwIfAborted();
  const timer = setTimeout(
    () => deadline.abort(fail('timeout', `${host}:${port}: no connection within ${timeoutMs} ms`)),
    timeoutMs,
  );
  try {
    const resolved = await orAbort(resolveHost(host, policy, trusted), either);
    if (!resolved.ok) throw fail(resolved.reason === 'blocked' ? 'address-refused' : 'network', resolved.message);
    const socket = openSocket(resolved.address, port, policy, trusted && (isIP(host) !== 0 || isLocalName(host)));
    return await connected(socket, `${host}:${port}`, either);
  } finally {
    clearTimeout(timer);
  }
}

function orAbort<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  return Promise.race([promise, aborted]).finally(() => signal.removeEventListener('abort', onAbort));
}

async function connected(socket: Socket, name: string, signal: AbortSignal): Promise<Socket> {
  try {
    await once(socket, 'connect', { signal });
    return socket;
  } catch (error) {
    socket.on('error', () => {}); // what comes late has nobody to go to
    socket.destroy();
    if (signal.aborted) throw signal.reason;
    throw fail('network', `${name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
