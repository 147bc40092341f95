/** SOCKS5 (RFC 1928) with user and password (RFC 1929) as a byte machine: no socket, no timer, no IO. */
import { isIPv4, isIPv6 } from 'node:net';
import type { Credentials, Handshake, HandshakeStep, TunnelTarget } from '../define/check.ts';
import { parseIpv6 } from '../lib/address.ts';
import { MORE, NO_BYTES, failed, joined, kept } from './handshake.ts';

const REPLY_NAMES = [
  'succeeded',
  'general failure',
  'not allowed by the ruleset',
  'network unreachable',
  'host unreachable',
  'connection refused',
  'TTL expired',
  'command not supported',
  'address type not supported',
] as const;

/** ATYP, address and port of a target; null when the name is too long to be said. */
function targetBytes(target: TunnelTarget): Buffer | null {
  const port = [target.port >> 8, target.port & 0xff];
  if (isIPv4(target.host)) return Buffer.from([1, ...target.host.split('.').map(Number), ...port]);
  if (isIPv6(target.host)) {
    const groups = parseIpv6(target.host);
    if (!groups) return null;
    return Buffer.from([4, ...groups.flatMap((group) => [group >> 8, group & 0xff]), ...port]);
  }
  const name = Buffer.from(target.host, 'latin1');
  if (name.length === 0 || name.length > 255) return null;
  return Buffer.concat([Buffer.from([3, name.length]), name, Buffer.from(port)]);
}

/** Opens a tunnel through a SOCKS5 proxy; names are resolved by the proxy. */
export function socks5Handshake(target: TunnelTarget, credentials: Credentials): Handshake {
  return new Socks5(target, credentials);
}

class Socks5 implements Handshake {
  readonly #target: TunnelTarget;
  readonly #credentials: Credentials;
  #pending = NO_BYTES;
  #stage: 'method' | 'auth' | 'connect' = 'method';

  constructor(target: TunnelTarget, credentials: Credentials) {
    this.#target = target;
    this.#credentials = credentials;
  }

  start(): HandshakeStep {
    // Without a user only "no authentication" is offered, with one both: the proxy chooses.
    return {
      kind: 'send',
      bytes: this.#credentials.user === null ? Buffer.from([5, 1, 0]) : Buffer.from([5, 2, 0, 2]),
    };
  }

  feed(chunk: Uint8Array): HandshakeStep {
    const bytes = joined(this.#pending, chunk);
    if (this.#stage === 'connect') return this.#connectReply(bytes);
    // A wrong first byte is enough to know that this is no SOCKS5.
    if (this.#stage === 'method' && bytes.length > 0 && bytes[0] !== 5)
      return failed('bad-reply', `version ${bytes[0]} in the method reply`);
    if (bytes.length < 2) return this.#wait(bytes);
    const answer = bytes[1]!;
    this.#pending = kept(bytes.subarray(2));
    if (this.#stage === 'auth') {
      // RFC 1929 wants version 1 in front; servers send 0, 1 or 5, so only the status is looked at.
      return answer === 0
        ? this.#connect()
        : failed('auth-required', `user or password not accepted (status ${answer})`, true);
    }
    if (answer === 0) return this.#connect();
    if (answer === 0xff) return failed('auth-required', 'no acceptable way to authenticate', true);
    if (answer === 2 && this.#credentials.user !== null)
      return this.#authenticate(this.#credentials.user, this.#credentials.password ?? '');
    return failed('bad-reply', `method ${answer} was not offered`);
  }

  #wait(bytes: Uint8Array): HandshakeStep {
    this.#pending = kept(bytes);
    return MORE;
  }

  #authenticate(user: string, password: string): HandshakeStep {
    const name = Buffer.from(user);
    const secret = Buffer.from(password);
    if (name.length > 255 || secret.length > 255)
      return failed('auth-required', 'user or password longer than 255 bytes', true);
    this.#stage = 'auth';
    return {
      kind: 'send',
      bytes: Buffer.concat([Buffer.from([1, name.length]), name, Buffer.from([secret.length]), secret]),
    };
  }

  #connect(): HandshakeStep {
    const target = targetBytes(this.#target);
    if (!target) return failed('denied', 'the target has a name longer than 255 bytes', true);
    this.#stage = 'connect';
    return { kind: 'send', bytes: Buffer.concat([Buffer.from([5, 1, 0]), target]) };
  }

  #connectReply(bytes: Uint8Array): HandshakeStep {
    if (bytes.length > 0 && bytes[0] !== 5) return failed('bad-reply', `version ${bytes[0]} in the connect reply`);
    if (bytes.length < 2) return this.#wait(bytes);
    const status = bytes[1]!;
    // Some servers send only the first bytes of a refusal and close: the status is all there is to learn.
    if (status !== 0) return failed('denied', REPLY_NAMES[status] ?? `status ${status}`, status < REPLY_NAMES.length);
    if (bytes.length < 5) return this.#wait(bytes);
    const kind = bytes[3]!;
    const addressLength = kind === 1 ? 4 : kind === 4 ? 16 : kind === 3 ? 1 + bytes[4]! : -1;
    if (addressLength < 0) return failed('bad-reply', `address type ${kind} in the connect reply`);
    const end = 4 + addressLength + 2;
    if (bytes.length < end) return this.#wait(bytes);
    return { kind: 'open', rest: bytes.subarray(end) };
  }
}
