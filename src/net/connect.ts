/** HTTP CONNECT (RFC 9110 §9.3.6) as a byte machine, with Basic authentication for the proxy. */
import type { Credentials, Handshake, HandshakeStep, TunnelTarget } from '../define/check.ts';
import { HeadReader } from './http-head.ts';
import { MORE, failed } from './handshake.ts';

/** `host:port`, brackets around IPv6. */
export function authority(target: { readonly host: string; readonly port: number }): string {
  return `${target.host.includes(':') ? `[${target.host}]` : target.host}:${target.port}`;
}

/** The `Proxy-Authorization` line with its line end; empty where there is no user. */
export function proxyAuthorization(credentials: Credentials): string {
  if (credentials.user === null) return '';
  const pair = Buffer.from(`${credentials.user}:${credentials.password ?? ''}`).toString('base64');
  return `Proxy-Authorization: Basic ${pair}\r\n`;
}

/** Opens a tunnel through an HTTP proxy. */
export function connectHandshake(target: TunnelTarget, credentials: Credentials): Handshake {
  return new Connect(target, credentials);
}

class Connect implements Handshake {
  readonly #target: TunnelTarget;
  readonly #credentials: Credentials;
  readonly #reader = new HeadReader();

  constructor(target: TunnelTarget, credentials: Credentials) {
    this.#target = target;
    this.#credentials = credentials;
  }

  start(): HandshakeStep {
    const to = authority(this.#target);
    return {
      kind: 'send',
      bytes: Buffer.from(
        `CONNECT ${to} HTTP/1.1\r\nHost: ${to}\r\n${proxyAuthorization(this.#credentials)}\r\n`,
        'latin1',
      ),
    };
  }

  feed(chunk: Uint8Array): HandshakeStep {
    const step = this.#reader.feed(chunk);
    if (step.kind === 'more') return MORE;
    if (step.kind === 'failed') return failed('bad-reply', step.error);
    // Whatever framing a 2xx names, what follows is the tunnel (RFC 9110 §9.3.6).
    if (step.head.status >= 200 && step.head.status < 300) return { kind: 'open', rest: step.rest };
    const { reason, spoke } = refusalOf(step.head.status, this.#credentials.user !== null);
    return failed(reason, `status ${step.head.status}`, spoke);
  }
}

/**
 * What a status other than 2xx says about the server that gave it, asked as a proxy.
 * @param authenticated a user and password were sent to it
 */
export function refusalOf(
  status: number,
  authenticated: boolean,
): { readonly reason: 'auth-required' | 'denied' | 'not-a-proxy'; readonly spoke: boolean } {
  // tinyproxy answers wrong credentials with 401; without any, 401 is a web server that protects its own pages.
  if (status === 407 || (status === 401 && authenticated)) return { reason: 'auth-required', spoke: true };
  // Proxies refuse targets with 403, 429, 451 and 5xx; 501 is how web servers answer a method they do not have.
  if (status === 403 || status === 429 || status === 451 || (status >= 500 && status !== 501))
    return { reason: 'denied', spoke: true };
  return { reason: 'not-a-proxy', spoke: false };
}
