/** What the error codes of sockets mean, in the words of the check. Pure tables. */
import type { OwnLimit } from '../model/pace.ts';
import type { FailureReason } from '../model/report.ts';

const REASONS: Readonly<Record<string, FailureReason>> = {
  ECONNREFUSED: 'refused',
  ETIMEDOUT: 'connect-timeout',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EHOSTDOWN: 'unreachable',
  ENETDOWN: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  EAFNOSUPPORT: 'unreachable',
  EACCES: 'unreachable',
  EPERM: 'unreachable',
  ENOTFOUND: 'unresolved',
  EAI_AGAIN: 'unresolved',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  ECONNABORTED: 'reset',
};

/** This machine has run out of something: the proxy has nothing to do with it, later will do. */
const OWN_LIMITS: Readonly<Record<string, OwnLimit>> = {
  EMFILE: 'descriptors',
  ENFILE: 'descriptors',
  EADDRNOTAVAIL: 'ports',
  EADDRINUSE: 'ports',
  ENOBUFS: 'buffers',
  ENOMEM: 'buffers',
  EAGAIN: 'buffers',
};

export function errorCode(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : '';
}

export function reasonOfError(error: unknown): FailureReason {
  const code = errorCode(error);
  return (
    REASONS[code] ??
    (code.startsWith('ERR_SSL') || code.startsWith('ERR_TLS') || code === 'EPROTO' ? 'tls-failed' : 'closed')
  );
}

/**
 * What this machine was out of when it could not connect; null when it was not this machine.
 * @param address the address that was dialled: without IPv6 on this machine, EADDRNOTAVAIL says that and never passes
 */
export function ownLimit(error: unknown, address: string): OwnLimit | null {
  const code = errorCode(error);
  return code === 'EADDRNOTAVAIL' && address.includes(':') ? null : (OWN_LIMITS[code] ?? null);
}
