/** SOCKS4 and 4a as a byte machine: a target with a known IPv4 address is named by it, anything else by name (4a). */
import { isIPv4 } from 'node:net';
import type { Credentials, Handshake, HandshakeStep, TunnelTarget } from '../define/check.ts';
import { MORE, NO_BYTES, failed, joined, kept } from './handshake.ts';

/** Opens a tunnel through a SOCKS4 proxy. SOCKS4 knows a user but no password. */
export function socks4Handshake(target: TunnelTarget, credentials: Credentials): Handshake {
  return new Socks4(target, credentials);
}

class Socks4 implements Handshake {
  readonly #target: TunnelTarget;
  readonly #user: string;
  #pending = NO_BYTES;

  constructor(target: TunnelTarget, credentials: Credentials) {
    this.#target = target;
    this.#user = credentials.user ?? '';
  }

  start(): HandshakeStep {
    const { port } = this.#target;
    // Many servers know no 4a, so a known address is better than the name.
    const host =
      this.#target.address !== null && isIPv4(this.#target.address) ? this.#target.address : this.#target.host;
    // NUL ends both fields: one inside would be read as another request.
    if (this.#user.includes('\0') || host.includes('\0')) return failed('denied', 'a NUL in user or target', true);
    const direct = isIPv4(host);
    const address = direct ? host.split('.').map(Number) : [0, 0, 0, 1];
    const head = Buffer.from([4, 1, port >> 8, port & 0xff, ...address]);
    return { kind: 'send', bytes: Buffer.concat([head, Buffer.from(`${this.#user}\0${direct ? '' : `${host}\0`}`)]) };
  }

  feed(chunk: Uint8Array): HandshakeStep {
    const bytes = joined(this.#pending, chunk);
    if (bytes.length > 0 && bytes[0] !== 0) return failed('bad-reply', `version ${bytes[0]} in the reply`);
    if (bytes.length > 1 && (bytes[1]! < 90 || bytes[1]! > 93))
      return failed('bad-reply', `status ${bytes[1]} in the reply`);
    if (bytes.length < 8) {
      this.#pending = kept(bytes);
      return MORE;
    }
    if (bytes[1] === 90) return { kind: 'open', rest: bytes.subarray(8) };
    if (bytes[1] === 91) return failed('denied', 'request rejected or failed', true);
    return failed(
      'auth-required',
      bytes[1] === 92 ? 'the proxy wants an ident answer' : 'another user than ident says',
      true,
    );
  }
}
