/**
 * What came of checks against the operator's own pages: at most 16 of them, and of each only the proxies that were checked
 * against it, 16 bytes each in pages of slots (docs/decisions/0016). Knows no proxy and no rule: src/pool/targets.ts does.
 */
import { isProtocol, protocolNames, protocolSet } from '../model/proxy.ts';
import type { Protocol } from '../model/proxy.ts';
import type { FailureReason } from '../model/report.ts';
import type { TargetVerdict } from '../model/target.ts';
import { reasonCode, reasonOf } from './codes.ts';
import { LATENCY_UNIT } from './columns.ts';
import { pageKey, shownOf } from './page-key.ts';

/** The least lately used one gives way to the seventeenth. */
export const TARGETS_KEPT = 16;

const PAGE = 256;
/** Rows may name pages that were removed since; more than this no sound file names. */
const UNNAMED_MOST = 4 * TARGETS_KEPT;
const PASSED = 64;
const COUNT_MAX = 65_535;

/** One proxy at one page. */
export interface TargetResult {
  readonly passed: boolean;
  readonly reason: FailureReason | null;
  /** Status code of the page; null when it never came so far. */
  readonly status: number | null;
  readonly latencyMs: number | null;
  readonly protocols: readonly Protocol[];
  readonly tlsIntact: boolean | null;
  readonly checks: number;
  readonly passes: number;
  /** ISO 8601, to the second. */
  readonly at: string;
}

/** A page that proxies are checked against. */
export interface Target {
  readonly id: number;
  /** What it is known by, see page-key.ts. */
  readonly key: string;
  /** Its URL, in which keys and passwords are masked. */
  readonly shown: string;
  /** Epoch milliseconds of the newest check. */
  usedAt: number;
  /** Proxies checked there, and those whose last check there passed. */
  checked: number;
  passed: number;
}

/** What the state file holds of the pages themselves, `url` being the key; their results stand in the rows of the proxies. */
export interface TargetsImage {
  /** No number is used twice: rows that name a page that was removed mean nobody. */
  readonly next: number;
  readonly list: readonly { readonly id: number; readonly url: string; readonly usedAt: number }[];
}

class Page {
  readonly at = new Uint32Array(PAGE);
  readonly latency = new Uint32Array(PAGE);
  readonly status = new Uint16Array(PAGE);
  readonly checks = new Uint16Array(PAGE);
  readonly passes = new Uint16Array(PAGE);
  readonly reason = new Uint8Array(PAGE);
  /** Protocols that passed, twice a bit for TLS (known, intact), {@link PASSED}. */
  readonly facts = new Uint8Array(PAGE);
  used = 0;
}

interface Kept extends Target {
  /** False until the document says which page it is: rows are loaded before it. */
  named: boolean;
  readonly pages: Map<number, Page>;
}

export class TargetResults {
  #kept: Kept[] = [];
  #next = 1;
  /** The document was read: a row that names an unknown page names one that was removed. */
  #isComplete = false;

  /** Pages by number. */
  list(): readonly Target[] {
    return this.#kept.filter(({ named }) => named);
  }

  get(id: number): Target | undefined {
    return this.#kept.find((target) => target.named && target.id === id);
  }

  /** The number of this page, which is the newest used from now on. */
  use(url: string, now: number): number {
    const key = pageKey(url);
    let target = this.#kept.find((one) => one.named && one.key === key);
    if (target === undefined) {
      const named = this.#kept.filter((one) => one.named).sort((a, b) => a.usedAt - b.usedAt || a.id - b.id);
      for (const { id } of named.slice(0, Math.max(0, named.length + 1 - TARGETS_KEPT))) this.remove(id);
      this.#kept.push((target = newTarget(this.#next++, key, true)));
    }
    target.usedAt = now;
    return target.id;
  }

  /** @returns whether there was one */
  remove(id: number): boolean {
    const before = this.#kept.length;
    this.#kept = this.#kept.filter((target) => target.id !== id);
    return this.#kept.length < before;
  }

  write(id: number, slot: number, verdict: TargetVerdict & { readonly passed: boolean }): void {
    const target = this.#kept.find((one) => one.id === id);
    if (target === undefined) return;
    const { page, place } = placeOf(target, slot);
    if (page.checks[place] === 0) {
      page.used += 1;
      target.checked += 1;
    } else if ((page.facts[place]! & PASSED) !== 0) target.passed -= 1;
    if (verdict.passed) target.passed += 1;
    page.at[place] = Math.floor(verdict.at / 1_000);
    page.latency[place] = verdict.latencyMs === null ? 0 : Math.max(1, Math.round(verdict.latencyMs * LATENCY_UNIT));
    page.status[place] = verdict.status ?? 0;
    page.checks[place] = Math.min(COUNT_MAX, page.checks[place]! + 1);
    page.passes[place] = Math.min(COUNT_MAX, page.passes[place]! + (verdict.passed ? 1 : 0));
    page.reason[place] = reasonCode(verdict.reason);
    page.facts[place] = factsOf(verdict.protocols, verdict.tlsIntact, verdict.passed);
  }

  /** Null when the proxy was not checked there. */
  of(id: number, slot: number): TargetResult | null {
    const target = this.#kept.find((one) => one.id === id);
    const page = target?.pages.get(Math.floor(slot / PAGE));
    const place = slot % PAGE;
    if (page === undefined || page.checks[place] === 0) return null;
    const facts = page.facts[place]!;
    return {
      passed: (facts & PASSED) !== 0,
      reason: reasonOf(page.reason[place]!),
      status: page.status[place] || null,
      latencyMs: page.latency[place] === 0 ? null : page.latency[place]! / LATENCY_UNIT,
      protocols: protocolNames(facts & 15),
      tlsIntact: (facts & 16) === 0 ? null : (facts & 32) !== 0,
      checks: page.checks[place]!,
      passes: page.passes[place]!,
      at: new Date(page.at[place]! * 1_000).toISOString(),
    };
  }

  /** Whether the last check of the proxy there passed; makes nothing, so that filters may ask it of everybody. */
  passedAt(id: number, slot: number): boolean {
    const page = this.#kept.find((one) => one.id === id)?.pages.get(Math.floor(slot / PAGE));
    return page !== undefined && (page.facts[slot % PAGE]! & PASSED) !== 0;
  }

  isKnown(id: number, slot: number): boolean {
    const page = this.#kept.find((one) => one.id === id)?.pages.get(Math.floor(slot / PAGE));
    return page !== undefined && page.checks[slot % PAGE] !== 0;
  }

  /** Where the last check of the proxy passed. */
  passedOf(slot: number): readonly string[] {
    if (this.#kept.length === 0) return NOWHERE;
    const found = this.#kept.filter(({ id, named }) => named && this.passedAt(id, slot));
    return found.length === 0 ? NOWHERE : found.map(({ shown }) => shown);
  }

  /** Forgets the proxy of a slot. */
  delete(slot: number): void {
    for (const target of this.#kept) {
      const number = Math.floor(slot / PAGE);
      const page = target.pages.get(number);
      const place = slot % PAGE;
      if (page === undefined || page.checks[place] === 0) continue;
      if ((page.facts[place]! & PASSED) !== 0) target.passed -= 1;
      target.checked -= 1;
      page.used -= 1;
      if (page.used === 0) target.pages.delete(number);
      else
        for (const column of [page.at, page.latency, page.status, page.checks, page.passes, page.reason, page.facts])
          column[place] = 0;
    }
  }

  /** Forgets all of them, until {@link restore}; numbers go on. */
  clear(): void {
    this.#kept = [];
    this.#isComplete = false;
  }

  /** The results of one proxy as its row in the state file holds them; 0 = none. */
  rowImage(slot: number): unknown {
    if (this.#kept.length === 0) return 0;
    const all = this.#kept.flatMap(({ id, named }) => {
      const found = named ? this.of(id, slot) : null;
      if (found === null) return [];
      const { passed, reason, status, latencyMs, protocols, tlsIntact, checks, passes, at } = found;
      const words = protocols.join(' ') || 0;
      const rest = [status ?? 0, latencyMs ?? 0, Date.parse(at) / 1_000, checks, passes, words, tlsIntact ?? 0];
      return [[id, passed ? 'passed' : (reason ?? 'failed'), ...rest]];
    });
    return all.length === 0 ? 0 : all;
  }

  /** Takes what {@link rowImage} gave out; anything else is passed over. */
  restoreRow(slot: number, value: unknown): void {
    if (!Array.isArray(value)) return;
    for (const one of value as readonly unknown[]) {
      if (!Array.isArray(one)) continue;
      const [id, told, status, latencyMs, at, checks, passes, words, tlsIntact] = one as readonly unknown[];
      if (!isCount(id, 2 ** 32) || id === 0 || !isCount(checks, COUNT_MAX) || checks === 0) continue;
      if (!isCount(at, 2 ** 32 - 1)) continue;
      let target = this.#kept.find((kept) => kept.id === id);
      if (target === undefined) {
        if (this.#isComplete || this.#kept.length >= UNNAMED_MOST) continue;
        this.#kept.push((target = newTarget(id, '', false)));
      }
      const passed = told === 'passed';
      this.write(id, slot, {
        id: 0,
        at: at * 1_000,
        passed,
        reason: passed || typeof told !== 'string' ? null : reasonOf(reasonCode(told)),
        status: isCount(status, COUNT_MAX) && status > 0 ? status : null,
        latencyMs: typeof latencyMs === 'number' && latencyMs > 0 && latencyMs < 1e8 ? latencyMs : null,
        protocols: typeof words === 'string' ? protocolSet(words.split(' ').filter(isProtocol)) : 0,
        tlsIntact: typeof tlsIntact === 'boolean' ? tlsIntact : null,
        reached: null,
      });
      const { page, place } = placeOf(target, slot);
      page.checks[place] = checks;
      page.passes[place] = isCount(passes, checks) ? passes : 0;
    }
  }

  image(): TargetsImage {
    return { next: this.#next, list: this.list().map(({ id, key, usedAt }) => ({ id, url: key, usedAt })) };
  }

  /** Says which pages the rows that were loaded mean, and forgets what is named by none. Anything that is no image is none. */
  restore(found: unknown): void {
    const image = (typeof found === 'object' && found !== null ? found : {}) as Partial<Record<string, unknown>>;
    const list = Array.isArray(image['list']) ? (image['list'] as readonly unknown[]) : [];
    const named: Kept[] = [];
    for (const one of list.slice(0, TARGETS_KEPT)) {
      const { id, url, usedAt } = (one ?? {}) as Partial<Record<string, unknown>>;
      if (!isCount(id, 2 ** 32) || id === 0 || typeof url !== 'string' || !URL.canParse(url)) continue;
      const key = pageKey(url);
      if (named.some((kept) => kept.id === id || kept.key === key)) continue;
      const loaded = this.#kept.find((kept) => kept.id === id);
      named.push({
        ...(loaded ?? newTarget(id, key, true)),
        key,
        shown: shownOf(key),
        named: true,
        usedAt: isCount(usedAt, 8.64e15) ? usedAt : 0,
      });
    }
    this.#kept = named;
    this.#isComplete = true;
    const next = image['next'];
    this.#next = Math.max(this.#next, isCount(next, 2 ** 32) ? next : 1, ...named.map(({ id }) => id + 1));
  }
}

const NOWHERE: readonly string[] = Object.freeze([]);

function newTarget(id: number, key: string, named: boolean): Kept {
  return { id, key, shown: shownOf(key), named, usedAt: 0, checked: 0, passed: 0, pages: new Map() };
}

function placeOf(target: Kept, slot: number): { readonly page: Page; readonly place: number } {
  const number = Math.floor(slot / PAGE);
  let page = target.pages.get(number);
  if (page === undefined) target.pages.set(number, (page = new Page()));
  return { page, place: slot % PAGE };
}

function factsOf(protocols: number, tlsIntact: boolean | null, passed: boolean): number {
  return protocols | (tlsIntact === null ? 0 : tlsIntact ? 48 : 16) | (passed ? PASSED : 0);
}

function isCount(value: unknown, most: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most;
}
