/**
 * Decides whose fault a failure behind a proxy is. A judge that has just answered somebody is up; otherwise it is asked
 * directly, at most once a second, before a proxy is blamed. Lives in the check worker.
 */
import type { NetworkPolicy } from '../core/guard.ts';
import { request } from '../net/request.ts';
import { readEcho, type EchoFormat } from './echo.ts';
import type { Ask } from './judge-plan.ts';
import { nextNonce } from './nonce.ts';
import { REQUEST_HEADERS } from './requests.ts';

/** A sign of life counts for so long. */
const FRESH_MS = 1_000;
const PROBE_TIMEOUT_MS = 5_000;

interface Site {
  lastGoodAt: number;
  lastBadAt: number;
  probe: Promise<boolean> | null;
}

export class JudgeWatch {
  readonly #policy: NetworkPolicy;
  readonly #trusted: boolean;
  readonly #signal: AbortSignal;
  readonly #sites = new Map<Ask, Site>();
  /** Direct requests made. */
  probes = 0;

  constructor(policy: NetworkPolicy, trusted: boolean, signal: AbortSignal) {
    this.#policy = policy;
    this.#trusted = trusted;
    this.#signal = signal;
  }

  /** A complete reply came from there, whoever asked. */
  answered(ask: Ask): void {
    this.#site(ask).lastGoodAt = performance.now();
  }

  /** @param format null = any reply is a sign of life (the operator's own page) */
  async isUp(ask: Ask, format: EchoFormat | null): Promise<boolean> {
    const site = this.#site(ask);
    const now = performance.now();
    if (now - site.lastGoodAt < FRESH_MS) return true;
    if (now - site.lastBadAt < FRESH_MS) return false;
    site.probe ??= this.#probe(ask, format).then((up) => {
      site.probe = null;
      if (up) site.lastGoodAt = performance.now();
      else site.lastBadAt = performance.now();
      return up;
    });
    return site.probe;
  }

  #site(ask: Ask): Site {
    let site = this.#sites.get(ask);
    if (!site) this.#sites.set(ask, (site = { lastGoodAt: -Infinity, lastBadAt: -Infinity, probe: null }));
    return site;
  }

  async #probe(ask: Ask, format: EchoFormat | null): Promise<boolean> {
    this.probes++;
    const nonce = format === null ? '' : nextNonce();
    try {
      const reply = await request({
        url: new URL(`${ask.secure ? 'https' : 'http'}://${ask.authority}${ask.path}${nonce}`),
        headers: REQUEST_HEADERS,
        policy: this.#policy,
        trusted: this.#trusted,
        timeoutMs: PROBE_TIMEOUT_MS,
        maxBodyBytes: 64 * 1024,
        signal: this.#signal,
      });
      return format === null
        ? reply.status < 500
        : reply.status === 200 && readEcho(format, reply.body.toString('latin1'), nonce).kind === 'echo';
    } catch {
      return false;
    }
  }
}
