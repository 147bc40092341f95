/**
 * The nouns of one proxy, as every part of the program names them. Pure data: the pool owns the records,
 * everybody else reads rows made from them.
 */

/** Protocols a proxy can speak. `https` means CONNECT followed by TLS to the target, as proxy lists use the word. */
export const PROTOCOLS = ['http', 'https', 'socks4', 'socks5'] as const;
export type Protocol = (typeof PROTOCOLS)[number];

/** A set of protocols as a bit mask over {@link PROTOCOL_BIT}; 0 means unknown (claimed) or none (working). */
export type ProtocolSet = number;

export const PROTOCOL_BIT: Readonly<Record<Protocol, number>> = { http: 1, https: 2, socks4: 4, socks5: 8 };

export const STATUSES = ['new', 'answered', 'working', 'failed'] as const;
/** `answered` = one good reply; `working` = also confirmed by a second request on a new connection. */
export type Status = (typeof STATUSES)[number];
/** What a row shows: `testing` while a check is in flight; it is never stored. */
export type ShownStatus = Status | 'testing';

export const ANONYMITIES = ['transparent', 'anonymous', 'elite'] as const;
export type Anonymity = (typeof ANONYMITIES)[number];

export const BREAKER_STATES = ['CLOSED', 'OPEN', 'HALF_OPEN'] as const;
export type BreakerState = (typeof BREAKER_STATES)[number];

/** One proxy as commands, the screen and the API show it. Machine formats print exactly these fields in this order. */
export interface ProxyRow {
  readonly id: number;
  /** `host:port`, or `user@host:port` where the user name is part of the key. Never holds a password. */
  readonly address: string;
  /** Working protocols; before the first check, the claimed ones. */
  readonly protocols: readonly Protocol[];
  readonly status: ShownStatus;
  /** 0..1; the weighted sum of the three parts. */
  readonly score: number;
  readonly success: number;
  readonly speed: number;
  readonly reliability: number;
  /** Median of the last nine, of the fastest working protocol, from connect start to the complete reply; null when never measured. */
  readonly latencyMs: number | null;
  readonly anonymity: Anonymity | null;
  /** ISO 3166 alpha-2 of the exit; null when unknown. */
  readonly country: string | null;
  readonly breaker: BreakerState;
  readonly sources: readonly string[];
  readonly tags: readonly string[];
  /** ISO 8601, null when never checked. */
  readonly lastCheckedAt: string | null;
  /** Why the last check failed; null when it did not. */
  readonly failure: string | null;
  /** What it was seen to change, `KIND: what` (kinds: script, page, header, certificate, reply, request); null when nothing. */
  readonly changed: string | null;
  readonly banned: boolean;
  /** It failed for so long that it is only checked when somebody asks for it. */
  readonly evicted: boolean;
  /** KiB/s as last measured; null when never. */
  readonly throughput: number | null;
  /** Own pages at which its last check passed. */
  readonly targets: readonly string[];
  /** Block lists that name its exit; null when it was never looked up. */
  readonly listed: readonly string[] | null;
}

/** Where a connection to a proxy goes. */
export interface Endpoint {
  /** IPv4 or IPv6 literal without brackets, or a host name. */
  readonly host: string;
  readonly port: number;
  readonly user?: string;
  readonly password?: string;
}

/** Names in a set, in the order of {@link PROTOCOLS}. */
export function protocolNames(set: ProtocolSet): Protocol[] {
  return PROTOCOLS.filter((name) => (set & PROTOCOL_BIT[name]) !== 0);
}

export function protocolSet(names: Iterable<Protocol>): ProtocolSet {
  let set = 0;
  for (const name of names) set |= PROTOCOL_BIT[name];
  return set;
}

export function isProtocol(text: string): text is Protocol {
  return (PROTOCOLS as readonly string[]).includes(text);
}

/** `host:port` with brackets around IPv6, and the user name in front where there is one. */
export function formatAddress(endpoint: Endpoint): string {
  const host = endpoint.host.includes(':') ? `[${endpoint.host}]` : endpoint.host;
  return endpoint.user === undefined ? `${host}:${endpoint.port}` : `${endpoint.user}@${host}:${endpoint.port}`;
}
