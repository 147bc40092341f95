/**
 * What a reply through a proxy says about the proxy. Pure rules over complete replies; everything that goes wrong
 * earlier (sockets, handshakes) has its reason from src/net already.
 */
import { isLoopback } from '../lib/address.ts';
import type { Anonymity } from '../model/proxy.ts';
import type { FailureReason } from '../model/report.ts';
import { refusalOf } from '../net/connect.ts';
import type { HttpReply } from '../net/http-response.ts';
import { anonymityOf } from './anonymity.ts';
import { readEcho } from './echo.ts';
import type { JudgeSite } from './judge-plan.ts';
import { changedHeader, changedPage } from './tamper.ts';

export interface Failure {
  readonly ok: false;
  readonly reason: FailureReason;
  /** What a tampering proxy changed; null otherwise. */
  readonly changed: string | null;
}

export interface EchoVerdict {
  readonly ok: true;
  readonly exit: string;
  readonly anonymity: Anonymity;
}

export interface EchoCase {
  readonly site: JudgeSite;
  readonly reply: HttpReply;
  readonly nonce: string;
  readonly ownAddress: string | null;
  /** Address of the proxy itself. */
  readonly proxyAddress: string;
  /** The request went through a tunnel, so the reply is the judge's and not the proxy's. */
  readonly tunnelled: boolean;
  /** A user and password were sent to the proxy. */
  readonly authenticated: boolean;
}

const failure = (reason: FailureReason, changed: string | null = null): Failure => ({ ok: false, reason, changed });

/** The first request: the judge's echo. */
export function judgeEcho(it: EchoCase): EchoVerdict | Failure {
  const { site, reply, nonce, ownAddress, proxyAddress } = it;
  if (reply.status !== 200) return failure(statusReason(reply.status, it.tunnelled, it.authenticated));
  const body = reply.body.toString('latin1');
  const result = readEcho(site.format, body, nonce);
  if (result.kind === 'stale') return failure('tampered', 'reply: of another request');
  if (result.kind === 'no-echo') {
    // With our nonce in it, it came from the judge and was changed; without, the server answered by itself.
    return body.includes(nonce)
      ? failure('tampered', 'echo: changed')
      : failure(it.tunnelled ? 'tampered' : 'not-a-proxy', it.tunnelled ? 'page: replaced' : null);
  }
  const injected = changedHeader(reply.headers, site.echo.responseHeaders);
  if (injected) return failure('tampered', injected);
  const { address, headers } = result.echo;
  // Asked from our own address though the proxy has another: the request never left through it.
  if (address === ownAddress && proxyAddress !== ownAddress && !isLoopback(address)) return failure('not-a-proxy');
  return {
    ok: true,
    exit: address,
    anonymity: anonymityOf({ headers, baseline: site.baseline, ownAddress, exit: address }),
  };
}

/** The second request, on a connection of its own: the known page, byte for byte. Null = it is confirmed. */
export function judgePage(it: Omit<EchoCase, 'ownAddress' | 'proxyAddress'>): Failure | null {
  const { site, reply, nonce } = it;
  if (reply.status !== 200) return failure(statusReason(reply.status, it.tunnelled, it.authenticated));
  const changed =
    changedHeader(reply.headers, site.page.responseHeaders) ??
    changedPage(site.pageParts.join(nonce), reply.body.toString('latin1'));
  return changed === null ? null : failure('tampered', changed);
}

/** What a status other than 200 says: through a tunnel it is the judge's own, or the page was replaced on the way. */
export function statusReason(status: number, tunnelled: boolean, authenticated: boolean): FailureReason {
  if (!tunnelled) return refusalOf(status, authenticated).reason;
  return status >= 500 || status === 429 ? 'judge-down' : 'bad-reply';
}

/**
 * With no judge, whether a reply to an absolute-form request could be a proxy's: any server answers something, so
 * statuses by which web servers turn such a request down do not count.
 */
export function looksAlive(status: number): boolean {
  return (status >= 200 && status < 300) || refusalOf(status, false).reason === 'denied';
}

/** Failures that a judge out of order, or one that came back as another, would cause as well. */
export const SUSPICIOUS: ReadonlySet<FailureReason> = new Set<FailureReason>([
  'denied',
  'closed',
  'reset',
  'no-answer',
  'bad-reply',
  'tls-failed',
  'judge-down',
  'not-a-proxy',
  'tampered',
]);

/** Reasons from the most to the least telling: of several protocols that failed, the first of these is shown. */
const TELLING: readonly FailureReason[] = [
  'blocked',
  'unresolved',
  'refused',
  'connect-timeout',
  'unreachable',
  'tampered',
  'tls-untrusted',
  'auth-required',
  'unexpected-page',
  'judge-down',
  'not-a-proxy',
  'denied',
  'tls-failed',
  'bad-reply',
  'reset',
  'closed',
  'no-answer',
  'cancelled',
];

/** The reason shown for a proxy of which no protocol worked. */
export function shownReason(reasons: Iterable<FailureReason>): FailureReason | null {
  let best = TELLING.length;
  for (const reason of reasons) best = Math.min(best, TELLING.indexOf(reason));
  return TELLING[best] ?? null;
}
