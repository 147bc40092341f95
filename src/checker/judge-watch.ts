/**
 * Decides whose fault a failure behind a proxy is. No proxy is blamed before the judge was seen to be up afterwards: by
 * an answer to a request that began later, or by asking it directly, at a bounded pace. Lives in the check worker.
 */
import type { NetworkPolicy } from '../core/guard.ts';
import { nowMs } from '../lib/now-ms.ts';
import { RefbotError } from '../model/errors.ts';
import { FAILURE_REASONS } from '../model/report.ts';
import { reasonOfError } from '../net/errno.ts';
import type { HttpReply } from '../net/http-response.ts';
import { request } from '../net/request.ts';
import { Fifo } from './fifo.ts';
import type { JudgeHealth, Trouble } from './judge-health.ts';
import type { Ask } from './judge-plan.ts';
import type { LifeSign } from './life-sign.ts';
import { nextNonce } from './nonce.ts';
import { REQUEST_HEADERS } from './requests.ts';

export interface JudgeWatchOptions {
  readonly policy: NetworkPolicy;
  /** The operator named the judge. */
  readonly trusted: boolean;
  /** Time between the starts of two direct requests for one page; the first few come faster. */
  readonly probeEveryMs: number;
  /** Requests end with a nonce. */
  readonly nonced: boolean;
  /** A direct request has failed. */
  readonly onDown?: () => void;
  /** Is told which page is in trouble, and which no longer. */
  readonly health?: JudgeHealth;
  /** Takes a good direct reply. @returns whether it differs from what proxies were held against so far */
  readonly learn?: (ask: Ask, reply: HttpReply, nonce: string) => boolean;
  /** Ends all waiting; whoever waits is not answered any more. */
  readonly signal: AbortSignal;
}

const PROBE_TIMEOUT_MS = 5_000;
/** Between the first two; doubles up to `probeEveryMs`, so that a check of few proxies need not wait. */
const FIRST_WAIT_MS = 25;

interface Site {
  /** When a direct request failed last. */
  badAt: number;
  /** When it was first seen to be up after that; infinite while it is down. */
  upSince: number;
  probedAt: number;
  probes: number;
  probing: boolean;
  timer: NodeJS.Timeout | null;
  readonly waiting: Fifo<Waiting>;
  /** Wait for a direct reply, whatever comes through proxies. */
  readonly looking: Fifo<Waiting>;
}

interface Waiting {
  readonly since: number;
  readonly answer: (up: boolean) => void;
}

export class JudgeWatch {
  readonly #options: JudgeWatchOptions;
  readonly #sites = new Map<Ask, Site>();
  /** Direct requests made. */
  probes = 0;

  constructor(options: JudgeWatchOptions) {
    this.#options = options;
    options.signal.addEventListener('abort', () => {
      for (const { timer } of this.#sites.values()) if (timer) clearTimeout(timer);
    });
  }

  /** A genuine reply came from there to a request that began at `askedAt`, whoever asked. */
  answered(ask: Ask, askedAt: number): void {
    const site = this.#site(ask);
    if (site.upSince === Infinity && askedAt > site.badAt) {
      site.upSince = nowMs();
      this.#options.health?.up(ask);
    }
    until(site.waiting, askedAt);
  }

  /**
   * Whether the judge was up while something failed that was asked at `askedAt` and has ended by now.
   * @param sign what a direct reply must show
   */
  async wasUp(ask: Ask, askedAt: number, sign: LifeSign): Promise<boolean> {
    const site = this.#site(ask);
    const since = nowMs();
    this.#probeWhenDue(site, ask, sign);
    // Asked while it was down, or before anybody knew that it was back.
    if (askedAt < site.upSince) return false;
    return new Promise((answer) => site.waiting.push({ since, answer }));
  }

  /**
   * Asks directly, so that what is known of how the judge sees us is not older than this call.
   * @param sign what a direct reply must show. @returns whether it answered
   */
  look(ask: Ask, sign: LifeSign): Promise<boolean> {
    const site = this.#site(ask);
    const since = nowMs();
    this.#probeWhenDue(site, ask, sign);
    return new Promise((answer) => site.looking.push({ since, answer }));
  }

  #site(ask: Ask): Site {
    let site = this.#sites.get(ask);
    if (!site) {
      const never = { badAt: -Infinity, upSince: -Infinity, probedAt: -Infinity };
      this.#sites.set(
        ask,
        (site = { ...never, probes: 0, probing: false, timer: null, waiting: new Fifo(), looking: new Fifo() }),
      );
    }
    return site;
  }

  #probeWhenDue(site: Site, ask: Ask, sign: LifeSign): void {
    if (site.probing || site.timer !== null || this.#options.signal.aborted) return;
    const paceMs = Math.min(this.#options.probeEveryMs, FIRST_WAIT_MS * 2 ** site.probes);
    const waitMs = site.probedAt + paceMs - nowMs();
    if (waitMs <= 0) void this.#probe(site, ask, sign);
    else {
      site.timer = setTimeout(() => {
        site.timer = null;
        if (undecided(site)) void this.#probe(site, ask, sign);
      }, waitMs);
    }
  }

  async #probe(site: Site, ask: Ask, sign: LifeSign): Promise<void> {
    const startedAt = nowMs();
    site.probing = true;
    site.probedAt = startedAt;
    site.probes++;
    const found = await this.#ask(ask, sign);
    site.probing = false;
    if (this.#options.signal.aborted) return;
    if (found === 'same') this.answered(ask, startedAt);
    else if (found === 'otherwise') {
      // What was asked before proves nothing.
      all(site.waiting, false);
      this.answered(ask, startedAt);
      site.upSince = nowMs();
    } else {
      site.badAt = nowMs();
      site.upSince = Infinity;
      this.#options.onDown?.();
      this.#options.health?.down(ask, found);
      all(site.waiting, false);
      all(site.looking, false);
    }
    until(site.looking, startedAt);
    if (undecided(site)) this.#probeWhenDue(site, ask, sign);
  }

  /** @returns what is wrong with it; else whether it is what it was, or well and yet to be learnt anew */
  async #ask(ask: Ask, sign: LifeSign): Promise<Trouble | 'same' | 'otherwise'> {
    this.probes++;
    const { policy, trusted, nonced, signal } = this.#options;
    const nonce = nonced ? nextNonce() : '';
    try {
      const reply = await request({
        url: new URL(`${ask.secure ? 'https' : 'http'}://${ask.authority}${ask.path}${nonce}`),
        headers: REQUEST_HEADERS,
        policy,
        trusted,
        timeoutMs: PROBE_TIMEOUT_MS,
        maxBodyBytes: 64 * 1024,
        signal,
      });
      // One that came back with another certificate is not the one that proxies are held against.
      if (ask.fingerprint !== null && reply.tls?.fingerprint !== ask.fingerprint)
        return { how: 'other', detail: 'another certificate' };
      if (sign(reply, nonce)) return this.#options.learn?.(ask, reply, nonce) === true ? 'otherwise' : 'same';
      return { how: 'other', detail: reply.status === 200 ? 'another page' : `status ${reply.status}` };
    } catch (error) {
      return { how: 'silent', detail: silenceText(error) };
    }
  }
}

/** Why there was no reply, without the address: that is told beside it. */
function silenceText(error: unknown): string {
  if (!(error instanceof RefbotError)) return 'no reply';
  if (error.errorName === 'timeout') return `no reply within ${PROBE_TIMEOUT_MS / 1_000} s`;
  const { cause } = error.details;
  return cause === undefined ? 'no complete reply' : FAILURE_REASONS[reasonOfError(cause)];
}

/** Somebody waits to be told, or nobody knows whether it is back. */
function undecided(site: Site): boolean {
  return site.waiting.length > 0 || site.looking.length > 0 || site.upSince === Infinity;
}

/** Tells those who began to wait before this moment that the judge was up after it. */
function until(waiting: Fifo<Waiting>, goodAt: number): void {
  for (let one = waiting.peek(); one && one.since <= goodAt; one = waiting.peek()) {
    waiting.shift();
    one.answer(true);
  }
}

function all(waiting: Fifo<Waiting>, up: boolean): void {
  for (let one = waiting.shift(); one; one = waiting.shift()) one.answer(up);
}
