/**
 * How judges see us and answer us directly: learnt before a run, and again whenever they are asked in it, since our address
 * may change, and a judge may come back in another place. Lives in the check worker, fed by the judge watch.
 */
import { canonicalIp, classifyIp } from '../lib/address.ts';
import type { JudgeViewChange } from '../model/judge.ts';
import { placeOf } from '../model/judge.ts';
import { lastValue, type HeaderField } from '../net/http-head.ts';
import type { HttpReply } from '../net/http-response.ts';
import { anonymityOf, changedRequest, showsAny } from './anonymity.ts';
import { readEcho } from './echo.ts';
import { hidesCallers } from './hidden-callers.ts';
import type { Ask, JudgePlan, JudgeSite } from './judge-plan.ts';
import { ofThisMachine } from './own-addresses.ts';
import { changedHeader, droppedHeader, eitherReply } from './tamper.ts';

type Plan = Pick<JudgePlan, 'http' | 'https' | 'ownAddresses'>;

export class DirectViews {
  readonly #tell: (change: JudgeViewChange) => void;
  /** By the site of the plan: the same with what is known now. */
  readonly #now = new Map<JudgeSite, JudgeSite>();
  /** Worked out once: it is asked for with every reply. */
  readonly #delicate = new Map<JudgeSite, boolean>();
  readonly #ownBefore: readonly string[];
  readonly #machine: readonly string[];
  /** Sites that saw some proxy at an address that is not ours, so that they tell callers apart. */
  readonly #apart = new Set<JudgeSite>();
  /** Proxies that others saw at ours, though they stand elsewhere. */
  readonly #alike = new Map<JudgeSite, Set<string>>();
  #own: readonly string[];

  /** @param machine its addresses, canonical */
  constructor({ http, https, ownAddresses }: Plan, tell: (change: JudgeViewChange) => void, machine = ofThisMachine()) {
    this.#tell = tell;
    this.#machine = machine;
    this.#ownBefore = this.#own = ownAddresses;
    for (const site of [http, https]) if (site) this.#now.set(site, site);
  }

  /** Every address that is ours, and those that were: canonical. */
  get own(): readonly string[] {
    return this.#own;
  }

  /** @param site of the plan. @returns the same with the headers as they are known now */
  now(site: JudgeSite): JudgeSite {
    return this.#now.get(site)!;
  }

  /**
   * Whether even a proxy that seems to tell nothing needs another look: our requests or addresses there are not what they
   * were, or what is ours stands in every request. What replies come with says nothing about that.
   */
  isDelicate(site: JudgeSite): boolean {
    let is = this.#delicate.get(site);
    if (is === undefined) {
      const { baseline } = this.now(site);
      is = baseline !== site.baseline || this.#own !== this.#ownBefore || showsUs(baseline, this.#own).length > 0;
      this.#delicate.set(site, is);
    }
    return is;
  }

  /** A proxy was seen at an address that is not ours. */
  sawApart(site: JudgeSite): void {
    if (this.#apart.has(site)) return;
    const wasHidden = this.#isAlike(site);
    this.#apart.add(site);
    if (wasHidden) this.#hide(site, false);
  }

  /**
   * A proxy that stands elsewhere was seen at an address of ours. That is the proxy's doing where the judge tells callers
   * apart, or the address is this machine's own out there, where nobody else has it; else nobody knows, and of several
   * nobody believes it.
   * @param proxy its address
   * @returns whether it is the proxy's
   */
  sawAtOurs(site: JudgeSite, proxy: string, ours: string): boolean {
    if (this.#apart.has(site) || (this.#machine.includes(ours) && classifyIp(ours) === 'public')) return true;
    const alike = this.#alike.get(site) ?? new Set();
    this.#alike.set(site, alike.add(proxy));
    if (alike.size === ALIKE) this.#hide(site, true);
    return false;
  }

  /** Everybody seems to be us. */
  #isAlike(site: JudgeSite): boolean {
    return !this.#apart.has(site) && (this.#alike.get(site)?.size ?? 0) >= ALIKE;
  }

  #hide(site: JudgeSite, hidden: boolean): void {
    this.#now.set(site, { ...this.now(site), hidesCallers: hidden });
    this.#tell({ at: placeOf(site.echo), address: false, request: null, response: false, hidden });
  }

  /**
   * A good reply to a direct request.
   * @returns whether it differs from what was known, so that what was asked before proves nothing
   */
  learn(ask: Ask, reply: HttpReply, nonce: string): boolean {
    let differs = false;
    for (const [site, now] of this.#now) {
      if (site.echo !== ask && site.page !== ask) continue;
      const responseHeaders = newResponse(site.echo === ask ? now.echo : now.page, reply.headers);
      const seen = site.echo === ask ? readEcho(site.format, reply.latin1, nonce) : null;
      const echo = seen?.kind === 'echo' ? seen.echo : null;
      const address = echo === null ? null : (canonicalIp(echo.address) ?? echo.address);
      const isHidden =
        echo !== null && hidesCallers({ address: address!, headers: echo.headers, judge: ask.address }, this.#machine);
      const hidden = echo === null || isHidden === now.hidesCallers || this.#isAlike(site) ? null : isHidden;
      const isElsewhere = address !== null && !isHidden && !this.#own.includes(address);
      if (isElsewhere) this.#own = [...this.#own, address];
      const request = echo && newRequest(now.baseline, echo.headers, this.#own, address!);
      if (responseHeaders === null && !request && !isElsewhere && hidden === null) continue;
      differs = true;
      this.#delicate.clear();
      this.#now.set(site, {
        ...now,
        ...(hidden === null ? {} : { hidesCallers: hidden }),
        ...(request ? { baseline: request.baseline } : {}),
        ...(responseHeaders && (site.echo === ask ? { echo: { ...now.echo, responseHeaders } } : {})),
        ...(responseHeaders && (site.page === ask ? { page: { ...now.page, responseHeaders } } : {})),
      });
      this.#tell({
        at: placeOf(ask),
        address: isElsewhere,
        request: request ? request.names : null,
        response: responseHeaders !== null,
        hidden,
      });
    }
    return differs;
  }
}

/** So many proxies that leave with our address, and none with another, are no coincidence. */
const ALIKE = 3;

/** Names of headers that show an address of ours. */
function showsUs(headers: readonly HeaderField[], own: readonly string[]): string[] {
  return headers.flatMap(([name, value]) => (name !== 'host' && showsAny(value, own) ? [name] : []));
}

/** The baseline of now, and which headers are new in it; null where a proxy would be judged by the old one as by this. */
function newRequest(
  known: readonly HeaderField[],
  seen: readonly HeaderField[],
  own: readonly string[],
  address: string,
): { readonly baseline: readonly HeaderField[]; readonly names: readonly string[] } | null {
  const names = seen.flatMap((field) =>
    anonymityOf({ headers: [field], baseline: known, own, exit: address }) === 'elite' ? [] : [field[0]],
  );
  const showed = showsUs(known, own);
  const isGone = showed.some((name) => lastValue(seen, name) === null);
  if (names.length === 0 && !isGone && changedRequest(seen, known) === null) return null;
  // One that comes and goes stays: to be without it gives nobody away, to be the only one with it would.
  const kept = known.filter(([name]) => !showed.includes(name) && lastValue(seen, name) === null);
  return { baseline: [...seen, ...kept], names };
}

/** What is sent beside the page now; null where a proxy that leaves it as it is passes by what was known. */
function newResponse(known: Ask, seen: readonly HeaderField[]): readonly HeaderField[] | null {
  if (changedHeader(seen, known.responseHeaders) === null && droppedHeader(seen, known.responseHeaders) === null)
    return null;
  return eitherReply(seen, known.responseHeaders);
}
