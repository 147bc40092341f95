/**
 * One GET straight to a server, for the few requests that do not go through a proxy: probing a judge, looking whether
 * it is still alive, fetching the known page. Reads with the same strict reader as the check.
 */
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { NetworkPolicy } from '../core/guard.ts';
import { fail } from '../model/errors.ts';
import { dial } from './dial.ts';
import { ResponseReader, type HttpReply } from './http-response.ts';
import { peerCertificate, startTls } from './tls.ts';

export interface RequestOptions {
  /** http or https, no credentials in it. */
  readonly url: URL;
  /** Header lines beyond Host and Connection. */
  readonly headers: readonly string[];
  readonly policy: NetworkPolicy;
  /** The operator named the host of the URL. */
  readonly trusted: boolean;
  /** For the whole exchange. */
  readonly timeoutMs: number;
  /** A longer body is cut. */
  readonly maxBodyBytes: number;
  readonly signal?: AbortSignal;
}

export interface DirectReply extends HttpReply {
  /** The address that was dialled. */
  readonly remoteAddress: string;
  /** What TLS showed; null for http. */
  readonly tls: DirectTls | null;
}

export interface DirectTls {
  readonly fingerprint: string;
  /** The chain leads to a root this machine trusts, and the name fits. */
  readonly authorized: boolean;
  /** The last ticket that came with the reply; null when there was none. */
  readonly session: Buffer | null;
}

/** Host of a URL without the brackets of IPv6. */
export function urlHost(url: URL): string {
  return url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname;
}

export function urlPort(url: URL): number {
  return url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
}

/** @throws address-refused; network; timeout; the signal's reason */
export async function request(options: RequestOptions): Promise<DirectReply> {
  const { url, policy, trusted, timeoutMs, signal } = options;
  const host = urlHost(url);
  const startedAt = performance.now();
  const socket = await dial({
    host,
    port: urlPort(url),
    policy,
    trusted,
    timeoutMs,
    ...(signal ? { signal } : {}),
  });
  const remoteAddress = socket.remoteAddress ?? host;
  return new Promise((resolve, reject) => {
    const reader = new ResponseReader({ maxBodyBytes: options.maxBodyBytes, overflow: 'truncate' });
    let stream: Socket | TLSSocket = socket;
    let tls: { fingerprint: string; authorized: boolean; session: Buffer | null } | null = null;
    const settle = (error: unknown): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      stream.destroy();
      socket.destroy();
      if (error === null) resolve({ ...reader.reply(), remoteAddress, tls });
      else reject(error);
    };
    const onAbort = (): void => settle(signal?.reason);
    const timer = setTimeout(
      () => settle(fail('timeout', `${url.origin}: no complete reply within ${timeoutMs} ms`)),
      Math.max(1, timeoutMs - (performance.now() - startedAt)),
    );
    signal?.addEventListener('abort', onAbort, { once: true });
    const onError = (error: Error): void =>
      settle(fail('network', `${url.origin}: ${error.message}`, { cause: error }));
    const onState = (state: 'more' | 'done' | 'failed'): void => {
      if (state === 'done') settle(null);
      else if (state === 'failed') settle(fail('network', `${url.origin}: ${reader.error}`));
    };
    const ask = (): void => {
      stream.on('data', (chunk: Buffer) => onState(reader.feed(chunk)));
      stream.on('end', () => onState(reader.end()));
      stream.on('close', () => onState(reader.end()));
      const lines = [
        `GET ${url.pathname}${url.search} HTTP/1.1`,
        `Host: ${url.host}`,
        ...options.headers,
        'Connection: close',
        '',
        '',
      ];
      stream.write(lines.join('\r\n'), 'latin1');
    };
    socket.on('error', onError);
    if (url.protocol !== 'https:') {
      ask();
      return;
    }
    const secure = startTls(socket, host, null);
    stream = secure;
    secure.on('error', onError);
    secure.on('session', (session: Buffer) => {
      if (tls) tls.session = session;
    });
    secure.once('secureConnect', () => {
      tls = { fingerprint: peerCertificate(secure)?.fingerprint ?? '', authorized: secure.authorized, session: null };
      ask();
    });
  });
}
