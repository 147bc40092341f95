/**
 * Learns a judge by asking it directly before any proxy does: is it alive, how does it see us, what is its page,
 * its certificate, its ticket. Called by planJudge; nothing is taken for known that was not seen.
 */
import type { NetworkPolicy } from '../core/guard.ts';
import { canonicalIp } from '../lib/address.ts';
import { fail } from '../model/errors.ts';
import { request, urlHost, urlPort, type DirectReply } from '../net/request.ts';
import { readEcho, type Echo, type EchoFormat } from './echo.ts';
import type { Ask, JudgeSite } from './judge-plan.ts';
import { hidesCallers } from './hidden-callers.ts';
import { nextNonce } from './nonce.ts';
import { ofThisMachine } from './own-addresses.ts';
import { REQUEST_HEADERS } from './requests.ts';
import { eitherReply } from './tamper.ts';

export interface Direct {
  readonly policy: NetworkPolicy;
  /** The operator named the judge. */
  readonly trusted: boolean;
  /** A certificate whose chain is not trusted is no judge's, here and through proxies. */
  readonly verifyChain: boolean;
  /** For one request. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

const MAX_PAGE_BYTES = 64 * 1024;

/** Asks a URL directly, with the headers every check sends. @throws network, timeout, address-refused, the signal's reason */
export function askDirectly(url: string, direct: Direct): Promise<DirectReply> {
  const { policy, trusted, timeoutMs, signal } = direct;
  return request({
    url: new URL(url),
    headers: REQUEST_HEADERS,
    policy,
    trusted,
    timeoutMs,
    maxBodyBytes: MAX_PAGE_BYTES,
    ...(signal ? { signal } : {}),
  });
}

/** What proxies will be asked for, from a URL and what it answered. @param url without the nonce */
export function askOf(url: string, reply: DirectReply | null, verifyChain = false): Ask {
  const parsed = new URL(url);
  return {
    secure: parsed.protocol === 'https:',
    host: urlHost(parsed),
    port: urlPort(parsed),
    address: reply?.remoteAddress ?? '',
    authority: parsed.host,
    path: parsed.pathname + parsed.search,
    responseHeaders: reply?.headers ?? [],
    fingerprint: reply?.tls?.fingerprint ?? null,
    session: reply?.tls?.session ?? null,
    verifyChain,
  };
}

export interface LearntEcho {
  readonly ask: Ask;
  readonly format: EchoFormat;
  /** Ours as it saw them, canonical: one, unless this machine asks from several; none where it does not see who asks. */
  readonly ownAddresses: readonly string[];
  readonly hidesCallers: boolean;
  readonly baseline: JudgeSite['baseline'];
}

/**
 * Asks for an echo twice, at the same time: whoever has several servers may answer from two of them.
 * @param url the nonce is appended. @throws judge-unreachable, and what {@link askDirectly} throws
 */
export async function learnEcho(url: string, format: EchoFormat, direct: Direct): Promise<LearntEcho> {
  const [first, second] = await Promise.all([askEcho(url, format, direct), askEcho(url, format, direct)]);
  const ask = askOf(url, second.reply, direct.verifyChain);
  const machine = ofThisMachine();
  const views = [first, second].map(({ reply, echo }) => ({
    address: canonicalIp(echo.address) ?? echo.address,
    headers: echo.headers,
    judge: reply.remoteAddress,
  }));
  const isHidden = views.some((view) => hidesCallers(view, machine));
  return {
    ask: { ...ask, responseHeaders: eitherReply(second.reply.headers, first.reply.headers) },
    format,
    ownAddresses: isHidden ? [] : [...new Set(views.map(({ address }) => address))],
    hidesCallers: isHidden,
    baseline: second.echo.headers,
  };
}

async function askEcho(
  url: string,
  format: EchoFormat,
  direct: Direct,
): Promise<{ readonly reply: DirectReply; readonly echo: Echo }> {
  const nonce = nextNonce();
  const reply = await askDirectly(url + nonce, direct);
  const result = readEcho(format, reply.latin1, nonce);
  if (reply.status !== 200 || result.kind !== 'echo')
    throw fail('judge-unreachable', `${url} does not answer as a judge (status ${reply.status})`);
  demandChain(url, reply, direct);
  return { reply, echo: result.echo };
}

export interface LearntPage {
  readonly ask: Ask;
  readonly parts: readonly string[];
}

/**
 * Fetches a page twice, at the same time, with different nonces: what is equal but for the nonce is known.
 * @param url the nonce is appended. @throws judge-unreachable, and what {@link askDirectly} throws
 */
export async function learnPage(url: string, direct: Direct): Promise<LearntPage> {
  const nonces = [nextNonce(), nextNonce()] as const;
  const [first, second] = await Promise.all([
    askDirectly(url + nonces[0], direct),
    askDirectly(url + nonces[1], direct),
  ]);
  const parts = first.latin1.split(nonces[0]);
  const same = parts.join('\0') === second.latin1.split(nonces[1]).join('\0');
  if (first.status !== 200 || second.status !== 200 || first.truncated || first.latin1.length === 0 || !same) {
    throw fail('judge-unreachable', `${url} is no page that stays the same`);
  }
  demandChain(url, second, direct);
  const ask = askOf(url, second, direct.verifyChain);
  return { ask: { ...ask, responseHeaders: eitherReply(second.headers, first.headers) }, parts };
}

function demandChain(url: string, reply: DirectReply, direct: Direct): void {
  if (direct.verifyChain && reply.tls?.authorized === false)
    throw fail('judge-unreachable', `the certificate of ${url} is not trusted`, {
      hint: 'a RefBot judge may have one of its own; for others: `config set verify_ssl off`',
    });
}

/** What can confirm: a known page, or the echo of another judge. */
export type Confirmer = LearntPage | LearntEcho;

export function siteOf(echo: LearntEcho, confirmer: Confirmer): JudgeSite {
  const { ask, format, baseline, hidesCallers: isHidden } = echo;
  return { echo: ask, format, baseline, hidesCallers: isHidden, ...confirmerOf(confirmer) };
}

export function confirmerOf(confirmer: Confirmer): Pick<JudgeSite, 'page' | 'pageParts' | 'pageFormat'> {
  return 'parts' in confirmer
    ? { page: confirmer.ask, pageParts: confirmer.parts, pageFormat: null }
    : { page: confirmer.ask, pageParts: [], pageFormat: confirmer.format };
}

/** The first that succeeds; null when none does. @throws the signal's reason */
export async function firstOf<T>(candidates: readonly Promise<T>[], direct: Direct): Promise<T | null> {
  try {
    return await Promise.any(candidates);
  } catch {
    direct.signal?.throwIfAborted();
    return null;
  }
}
