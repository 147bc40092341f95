/**
 * Chooses the judge of a run: the one the operator named, our own when every proxy is on loopback, else a public one,
 * else none at all; and who confirms it, on another host where there is one. Called by the engine before each run; asks
 * every candidate directly first.
 */
import type { NetworkPolicy } from '../core/guard.ts';
import { isLoopback } from '../lib/address.ts';
import { maskSecrets } from '../lib/safe-text.ts';
import { RefbotError, fail } from '../model/errors.ts';
import { placeOf } from '../model/judge.ts';
import { urlHost } from '../net/request.ts';
import { ECHO_FORMATS } from './echo.ts';
import { LIVENESS_PLAN, type JudgePlan, type TargetPlan } from './judge-plan.ts';
import { learnConfirmers } from './learn-confirmer.ts';
import { learnRefbot } from './learn-refbot.ts';
import {
  askDirectly,
  askOf,
  firstOf,
  learnEcho,
  learnPage,
  siteOf,
  type Confirmer,
  type Direct,
  type LearntEcho,
  type LearntPage,
} from './learn-site.ts';
import { ownAddresses } from './own-addresses.ts';
import { KNOWN_PAGES, PUBLIC_JUDGES, type PublicJudge } from './public-judges.ts';

export interface PlanJudgeOptions {
  /** URL the operator named, by flag or configuration; null = none. */
  readonly judge: string | null;
  /** URL of a second judge or known page, which confirms what the first one says; null or absent = none. */
  readonly second?: string | null;
  /** Every proxy that will be checked is on loopback. */
  readonly allLoopback: boolean;
  /** Gives the URL of our own judge, starting it when it does not run. */
  readonly startOwn: () => Promise<{ readonly http: string }>;
  readonly policy: NetworkPolicy;
  /** Config `verify_ssl`: the chain must be trusted, too, except for RefBot judges. */
  readonly verifyChain: boolean;
  /** For one direct request; default 5,000. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** Public judges and pages; default the declared ones. */
  readonly publicJudges?: readonly PublicJudge[];
  readonly knownPages?: readonly string[];
}

const TIMEOUT_MS = 5_000;
/** Between the names of two witnesses. */
const CONFIRMED = ', confirmed by ';

/** @throws judge-unreachable (a judge the operator named, or our own); bad-value; the signal's reason */
export async function planJudge(options: PlanJudgeOptions): Promise<JudgePlan> {
  return withBlindness(await planBoth(options));
}

/** Says where a judge does not see who asks it. */
function withBlindness(plan: JudgePlan): JudgePlan {
  const blind = [plan.http, plan.https].flatMap((site) => (site?.hidesCallers ? [placeOf(site.echo)] : []));
  if (blind.length === 0) return plan;
  const note = `the judge at ${blind.join(' and ')} does not see who asks it, but a server in between: anonymity and exits are unknown; let that pass connections on as they are, or name another judge`;
  return { ...withNote(plan, note), label: `${plan.label} (does not see who asks)` };
}

async function planBoth(options: PlanJudgeOptions): Promise<JudgePlan> {
  const { policy, verifyChain, signal, timeoutMs = TIMEOUT_MS } = options;
  const named: Direct = { policy, trusted: true, verifyChain, timeoutMs, ...(signal ? { signal } : {}) };
  const second = options.second == null ? null : parseUrl(options.second, 'second judge');
  const plan = await planFirst(options, named);
  // Without a judge there is nothing to confirm.
  if (second === null || plan.kind === 'none') return plan;
  // Our own judge means that all proxies are on loopback, which need not reach anything beyond it.
  if (plan.kind === 'own' && !isLoopback(urlHost(second)) && second.hostname !== 'localhost')
    return withNote(
      plan,
      `the second judge ${maskSecrets(second.href)} is not on loopback: these proxies are confirmed by our own`,
    );
  return confirmedBy(plan, second, named);
}

async function planFirst(options: PlanJudgeOptions, named: Direct): Promise<JudgePlan> {
  if (options.judge !== null) return planNamed(options.judge, options, named);
  if (!options.allLoopback) return planPublic(options, { ...named, trusted: false });
  const own = await options.startOwn();
  const plan = await planRefbot(own.http, 'own', 'own', named);
  if (!plan) throw fail('judge-unreachable', `our own judge at ${own.http} does not answer`);
  return plan;
}

/** The plan with its confirming requests sent to a second judge, as far as that can be asked. */
async function confirmedBy(plan: JudgePlan, url: URL, direct: Direct): Promise<JudgePlan> {
  const name = maskSecrets(url.href);
  const learnt = await learnConfirmers(url, direct);
  if (learnt.kind === 'down')
    return unconfirmed(
      plan,
      `the second judge ${name} cannot be used (${learnt.problem}): the first one confirms, too`,
    );
  const { http, https } = learnt;
  const used = { http: plan.http !== null && http !== null, https: plan.https !== null && https !== null };
  const schemes = (['http', 'https'] as const).filter((scheme) => plan[scheme] !== null);
  if (!used.http && !used.https)
    return unconfirmed(
      plan,
      `the second judge ${name} has nothing over ${schemes.join(' or ')}: the first one confirms, too`,
    );
  const notes = [...plan.notes];
  const left = schemes.filter((scheme) => !used[scheme]);
  if (left.length > 0)
    notes.push(`the second judge ${name} has nothing over ${left.join(' or ')}: there the first one confirms`);
  const pairs = schemes.flatMap((scheme) =>
    used[scheme] ? [[plan[scheme]!.echo, learnt[scheme]!.page] as const] : [],
  );
  // By the address that answered: a host has many names.
  const isOneServer = pairs.every(([echo, page]) => echo.address === page.address && echo.port === page.port);
  if (pairs.some(([echo, page]) => echo.host === page.host || echo.address === page.address))
    notes.push(
      `the second judge ${name} is ${isOneServer ? 'the server' : 'on the host'} of the first: another connection, but not an independent witness`,
    );
  return {
    ...plan,
    // Where one of the two is not ours, we are guests there, and ask seldom whether it is still up.
    kind: learnt.isRefbot ? plan.kind : 'public',
    label: `${plan.label.split(CONFIRMED)[0]}${isOneServer ? '' : CONFIRMED + url.host}`,
    notes,
    http: plan.http && http ? { ...plan.http, ...http } : plan.http,
    https: plan.https && https ? { ...plan.https, ...https } : plan.https,
    ownAddresses: ownAddresses([...plan.ownAddresses, ...learnt.seenAs]),
  };
}

/** A second judge was wanted, and is not there. */
const unconfirmed = (plan: JudgePlan, note: string): JudgePlan => ({
  ...withNote(plan, note),
  label: `${plan.label} (second judge not used)`,
});

const withNote = (plan: JudgePlan, note: string): JudgePlan => ({ ...plan, notes: [...plan.notes, note] });

async function planNamed(text: string, options: PlanJudgeOptions, direct: Direct): Promise<JudgePlan> {
  const url = parseUrl(text, 'judge');
  const name = maskSecrets(text);
  const refbot = await planRefbot(url.origin, 'refbot', name, direct);
  if (refbot) return refbot;
  // Not one of ours: an echo page in one of the known formats, confirmed by a page of the same server or a known one.
  const echoUrl = `${url.href}${url.search === '' ? '?' : '&'}nonce=`;
  const echo = await firstOf(
    ECHO_FORMATS.filter((format) => format !== 'refbot').map((format) => learnEcho(echoUrl, format, direct)),
    direct,
  );
  if (!echo)
    throw fail('judge-unreachable', `${name} does not answer as a judge`, {
      hint: 'a RefBot judge, an azenv page or an httpbin `/get` is wanted',
    });
  const pages = options.second == null ? (options.knownPages ?? KNOWN_PAGES) : [];
  // Others than who was named are asked only when its server has no steady page; with a second judge, not even then.
  const page: Confirmer | null =
    (await firstOf([learnPage(`${url.origin}/?nonce=`, direct)], direct)) ??
    (await firstOf(
      pages.filter((page) => page.startsWith(url.protocol)).map((page) => learnPage(page, direct)),
      direct,
    )) ??
    (options.second == null ? null : echo);
  if (!page)
    throw fail('judge-unreachable', `${name} has no page that stays the same, and no known page can be reached`);
  const site = siteOf(echo, page);
  const secure = url.protocol === 'https:';
  return {
    kind: 'public',
    label: labelOf(name, echo, page),
    notes: [],
    http: secure ? null : site,
    https: secure ? site : null,
    ownAddresses: ownAddresses(echo.ownAddresses),
    trusted: true,
  };
}

/** The plan for a RefBot judge; null when there is none at this origin. */
async function planRefbot(
  origin: string,
  kind: 'own' | 'refbot',
  label: string,
  direct: Direct,
): Promise<JudgePlan | null> {
  const learnt = await learnRefbot(origin, direct);
  if (!learnt) return null;
  const { http, https } = learnt;
  return {
    kind,
    label,
    notes: [],
    http: http && siteOf(http.echo, http.page),
    https: https && siteOf(https.echo, https.page),
    ownAddresses: ownAddresses([http, https].flatMap((site) => site?.echo.ownAddresses ?? [])),
    trusted: true,
  };
}

/** Both witnesses, where they are two. */
function labelOf(name: string, echo: LearntEcho, page: Confirmer): string {
  return page.ask.authority === echo.ask.authority ? name : `${name}${CONFIRMED}${page.ask.authority}`;
}

async function planPublic(options: PlanJudgeOptions, direct: Direct): Promise<JudgePlan> {
  const judges = options.publicJudges ?? PUBLIC_JUDGES;
  const pages = options.knownPages ?? KNOWN_PAGES;
  const learn = async (scheme: 'http:' | 'https:'): Promise<{ echo: LearntEcho; page: LearntPage } | null> => {
    // No page is on the host of a judge, so whichever of them answers first, they are two witnesses.
    const [echo, page] = await Promise.all([
      firstSeeing(
        judges.filter(({ url }) => url.startsWith(scheme)).map(({ url, format }) => learnEcho(url, format, direct)),
        direct,
      ),
      firstOf(
        pages.filter((url) => url.startsWith(scheme)).map((url) => learnPage(url, direct)),
        direct,
      ),
    ]);
    return echo && page ? { echo, page } : null;
  };
  const [http, https] = await Promise.all([learn('http:'), learn('https:')]);
  const known = http ?? https;
  if (!known) return LIVENESS_PLAN;
  return {
    kind: 'public',
    label: labelOf(`${known.echo.ask.secure ? 'https' : 'http'}://${known.echo.ask.authority}`, known.echo, known.page),
    notes: [],
    http: http && siteOf(http.echo, http.page),
    https: https && siteOf(https.echo, https.page),
    ownAddresses: ownAddresses([http, https].flatMap((site) => site?.echo.ownAddresses ?? [])),
    trusted: false,
  };
}

/** The first that sees who asks it, else the first. */
async function firstSeeing(candidates: readonly Promise<LearntEcho>[], direct: Direct): Promise<LearntEcho | null> {
  const seeing = candidates.map(async (candidate) => {
    const echo = await candidate;
    if (echo.hidesCallers) throw fail('judge-unreachable', `${placeOf(echo.ask)} does not see who asks`);
    return echo;
  });
  return (await firstOf(seeing, direct)) ?? firstOf(candidates, direct);
}

function parseUrl(text: string, what: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:'))
    throw fail('bad-value', `the ${what} ${maskSecrets(text)} is no http or https URL`);
  if (url.username !== '' || url.password !== '')
    throw fail('bad-value', `the ${what} must not hold a user or password`);
  return url;
}

export interface PlanTargetOptions {
  readonly target: string;
  readonly policy: NetworkPolicy;
  /** For the direct request; default 5,000. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/**
 * The operator's own page instead of a judge. It is asked directly once, for its certificate; one that only proxies
 * can reach is fine.
 * @throws bad-value; address-refused (network.only is loopback and the page is elsewhere); the signal's reason
 */
export async function planTarget(options: PlanTargetOptions): Promise<TargetPlan> {
  const { target, policy, signal, timeoutMs = TIMEOUT_MS } = options;
  const url = parseUrl(target, 'target');
  url.hash = '';
  const reply = await askDirectly(url.href, {
    policy,
    trusted: true,
    verifyChain: false,
    timeoutMs,
    ...(signal ? { signal } : {}),
  }).catch((error: unknown) => {
    signal?.throwIfAborted();
    if (policy.only === 'loopback' && error instanceof RefbotError && error.errorName === 'address-refused')
      throw error;
    return null;
  });
  return { kind: 'target', label: maskSecrets(target), ask: askOf(url.href, reply), trusted: true };
}
