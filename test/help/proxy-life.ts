/**
 * A made-up life of many proxies, the same for every seed: lists of different quality, most entries dead from the start,
 * the others steady, flapping, or up by day only, until they die; new lists come in every day. Whether a proxy passes is a
 * function of its number and the time alone, so that several pools can live in the same world. Nothing is dialled.
 */
import { formatIpv4 } from '../../src/lib/address.ts';
import type { Random } from '../../src/demo/random.ts';
import { pickWeighted, seededRandom } from '../../src/demo/random.ts';
import type { Protocol } from '../../src/model/proxy.ts';
import { PROTOCOL_BIT, PROTOCOLS } from '../../src/model/proxy.ts';
import type { CheckReport, FailureReason } from '../../src/model/report.ts';
import type { Pool } from '../../src/pool/pool.ts';
import { bad, batchOf, good, report } from './pool-world.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

type Kind = 'dead' | 'steady' | 'flapping' | 'daily';

interface Life {
  readonly kind: Kind;
  readonly port: number;
  readonly protocol: Protocol;
  readonly country: string;
  /** When the lists begin to name it, and when it dies for good. */
  readonly bornAt: number;
  readonly diesAt: number;
  /** Of flapping ones: length of one spell, and the share of spells that are good. */
  readonly spellMs: number;
  readonly duty: number;
  readonly latencyMs: number;
  /** Why it fails while it is away. */
  readonly reason: FailureReason;
  readonly sources: readonly number[];
}

/** Share of living proxies among what each source lists, and how much of everything it lists; named in no order. */
const SOURCES = [
  { name: 'big-dump', living: 0.07, share: 26 },
  { name: 'fresh', living: 0.4, share: 8 },
  { name: 'archive', living: 0.005, share: 10 },
  { name: 'mixed', living: 0.22, share: 14 },
  { name: 'old-dump', living: 0.03, share: 19 },
  { name: 'curated', living: 0.6, share: 3 },
  { name: 'daily-dump', living: 0.12, share: 20 },
] as const;
/** Which of the lists comes in first: as they stand above, the best, or the worst one. */
export type ListOrder = 'mixed' | 'best' | 'worst';
const BEST = [...SOURCES.keys()].sort((a, b) => SOURCES[b]!.living - SOURCES[a]!.living);
const LIST_ORDERS: Readonly<Record<ListOrder, readonly number[]>> = {
  mixed: [...SOURCES.keys()],
  best: BEST,
  worst: BEST.toReversed(),
};
const KINDS = [
  { kind: 'steady', share: 35 },
  { kind: 'flapping', share: 45 },
  { kind: 'daily', share: 20 },
] as const;
const COUNTRIES = ['US', 'DE', 'CN', 'BR', 'ID', 'RU', 'IN', 'FR'] as const;
const DEAD_REASONS: readonly { readonly reason: FailureReason; readonly share: number }[] = [
  { reason: 'connect-timeout', share: 70 },
  { reason: 'refused', share: 20 },
  { reason: 'bad-reply', share: 5 },
  { reason: 'not-a-proxy', share: 3 },
  { reason: 'auth-required', share: 2 },
];
const AWAY_REASONS: readonly { readonly reason: FailureReason; readonly share: number }[] = [
  { reason: 'connect-timeout', share: 50 },
  { reason: 'no-answer', share: 25 },
  { reason: 'reset', share: 25 },
];
/** Half of the living die within this. */
const HALF_LIFE = 84 * HOUR;
/** Share of the proxies that is there at the start; the others come during the life. */
const AT_START = 0.8;

export class ProxyLife {
  readonly #lives: readonly Life[];
  readonly #startAt: number;
  #admitted = 0;

  /** @param lengthMs over which the lists grow from four fifths to the whole */
  constructor(count: number, seed: number, startAt: number, lengthMs: number) {
    const random = seededRandom(seed);
    this.#startAt = startAt;
    this.#lives = Array.from({ length: count }, (_, number) => {
      const late = Math.max(0, number / count - AT_START) / (1 - AT_START);
      return born(random, startAt + late * lengthMs);
    });
  }

  /** Lets the pool know of everybody that lists name by then; call it with rising times, for one pool only. */
  async list(pool: Pool, now: number, lists: ListOrder = 'mixed'): Promise<void> {
    const from = this.#admitted;
    while (this.#admitted < this.#lives.length && this.#lives[this.#admitted]!.bornAt <= now) this.#admitted += 1;
    for (const source of LIST_ORDERS[lists]) {
      const { name } = SOURCES[source]!;
      const named = [];
      for (let number = from; number < this.#admitted; number += 1) {
        const { sources, port, protocol } = this.#lives[number]!;
        if (sources.includes(source))
          named.push({ host: formatIpv4(0x7f00_0000 + number + 1), port, protocols: PROTOCOL_BIT[protocol] });
      }
      if (named.length > 0) await pool.admit(batchOf(named), { source: name });
    }
  }

  /** Share of the listed ones that would pass now. */
  alive(now: number): number {
    let alive = 0;
    for (let number = 0; number < this.#admitted; number += 1) if (this.#passes(number, now)) alive += 1;
    return alive / this.#admitted;
  }

  /** What a check of the proxy with this address would find now. */
  check(id: number, host: string, now: number): CheckReport {
    const [, second, third, fourth] = host.split('.').map(Number) as [number, number, number, number];
    const number = second * 65_536 + third * 256 + fourth - 1;
    const { protocol, country, latencyMs, diesAt, reason } = this.#lives[number]!;
    if (!this.#passes(number, now)) return report(id, now, [bad(now < diesAt ? reason : 'refused', protocol)]);
    // Who is about to die gets slow first.
    const strain = diesAt - now < 3 * HOUR ? 3 : 1;
    const jitter = 0.7 + 0.6 * chance(number, Math.floor(now / 1_000));
    return report(id, now, [good({ protocol, latencyMs: latencyMs * strain * jitter })], { country });
  }

  #passes(number: number, now: number): boolean {
    const { kind, diesAt, spellMs, duty } = this.#lives[number]!;
    if (kind === 'dead' || now >= diesAt) return false;
    // Whatever it is, one check in thirty fails by bad luck.
    if (chance(number, Math.floor(now / (10 * MINUTE))) < 0.03) return false;
    if (kind === 'steady') return true;
    if (kind === 'flapping') return chance(number + 0x5000_0000, Math.floor((now - this.#startAt) / spellMs)) < duty;
    const hour = (now / HOUR) % 24;
    return hour >= 7 && hour < 19;
  }
}

function born(random: Random, bornAt: number): Life {
  const source = pickWeighted(random, SOURCES, ({ share }) => share);
  const isLiving = random() < source.living;
  const kind: Kind = isLiving ? pickWeighted(random, KINDS, ({ share }) => share).kind : 'dead';
  const sources = new Set([SOURCES.indexOf(source)]);
  // What works is copied from list to list.
  while (random() < (isLiving ? 0.45 : 0.3)) {
    sources.add(SOURCES.indexOf(pickWeighted(random, SOURCES, ({ share }) => share)));
  }
  return {
    kind,
    port: 1_024 + Math.floor(random() * 60_000),
    protocol: PROTOCOLS[Math.floor(random() * PROTOCOLS.length)]!,
    country: COUNTRIES[Math.floor(random() * COUNTRIES.length)]!,
    bornAt,
    diesAt: bornAt - HALF_LIFE * Math.log2(1 - random()),
    spellMs: (20 + 160 * random()) * MINUTE,
    duty: 0.2 + 0.5 * random(),
    latencyMs: 150 * 20 ** random(),
    reason: pickWeighted(random, isLiving ? AWAY_REASONS : DEAD_REASONS, ({ share }) => share).reason,
    sources: [...sources],
  };
}

/** From 0 to 1, the same for the same two numbers, unlike for near ones. */
function chance(one: number, other: number): number {
  let mixed = Math.imul(one ^ 0x9e37_79b9, 0x85eb_ca6b) ^ Math.imul(other + 0x7f4a_7c15, 0xc2b2_ae35);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b_3c6d);
  mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a_2d39);
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
}
