/**
 * Asks block lists that are published by DNS (RFC 5782) whether they name an address: a look-up of the reversed address
 * in the zone of each. Called by the engine for exits of working proxies when the operator configured zones; no part of
 * a check waits for it.
 */
import { Resolver } from 'node:dns/promises';
import { refusal, type NetworkPolicy } from '../core/guard.ts';
import { canonicalIp, classifyIp, parseIpv4, parseIpv6 } from '../lib/address.ts';
import { Fifo } from './fifo.ts';

export interface DnsblOptions {
  readonly zones: readonly string[];
  /** Name servers, `address` or `address:port`; empty = those of the system. */
  readonly servers: readonly string[];
  readonly policy: NetworkPolicy;
  /** For one question; default 2,000. */
  readonly timeoutMs?: number;
  /** Addresses looked up at once; default 16. */
  readonly concurrency?: number;
  /** How long an answer is believed; default six hours. */
  readonly keepMs?: number;
}

const KEEP_MS = 6 * 3_600_000;
/** Answers kept; the oldest go first. */
const MOST_KEPT = 20_000;
/** There is no such name: the zone does not list it. */
const NOT_LISTED: ReadonlySet<unknown> = new Set(['ENOTFOUND', 'ENODATA']);

interface Kept {
  readonly until: number;
  readonly answer: Promise<readonly string[] | null>;
}

export class Dnsbl {
  readonly #options: DnsblOptions;
  readonly #resolver: Resolver;
  readonly #kept = new Map<string, Kept>();
  readonly #waiting = new Fifo<() => void>();
  #active = 0;
  #stopped = false;
  /** Why nothing can be asked at all; null when it can. */
  readonly problem: string | null;

  constructor(options: DnsblOptions) {
    this.#options = options;
    this.#resolver = new Resolver({ timeout: options.timeoutMs ?? 2_000, tries: 1 });
    const wanted = options.servers.length > 0 ? options.servers : this.#resolver.getServers();
    const allowed = wanted.filter((server) => refusal(hostOf(server), options.policy, true) === null);
    if (allowed.length > 0) this.#resolver.setServers(allowed);
    this.problem = allowed.length > 0 ? null : `no name server may be asked (${wanted.join(', ') || 'none is known'})`;
  }

  /**
   * Zones that list this address, in the order of the options. Null = not known: it is no public address, or a zone
   * gave no answer and no other one lists it.
   */
  lookup(address: string): Promise<readonly string[] | null> {
    const ip = canonicalIp(address);
    if (ip === null || this.problem !== null || classifyIp(ip) !== 'public') return Promise.resolve(null);
    const now = performance.now();
    const kept = this.#kept.get(ip);
    if (kept && kept.until > now) return kept.answer;
    const answer = this.#ask(ip);
    this.#kept.delete(ip);
    this.#kept.set(ip, { until: now + (this.#options.keepMs ?? KEEP_MS), answer });
    if (this.#kept.size > MOST_KEPT) this.#kept.delete(this.#kept.keys().next().value!);
    // What could not be found out is asked again next time.
    void answer.then((zones) => zones === null && this.#kept.get(ip)?.answer === answer && this.#kept.delete(ip));
    return answer;
  }

  /** Ends all waiting; what is not known by then stays unknown. */
  stop(): void {
    this.#stopped = true;
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) next();
    this.#resolver.cancel();
  }

  async #ask(ip: string): Promise<readonly string[] | null> {
    if (this.#active >= (this.#options.concurrency ?? 16))
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    if (this.#stopped) return null;
    this.#active++;
    try {
      const name = reversed(ip);
      const said = await Promise.all(this.#options.zones.map((zone) => this.#isListed(`${name}.${zone}`)));
      const listing = this.#options.zones.filter((_zone, index) => said[index] === true);
      return listing.length === 0 && said.includes(null) ? null : listing;
    } finally {
      this.#active--;
      this.#waiting.shift()?.();
    }
  }

  /** Null = it did not say. */
  async #isListed(name: string): Promise<boolean | null> {
    try {
      const addresses = await this.#resolver.resolve4(name);
      // 127.255.255.x is how lists tell a resolver that it may not ask; other addresses are a resolver's own advertising.
      const listings = addresses.filter((it) => it.startsWith('127.') && !it.startsWith('127.255.255.'));
      return listings.length > 0 ? true : null;
    } catch (error) {
      return NOT_LISTED.has((error as NodeJS.ErrnoException).code) ? false : null;
    }
  }
}

/** The labels of an address from its end: octets of IPv4, hexadecimal digits of IPv6. @param ip canonical */
export function reversed(ip: string): string {
  if (parseIpv4(ip) !== null) return ip.split('.').reverse().join('.');
  const digits = parseIpv6(ip)!.map((group) => group.toString(16).padStart(4, '0'));
  return [...digits.join('')].reverse().join('.');
}

/** `address`, `address:port` or `[v6]:port`. */
function hostOf(server: string): string {
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(server);
  return bracketed?.[1] ?? (canonicalIp(server) === null ? server.replace(/:\d+$/, '') : server);
}
