/**
 * The only place where the demo farm connects to anything. Targets must be on loopback, and no name but `localhost` is
 * known: a simulated proxy that reached further would be an open proxy on somebody's network.
 */
import { connect, isIP, type Socket } from 'node:net';
import { isLoopback } from '../lib/address.ts';

/** The target is not on loopback; a proxy answers that with its protocol's word for "forbidden". */
export class TargetRefused extends Error {
  override readonly name = 'TargetRefused';
}

const CONNECT_TIMEOUT_MS = 5_000;

/**
 * Connects to a loopback target.
 * @param from loopback address to leave from, so that the target can tell the proxies of a farm apart
 * @throws TargetRefused, or the error of the connection
 */
export async function dialLoopback(host: string, port: number, from: string, signal: AbortSignal): Promise<Socket> {
  const address = /^(?:.+\.)?localhost$/i.test(host) ? '127.0.0.1' : host;
  if (isIP(address) === 0 || !isLoopback(address)) throw new TargetRefused(`${host} is not on loopback`);
  signal.throwIfAborted();
  const localAddress = isIP(address) === 4 && isIP(from) === 4 ? from : undefined;
  const socket = connect({
    host: address,
    port,
    noDelay: true,
    autoSelectFamily: false,
    ...(localAddress === undefined ? {} : { localAddress }),
  });
  // Whoever uses the socket may have stopped listening when it breaks; the close that follows says enough.
  socket.on('error', () => {});
  await new Promise<void>((resolve, reject) => {
    const giveUp = (): void => void socket.destroy(new Error('the connection was given up'));
    const settle = (error?: Error): void => {
      signal.removeEventListener('abort', giveUp);
      socket.setTimeout(0).off('timeout', giveUp).off('connect', settle).off('error', settle);
      if (error) reject(error);
      else resolve();
    };
    signal.addEventListener('abort', giveUp, { once: true });
    socket.setTimeout(CONNECT_TIMEOUT_MS).once('timeout', giveUp).once('connect', settle).once('error', settle);
  });
  return socket;
}
