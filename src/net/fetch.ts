/**
 * Fetches one document (a proxy list) whole: deadline, size cap, conditional requests, redirects, retries, every
 * connection held against the network policy. Called in the harvest worker; never used to dial a proxy.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { isIP } from 'node:net';
import { Agent, fetch, type Response } from 'undici';
import type { NetworkPolicy } from '../core/guard.ts';
import { backoffMs, type BackoffPolicy } from '../lib/backoff.ts';
import { safeText } from '../lib/safe-text.ts';
import { formatBytes, formatDuration } from '../lib/units.ts';
import { fail, RefbotError } from '../model/errors.ts';
import { AddressRefused, guardedConnector, type ResolveName } from './guarded-connector.ts';
import { retryAfterMs } from './retry-after.ts';

export interface DocumentRequest {
  /** http or https; a user and password in it become an Authorization header. */
  readonly url: string;
  /** The operator named this URL: an address literal in it may be private. */
  readonly trusted: boolean;
  readonly policy: NetworkPolicy;
  /** What the last answer said, for a 304. */
  readonly etag: string | null;
  readonly lastModified: string | null;
  /** Of each try, from connect to the last byte. */
  readonly timeoutMs: number;
  /** After unpacking. */
  readonly maxBytes: number;
  /** Tries after the first; default 2. */
  readonly retries?: number;
  /** Default 1 s, doubling up to 15 s. */
  readonly backoff?: BackoffPolicy;
  /** A longer Retry-After ends the tries; default 30 s. */
  readonly maxWaitMs?: number;
}

export type FetchedDocument =
  | { readonly kind: 'unchanged' }
  | {
      readonly kind: 'fresh';
      readonly chunks: readonly Uint8Array[];
      readonly bytes: number;
      readonly etag: string | null;
      readonly lastModified: string | null;
    };

const MAX_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const RETRY_STATUSES = new Set([408, 425, 429, 500, 502, 503, 504]);
const TRANSIENT = new Set([
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'UND_ERR_SOCKET',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** A failure that another try may mend. */
class Transient extends Error {
  readonly waitMs: number | null;
  constructor(message: string, waitMs: number | null = null) {
    super(message);
    this.waitMs = waitMs;
  }
}

/** Connections are kept between documents of one host; {@link DocumentFetcher.close} ends them. */
export class DocumentFetcher {
  readonly #agents = new Map<string, Agent>();
  readonly #resolveName: ResolveName | undefined;

  constructor(resolveName?: ResolveName) {
    this.#resolveName = resolveName;
  }

  /** @throws network, timeout, address-refused, cancelled, bad-value */
  async fetch(request: DocumentRequest, signal: AbortSignal): Promise<FetchedDocument> {
    const { retries = 2, backoff = { baseMs: 1000, maxMs: 15_000 }, maxWaitMs = 30_000 } = request;
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.#once(request, signal);
      } catch (error) {
        if (signal.aborted) throw fail('cancelled', 'cancelled', { cause: error });
        if (!(error instanceof Transient)) throw error;
        const tries = attempt === 0 ? '' : ` (${attempt + 1} tries)`;
        const waitMs = error.waitMs ?? backoffMs(attempt, backoff);
        if (attempt >= retries) throw fail('network', `${error.message}${tries}`, { cause: error });
        if (waitMs > maxWaitMs)
          throw fail('network', `${error.message}; asks to wait ${formatDuration(waitMs)}`, { cause: error });
        await sleep(waitMs, undefined, { signal }).catch((cause: unknown) => {
          throw fail('cancelled', 'cancelled', { cause });
        });
      }
    }
  }

  /** Ends all connections. */
  async close(): Promise<void> {
    const agents = [...this.#agents.values()];
    this.#agents.clear();
    await Promise.all(agents.map((agent) => agent.destroy()));
  }

  async #once(request: DocumentRequest, signal: AbortSignal): Promise<FetchedDocument> {
    const deadline = AbortSignal.timeout(request.timeoutMs);
    const either = AbortSignal.any([signal, deadline]);
    try {
      return await this.#follow(request, either);
    } catch (error) {
      if (error instanceof RefbotError || error instanceof Transient || signal.aborted) throw error;
      if (deadline.aborted)
        throw fail('timeout', `no complete answer within ${formatDuration(request.timeoutMs)}`, { cause: error });
      throw translate(error);
    }
  }

  async #follow(request: DocumentRequest, signal: AbortSignal): Promise<FetchedDocument> {
    let url = parseUrl(request.url);
    const named = url.hostname;
    const authorization = basicAuthorization(url);
    const origin = url.origin;
    for (let hop = 0; ; hop++) {
      // Trust is for the address the operator wrote, not for wherever it redirects to.
      const trusted = request.trusted && url.hostname === named && isLiteral(named);
      const response = await fetch(url, {
        dispatcher: this.#agent(request.policy, trusted),
        redirect: 'manual',
        signal,
        headers: {
          accept: 'text/plain, text/html, application/json, text/csv, */*;q=0.5',
          'accept-encoding': 'gzip, deflate, br',
          'user-agent': 'refbot',
          ...(authorization !== null && url.origin === origin ? { authorization } : {}),
          ...(request.etag === null ? {} : { 'if-none-match': request.etag }),
          ...(request.lastModified === null ? {} : { 'if-modified-since': request.lastModified }),
        },
      });
      const location = REDIRECTS.has(response.status) ? response.headers.get('location') : null;
      if (location === null) return await readResponse(response, request.maxBytes);
      await response.body?.cancel();
      if (hop === MAX_REDIRECTS) throw fail('network', `more than ${MAX_REDIRECTS} redirects`);
      url = parseUrl(location, url);
    }
  }

  #agent(policy: NetworkPolicy, trusted: boolean): Agent {
    const key = `${policy.only} ${policy.allowPrivate} ${trusted}`;
    let agent = this.#agents.get(key);
    if (agent === undefined) {
      const connect = guardedConnector({
        policy,
        trusted,
        connectTimeoutMs: 10_000,
        ...(this.#resolveName ? { resolveName: this.#resolveName } : {}),
      });
      agent = new Agent({ connect, connections: 8, pipelining: 1 });
      this.#agents.set(key, agent);
    }
    return agent;
  }
}

async function readResponse(response: Response, maxBytes: number): Promise<FetchedDocument> {
  const { status, headers, body } = response;
  if (status === 304) {
    await body?.cancel();
    return { kind: 'unchanged' };
  }
  if (!response.ok) {
    await body?.cancel();
    const message = safeText(`HTTP ${status} ${response.statusText}`.trim(), 80);
    if (RETRY_STATUSES.has(status)) throw new Transient(message, retryAfterMs(headers.get('retry-after'), Date.now()));
    throw fail('network', message);
  }
  const tooLarge = (): RefbotError => fail('network', `larger than ${formatBytes(maxBytes)}`);
  // The length of a packed body says nothing about what comes out of it.
  if (headers.get('content-encoding') === null && Number(headers.get('content-length') ?? 0) > maxBytes) {
    await body?.cancel();
    throw tooLarge();
  }
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw tooLarge(); // leaving the loop cancels the body
    chunks.push(chunk);
  }
  return { kind: 'fresh', chunks, bytes, etag: headers.get('etag'), lastModified: headers.get('last-modified') };
}

function parseUrl(text: string, base?: URL): URL {
  const url = URL.parse(text, base?.href);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    const what = safeText(text, 100);
    throw base === undefined
      ? fail('bad-value', `${what} is no http or https URL`)
      : fail('network', `redirected to ${what}, which is no http or https URL`);
  }
  return url;
}

/** Takes the credentials out of the URL: fetch refuses to send them otherwise. */
function basicAuthorization(url: URL): string | null {
  if (url.username === '' && url.password === '') return null;
  const decode = (text: string): string => {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  };
  const pair = `${decode(url.username)}:${decode(url.password)}`;
  url.username = '';
  url.password = '';
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}

function isLiteral(hostname: string): boolean {
  return hostname === 'localhost' || isIP(hostname.replace(/^\[(.*)\]$/, '$1')) !== 0;
}

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was reset',
  EPIPE: 'the connection was reset',
  UND_ERR_SOCKET: 'the connection was closed before the answer was complete',
  ETIMEDOUT: 'no connection',
  UND_ERR_CONNECT_TIMEOUT: 'no connection',
  ENOTFOUND: 'the name has no address',
  EAI_AGAIN: 'the name could not be resolved now',
  EHOSTUNREACH: 'no route to the host',
  ENETUNREACH: 'no route to the network',
  Z_DATA_ERROR: 'the packed answer is damaged',
  Z_BUF_ERROR: 'the packed answer is incomplete',
};

/** From what undici throws (`fetch failed` with the reason in its cause) to an error of the catalogue. */
function translate(error: unknown): Error {
  let cause: unknown = error;
  while (cause instanceof Error && cause.cause instanceof Error) cause = cause.cause;
  if (cause instanceof AggregateError && cause.errors.length > 0) cause = cause.errors[0];
  if (cause instanceof AddressRefused) return fail('address-refused', cause.message, { cause: error });
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const message = WORDS[code] ?? safeText(cause instanceof Error ? cause.message : String(cause), 200);
  return TRANSIENT.has(code) ? new Transient(message) : fail('network', message, { cause: error });
}
