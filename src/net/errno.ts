/** What the error codes of sockets mean, in the words of the check. Pure tables. */
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
const OWN_LIMITS: ReadonlySet<string> = new Set([
  'EMFILE',
  'ENFILE',
  'ENOBUFS',
  'ENOMEM',
  'EADDRNOTAVAIL',
  'EADDRINUSE',
  'EAGAIN',
]);

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

/** @param address the address that was dialled: without IPv6 on this machine, EADDRNOTAVAIL says that and never passes */
export function isOwnLimit(error: unknown, address: string): boolean {
  const code = errorCode(error);
  return OWN_LIMITS.has(code) && !(code === 'EADDRNOTAVAIL' && address.includes(':'));
}
