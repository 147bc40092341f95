/** What a check found out about one proxy. Written by a check worker, applied by the pool; facts only, no judgement of rank. */
import type { Anonymity, Protocol } from './proxy.ts';

/** The closed set of reasons a check can fail for. The text beside each is what `help reasons` and the screen show. */
export const FAILURE_REASONS = {
  refused: 'nothing listens on the port',
  'connect-timeout': 'no TCP connection within the connect timeout',
  unreachable: 'no route to the host or network',
  unresolved: 'the host name has no address',
  reset: 'the connection was reset',
  closed: 'the connection was closed before a complete reply',
  'no-answer': 'connected, but no complete reply within the timeout',
  'bad-reply': 'the reply is not what the protocol or the judge prescribes',
  'auth-required': 'the proxy wants a user and password, or other ones',
  denied: 'the proxy understood and refused to connect to the target',
  tampered: 'the page came back changed',
  'tls-failed': 'the TLS handshake through the proxy failed',
  'tls-untrusted': 'the certificate seen through the proxy is not the one the judge has',
  'not-a-proxy': 'the request left with our own address, or the server answered it by itself',
  'unexpected-page': 'the target did not answer as --expect demands',
  'judge-down': 'the judge or target was not reachable; does not count against the proxy',
  blocked: 'the address may not be dialled by the network policy',
  cancelled: 'the check was cancelled',
} as const;
export type FailureReason = keyof typeof FAILURE_REASONS;

/** Failures to reach the proxy itself: only these move the breaker. */
export const REACH_FAILURES: ReadonlySet<FailureReason> = new Set<FailureReason>([
  'refused',
  'connect-timeout',
  'unreachable',
  'unresolved',
  'reset',
  'closed',
  'no-answer',
]);

/** Failures that say nothing about the proxy: applied to no counter. */
export const BLAMELESS: ReadonlySet<FailureReason> = new Set<FailureReason>(['judge-down', 'blocked', 'cancelled']);

export interface ProtocolResult {
  readonly protocol: Protocol;
  /** `answered`: one good reply (or liveness only); `confirmed`: a second request on a new connection was good too. */
  readonly outcome: 'failed' | 'answered' | 'confirmed';
  /** From connect start to the complete first reply; null when it failed. */
  readonly latencyMs: number | null;
  readonly reason: FailureReason | null;
  readonly anonymity: Anonymity | null;
  /** The leaf certificate seen through the proxy equals the one seen directly; null where no TLS was spoken. */
  readonly tlsIntact: boolean | null;
  /** What a tampering proxy changed, e.g. `page: 212 bytes added`; null otherwise. */
  readonly changed: string | null;
  /** Something was noticed that may be the judge's own doing: what is known of the proxy stays. Absent = all was told. */
  readonly changeUnknown?: true;
}

export interface CheckReport {
  /** Pool id of the proxy. */
  readonly id: number;
  /** Epoch milliseconds at the end of the check. */
  readonly at: number;
  /** One per protocol that was tried. */
  readonly results: readonly ProtocolResult[];
  /** The reason shown for the whole check: null when at least one protocol answered. */
  readonly reason: FailureReason | null;
  /** The address the judge saw; null when unknown. */
  readonly exit: string | null;
  /** ISO 3166 alpha-2 of the exit, looked up offline in the worker; null when unknown. */
  readonly country: string | null;
  readonly elapsedMs: number;
}

/** What the brain hands to a check worker for one proxy. */
export interface CheckTask {
  readonly id: number;
  readonly host: string;
  readonly port: number;
  readonly user: string | null;
  readonly password: string | null;
  /** Protocols that a list or an earlier check claims, as a set. 0 = unknown: probe all, hint-less order. */
  readonly claimed: number;
  /** A certificate that is not the expected one is no failure of this proxy; it is told all the same. */
  readonly tlsSkip?: boolean;
}
