/**
 * The one place that opens TCP connections for checks, judges and tunnels. The guard is asked here, with the very
 * address that is dialled; a socket is never made for an address it refuses.
 */
import { connect, isIP, type OnReadOpts, type Socket } from 'node:net';
import { isLocalName, refusal, type NetworkPolicy } from '../core/guard.ts';
import { fail } from '../model/errors.ts';
import { resolveHost } from './resolve.ts';

/**
 * Starts connecting to an address. Events of the socket tell the rest.
 * @param address an IP literal that {@link resolveHost} gave out, or one the operator named or the pool admitted
 * @param onread a buffer shared by many sockets, consumed inside the callback (`this` is the socket there)
 * @throws address-refused, always before a socket exists
 */
export function openSocket(
  address: string,
  port: number,
  policy: NetworkPolicy,
  trusted: boolean,
  onread?: OnReadOpts,
): Socket {
  const why = refusal(address, policy, trusted);
  if (why !== null) throw fail('address-refused', why);
  // autoSelectFamily would start a second attempt with its own timers; there is one address only.
  const options = { host: address, port, autoSelectFamily: false, noDelay: true };
  return connect(onread ? { ...options, onread } : options);
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
 * Resolves, checks and connects.
 * @throws address-refused; network (with the cause); timeout; the signal's reason
 */
export async function dial(options: DialOptions): Promise<Socket> {
  const { host, port, policy, trusted, timeoutMs, signal } = options;
  signal?.throwIfAborted();
  const resolved = await resolveHost(host, policy, trusted);
  signal?.throwIfAborted();
  if (!resolved.ok) throw fail(resolved.reason === 'blocked' ? 'address-refused' : 'network', resolved.message);
  const socket = openSocket(resolved.address, port, policy, trusted && (isIP(host) !== 0 || isLocalName(host)));
  return new Promise((resolve, reject) => {
    const settle = (error: unknown): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      socket.removeListener('connect', onConnect);
      socket.removeListener('error', onError);
      if (error === null) resolve(socket);
      else {
        socket.on('error', () => {}); // what comes late has nobody to go to
        socket.destroy();
        reject(error);
      }
    };
    const onConnect = (): void => settle(null);
    const onError = (error: Error): void =>
      settle(fail('network', `${host}:${port}: ${error.message}`, { cause: error }));
    const onAbort = (): void => settle(signal?.reason);
    const timer = setTimeout(
      () => settle(fail('timeout', `${host}:${port}: no connection within ${timeoutMs} ms`)),
      timeoutMs,
    );
    socket.once('connect', onConnect);
    socket.once('error', onError);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
