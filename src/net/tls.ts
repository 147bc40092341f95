/**
 * TLS on a socket that is connected already, with one SecureContext for the whole thread (making one costs a third of
 * a handshake). Certificates are not judged here: the caller compares fingerprints or looks at `authorized`.
 */
import { isIP, type Socket } from 'node:net';
import type { SecureContext, TLSSocket } from 'node:tls';

/** Loaded with the first handshake: 3 MB in each thread, and of most lists few proxies come so far, or none. */
const tls = (): typeof import('node:tls') => process.getBuiltinModule('node:tls');

let shared: SecureContext | null = null;

/** Without ML-KEM, which Node offers first: a fifth of the handshake, to keep a nonce safe from quantum computers. */
const CURVES = 'X25519:P-256:P-384';

function sharedContext(): SecureContext {
  return (shared ??= tls().createSecureContext({ minVersion: 'TLSv1.2', ecdhCurve: CURVES }));
}

/**
 * Starts a handshake as client. `secureConnect` or `error` of the result tell how it went; whoever is in the middle
 * is let through here, so that its certificate can be looked at.
 * @param host name or address of the TLS server: sent as server name unless it is an address, and what `authorized` is held against
 * @param session a ticket seen earlier from the same server; only the holder of its key can resume it
 */
export function startTls(socket: Socket, host: string, session: Buffer | null): TLSSocket {
  return tls().connect({
    socket,
    host,
    ...(isIP(host) === 0 ? { servername: host } : {}),
    secureContext: sharedContext(),
    rejectUnauthorized: false,
    ...(session ? { session } : {}),
  });
}

export interface PeerCertificate {
  /** SHA-256 of the leaf, `AB:CD:…`. */
  readonly fingerprint: string;
  /** Who it says it is, for messages: `CN=…`. */
  readonly subject: string;
  /** Who signed it, in the same form. */
  readonly issuer: string;
}

/**
 * The leaf certificate of the peer; null before the handshake and on a resumed session, which shows none.
 * To be called once a connection: Node takes the leaf out of OpenSSL's chain, a second call gives the next one or none.
 */
export function peerCertificate(socket: TLSSocket): PeerCertificate | null {
  const leaf = socket.getPeerX509Certificate();
  const onOneLine = (name: string | undefined): string => name?.replaceAll('\n', ', ') ?? '';
  if (!leaf) return null;
  return {
    fingerprint: leaf.fingerprint256,
    // Asked for only when something is wrong with it.
    get subject() {
      return onOneLine(leaf.subject);
    },
    get issuer() {
      return onOneLine(leaf.issuer);
    },
  };
}
