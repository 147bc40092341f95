/**
 * What a reply through a proxy says about the proxy. Pure rules over complete replies; everything that goes wrong
 * earlier (sockets, handshakes) has its reason from src/net already.
 */
import { canonicalIp, classifyIp } from '../lib/address.ts';
import type { FailureReason } from '../model/report.ts';
import { refusalOf } from '../net/connect.ts';
import type { HeaderField } from '../net/http-head.ts';
import type { HttpReply } from '../net/http-response.ts';
import { readEcho, type EchoResult } from './echo.ts';
import type { JudgeSite } from './judge-plan.ts';
import { toldBy, type Told } from './sighting.ts';
import { changedHeader, changedPage, droppedHeader, changedText, excerpt } from './tamper.ts';

export interface Failure {
  readonly ok: false;
  readonly reason: FailureReason;
  /** What a tampering proxy changed; null otherwise. */
  readonly changed: string | null;
  /** The address of ours that the request left with: the proxy's doing only if the judge tells callers apart. */
  readonly ourExit?: string;
}

export interface EchoVerdict extends Told {
  readonly ok: true;
  /** Where the judge saw it, canonical: IPv4 without an IPv6 mapping. The exit, unless the judge hides its callers. */
  readonly exit: string;
  /** Our request as the judge saw it. */
  readonly headers: readonly HeaderField[];
}

export interface EchoCase {
  readonly site: JudgeSite;
  readonly reply: HttpReply;
  readonly nonce: string;
  /** Every address that is ours, canonical. */
  readonly own: readonly string[];
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
  const { site, reply, nonce, own } = it;
  if (reply.status !== 200) return failure(statusReason(reply.status, it.tunnelled, it.authenticated));
  const body = reply.latin1;
  const result = readEcho(site.format, body, nonce, site.baseline);
  if (result.kind === 'stale') return failure('tampered', 'reply: of another request');
  if (result.kind === 'no-echo') {
    // With our nonce in it, it came from the judge and was changed; without, the server answered by itself.
    return body.includes(nonce)
      ? failure('tampered', changedText(body))
      : failure(it.tunnelled ? 'tampered' : 'not-a-proxy', it.tunnelled ? `page: replaced by ${excerpt(body)}` : null);
  }
  const injected = changedHeader(reply.headers, site.echo.responseHeaders);
  if (injected) return failure('tampered', injected);
  const { headers } = result.echo;
  const exit = canonicalIp(result.echo.address) ?? result.echo.address;
  // Asked from our own address though the proxy has another one out there: the request never left through it.
  // A proxy on this machine or behind the same router does leave with our address.
  if (!site.hidesCallers && own.includes(exit) && isElsewhere(it.proxyAddress, own))
    return { ...failure('not-a-proxy'), ourExit: exit };
  // Named one by one: what is spread into an object goes through V8's runtime.
  const { anonymity, noticed } = toldBy({ headers, responseHeaders: reply.headers, exit }, site, own);
  return { ok: true, exit, headers, anonymity, noticed };
}

function isElsewhere(proxyAddress: string, own: readonly string[]): boolean {
  return classifyIp(proxyAddress) === 'public' && !own.includes(canonicalIp(proxyAddress) ?? proxyAddress);
}

export interface Confirmation {
  readonly ok: true;
  readonly noticed: string | null;
}

/** The second request, on a connection of its own: the known page, byte for byte, or the echo of another judge. */
export function judgePage(it: Omit<EchoCase, 'own' | 'proxyAddress'>): Confirmation | Failure {
  const { site, reply, nonce } = it;
  if (reply.status !== 200) return failure(statusReason(reply.status, it.tunnelled, it.authenticated));
  const body = reply.latin1;
  const changed =
    changedHeader(reply.headers, site.page.responseHeaders) ??
    (site.pageFormat === null
      ? changedPage(site.pageParts, nonce, body)
      : changedEcho(readEcho(site.pageFormat, body, nonce), body));
  if (changed !== null) return failure('tampered', changed);
  return { ok: true, noticed: droppedHeader(reply.headers, site.page.responseHeaders) };
}

function changedEcho({ kind }: EchoResult, body: string): string | null {
  if (kind === 'echo') return null;
  return kind === 'stale' ? 'reply: of another request' : changedText(body);
}

/** What a status other than 200 says: through a tunnel it is the judge's own, or the page was replaced on the way. */
export function statusReason(status: number, tunnelled: boolean, authenticated: boolean): FailureReason {
  if (!tunnelled) return refusalOf(status, authenticated).reason;
  return status >= 500 || status === 429 ? 'judge-down' : 'bad-reply';
}

/**
 * With no judge, whether a reply to an absolute-form request could be a proxy's: any server answers something, so
 * statuses by which web servers turn such a request down do not count.
 * @param status of a final response
 */
export function looksAlive(status: number): boolean {
  return status < 300 || refusalOf(status, false).reason === 'denied';
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
  'tls-untrusted',
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
