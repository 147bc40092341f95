/**
 * Chooses the judge of a run: the one the operator named, our own when every proxy is on loopback, else a public one,
 * else none at all. Called by the engine before each run; asks every candidate directly first.
 */
import type { NetworkPolicy } from '../core/guard.ts';
import { RefbotError, fail } from '../model/errors.ts';
import { ECHO_FORMATS } from './echo.ts';
import { ABOUT_PATH, type JudgeAbout } from './judge/page.ts';
import { LIVENESS_PLAN, type JudgePlan, type JudgeSite, type TargetPlan } from './judge-plan.ts';
import {
  askDirectly,
  askOf,
  learnEcho,
  learnPage,
  siteOf,
  type Direct,
  type LearntEcho,
  type LearntPage,
} from './learn-site.ts';
import { KNOWN_PAGES, PUBLIC_JUDGES, type PublicJudge } from './public-judges.ts';

export interface PlanJudgeOptions {
  /** URL the operator named, by flag or configuration; null = none. */
  readonly judge: string | null;
  /** Every proxy that will be checked is on loopback. */
  readonly allLoopback: boolean;
  /** Gives the URL of our own judge, starting it when it does not run. */
  readonly startOwn: () => Promise<{ readonly http: string }>;
  readonly policy: NetworkPolicy;
  /** Config `verify_ssl`: through public judges the chain must be trusted, too. */
  readonly verifyChain: boolean;
  /** For one direct request; default 5,000. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** Public judges and pages; default the declared ones. */
  readonly publicJudges?: readonly PublicJudge[];
  readonly knownPages?: readonly string[];
}

const TIMEOUT_MS = 5_000;

/** @throws judge-unreachable (a judge the operator named, or our own); bad-value; the signal's reason */
export async function planJudge(options: PlanJudgeOptions): Promise<JudgePlan> {
  const { policy, signal, timeoutMs = TIMEOUT_MS } = options;
  const direct = (trusted: boolean): Direct => ({ policy, trusted, timeoutMs, ...(signal ? { signal } : {}) });
  if (options.judge !== null) return planNamed(options.judge, options, direct(true));
  if (options.allLoopback) {
    const own = await options.startOwn();
    const plan = await planRefbot(own.http, 'own', 'own', direct(true));
    if (!plan) throw fail('judge-unreachable', `our own judge at ${own.http} does not answer`);
    return plan;
  }
  return planPublic(options, direct(false));
}

async function planNamed(text: string, options: PlanJudgeOptions, direct: Direct): Promise<JudgePlan> {
  const url = parseUrl(text, 'judge');
  const refbot = await planRefbot(url.origin, 'refbot', text, direct);
  if (refbot) return refbot;
  // Not one of ours: an echo page in one of the known formats, confirmed by a page of the same server or a known one.
  const echoUrl = `${url.href}${url.search === '' ? '?' : '&'}nonce=`;
  const echo = await firstOf(
    ECHO_FORMATS.filter((format) => format !== 'refbot').map((format) => learnEcho(echoUrl, format, direct)),
    direct,
  );
  if (!echo)
    throw fail('judge-unreachable', `${text} does not answer as a judge`, {
      hint: 'a RefBot judge, an azenv page or an httpbin `/get` is wanted',
    });
  const pages = [
    `${url.origin}/?nonce=`,
    ...(options.knownPages ?? KNOWN_PAGES).filter((page) => page.startsWith(url.protocol)),
  ];
  const page = await firstOf(
    pages.map((page) => learnPage(page, direct)),
    direct,
  );
  if (!page)
    throw fail('judge-unreachable', `${text} has no page that stays the same, and no known page can be reached`);
  const site = siteOf(echo, page);
  const secure = url.protocol === 'https:';
  return {
    kind: 'public',
    label: text,
    http: secure ? null : site,
    https: secure ? site : null,
    ownAddress: echo.ownAddress,
    trusted: true,
    verifyChain: options.verifyChain,
  };
}

/** The plan for a RefBot judge; null when there is none at this origin. */
async function planRefbot(
  origin: string,
  kind: 'own' | 'refbot',
  label: string,
  direct: Direct,
): Promise<JudgePlan | null> {
  const about = await askDirectly(origin + ABOUT_PATH, direct).then(
    (reply) => (reply.status === 200 ? parseAbout(reply.body.toString()) : null),
    (error: unknown) => {
      direct.signal?.throwIfAborted();
      if (error instanceof RefbotError && error.errorName === 'address-refused') throw error;
      throw fail(
        'judge-unreachable',
        `the judge at ${origin} cannot be reached: ${error instanceof Error ? error.message : String(error)}`,
        { cause: error },
      );
    },
  );
  if (!about) return null;
  const [http, https] = await Promise.all(
    [about.http, about.https].map((base) => {
      // The operator trusts the host they named, not every address that it points to.
      const trusted = direct.trusted && new URL(base).hostname === new URL(origin).hostname;
      return learnRefbotSite(base, about, { ...direct, trusted });
    }),
  );
  const learnt = http ?? https;
  if (!learnt) return null;
  return {
    kind,
    label,
    http: http?.site ?? null,
    https: https?.site ?? null,
    ownAddress: learnt.ownAddress,
    trusted: true,
    verifyChain: false,
  };
}

async function learnRefbotSite(
  base: string,
  about: JudgeAbout,
  direct: Direct,
): Promise<{ site: JudgeSite; ownAddress: string } | null> {
  try {
    const [echo, page] = await Promise.all([
      learnEcho(`${base}${about.echo}/`, 'refbot', direct),
      learnPage(`${base}${about.page}/`, direct),
    ]);
    return { site: siteOf(echo, page), ownAddress: echo.ownAddress };
  } catch {
    direct.signal?.throwIfAborted();
    return null; // one of the two ports may be closed to us; the other is enough for its protocols
  }
}

function parseAbout(text: string): JudgeAbout | null {
  try {
    const about = JSON.parse(text) as Partial<JudgeAbout> | null;
    const texts = [about?.http, about?.https, about?.echo, about?.page];
    return about?.refbot === 1 &&
      texts.every((value) => typeof value === 'string') &&
      URL.canParse(about.http!) &&
      URL.canParse(about.https!)
      ? (about as JudgeAbout)
      : null;
  } catch {
    return null;
  }
}

async function planPublic(options: PlanJudgeOptions, direct: Direct): Promise<JudgePlan> {
  const judges = options.publicJudges ?? PUBLIC_JUDGES;
  const pages = options.knownPages ?? KNOWN_PAGES;
  const learn = async (scheme: 'http:' | 'https:'): Promise<{ echo: LearntEcho; page: LearntPage } | null> => {
    const [echo, page] = await Promise.all([
      firstOf(
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
    label: new URL(known.echo.ask.path, `${known.echo.ask.secure ? 'https' : 'http'}://${known.echo.ask.authority}`)
      .origin,
    http: http && siteOf(http.echo, http.page),
    https: https && siteOf(https.echo, https.page),
    ownAddress: known.echo.ownAddress,
    trusted: false,
    verifyChain: options.verifyChain,
  };
}

/** The first that succeeds; null when none does. @throws the signal's reason */
async function firstOf<T>(candidates: readonly Promise<T>[], direct: Direct): Promise<T | null> {
  try {
    return await Promise.any(candidates);
  } catch {
    direct.signal?.throwIfAborted();
    return null;
  }
}

function parseUrl(text: string, what: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:'))
    throw fail('bad-value', `the ${what} ${text} is no http or https URL`);
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
  const reply = await askDirectly(url.href, { policy, trusted: true, timeoutMs, ...(signal ? { signal } : {}) }).catch(
    (error: unknown) => {
      signal?.throwIfAborted();
      if (policy.only === 'loopback' && error instanceof RefbotError && error.errorName === 'address-refused')
        throw error;
      return null;
    },
  );
  return { kind: 'target', label: target, ask: askOf(url.href, reply), trusted: true };
}
