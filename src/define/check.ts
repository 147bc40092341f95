/**
 * The contract of one check: how a proxy of one protocol is spoken to. The files of src/checker/checks/ declare one
 * each; the check worker runs them. A check says bytes only: sockets, deadlines and verdicts belong to the worker.
 */
import type { FailureReason } from '../model/report.ts';
import { isProtocol, type Protocol } from '../model/proxy.ts';

/** What a proxy wants to know about its user; both null where there is none. */
export interface Credentials {
  readonly user: string | null;
  readonly password: string | null;
}

/** Where a tunnel shall lead: an IP literal without brackets or a name, which the proxy then resolves. */
export interface TunnelTarget {
  readonly host: string;
  readonly port: number;
  /** An address that the name is known to have, for protocols that cannot say names; null when unknown. */
  readonly address: string | null;
}

/** What a handshake wants next. */
export type HandshakeStep =
  | { readonly kind: 'more' }
  /** Send these bytes, then feed an empty chunk: what came early is looked at only then. */
  | { readonly kind: 'send'; readonly bytes: Uint8Array }
  /** The tunnel is open; `rest` came behind the last reply and belongs to the target. */
  | { readonly kind: 'open'; readonly rest: Uint8Array }
  /** `spoke`: the reply was a well-formed one of this protocol, so the other side does speak it. */
  | { readonly kind: 'failed'; readonly reason: FailureReason; readonly detail: string; readonly spoke: boolean };

/** A byte state machine that opens a tunnel; its outcome does not depend on how the bytes are cut into chunks. */
export interface Handshake {
  /** The first step, before the other side has said anything. */
  start(): HandshakeStep;
  /** The chunk may be reused by the caller afterwards. */
  feed(chunk: Uint8Array): HandshakeStep;
}

export interface CheckDefinition {
  readonly protocol: Protocol;
  /** Place in the order in which a proxy of unknown protocol is probed; the lowest goes first. */
  readonly probeOrder: number;
  /** Protocols that are tried as well when this one is claimed and the proxy answers: lists name one of a pair. */
  readonly companions: readonly Protocol[];
  /** Which site of the judge is asked; `https` speaks TLS inside the tunnel. */
  readonly site: 'http' | 'https';
  /** Opens the tunnel; null where the request itself names the target (absolute-form). */
  readonly handshake: ((target: TunnelTarget, credentials: Credentials) => Handshake) | null;
}

export function defineCheck(definition: CheckDefinition): CheckDefinition {
  return definition;
}

/** Why a discovered file is no check; null when it is one. */
export function checkProblem(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return 'the default export is not an object';
  const check = value as Partial<Record<keyof CheckDefinition, unknown>>;
  if (typeof check.protocol !== 'string' || !isProtocol(check.protocol)) return 'protocol is none of the known ones';
  if (typeof check.probeOrder !== 'number') return 'probeOrder is not a number';
  if (
    !Array.isArray(check.companions) ||
    !check.companions.every((name) => typeof name === 'string' && isProtocol(name))
  ) {
    return 'companions is not a list of protocols';
  }
  if (check.site !== 'http' && check.site !== 'https') return 'site is neither http nor https';
  if (check.handshake !== null && typeof check.handshake !== 'function')
    return 'handshake is neither a function nor null';
  if (check.site === 'https' && check.handshake === null) return 'TLS needs a tunnel: handshake is null';
  return null;
}
