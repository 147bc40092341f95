/** Learns a RefBot judge over both of its ports from what it tells about itself. Called by planJudge, for the first judge and for a second one. */
import { maskSecrets, safeText } from '../lib/safe-text.ts';
import { fail } from '../model/errors.ts';
import type { JudgeAbout } from './judge/page.ts';
import { askAbout } from './judge-about.ts';
import { learnEcho, learnPage, type Direct, type LearntEcho, type LearntPage } from './learn-site.ts';

export interface LearntSite {
  readonly echo: LearntEcho;
  readonly page: LearntPage;
}

export interface LearntRefbot {
  /** Null = that port is closed to us. */
  readonly http: LearntSite | null;
  readonly https: LearntSite | null;
}

/** @returns null when there is no RefBot judge at this origin. @throws judge-unreachable, address-refused, the signal's reason */
export async function learnRefbot(origin: string, direct: Direct): Promise<LearntRefbot | null> {
  const about = await askAbout(origin, direct);
  if (!about) return null;
  const [http, https] = await Promise.all(
    [about.http, about.https].map((base) => {
      // The operator trusts the host they named, not every address that it points to.
      const trusted = direct.trusted && new URL(base).hostname === new URL(origin).hostname;
      // Its certificate is its own: nobody signed it, and its fingerprint is what counts.
      return learnSite(base, about, { ...direct, trusted, verifyChain: false });
    }),
  );
  if (!http && !https)
    throw fail('judge-unreachable', `the RefBot judge at ${maskSecrets(origin)} answers at neither of its ports`, {
      hint: `it names ${safeText(about.http, 80)} and ${safeText(about.https, 80)}: open them, or put nothing in front of it`,
    });
  return { http: http ?? null, https: https ?? null };
}

async function learnSite(base: string, about: JudgeAbout, direct: Direct): Promise<LearntSite | null> {
  try {
    const [echo, page] = await Promise.all([
      learnEcho(`${base}${about.echo}/`, 'refbot', direct),
      learnPage(`${base}${about.page}/`, direct),
    ]);
    return { echo, page };
  } catch {
    direct.signal?.throwIfAborted();
    return null; // one of the two ports may be closed to us; the other is enough for its protocols
  }
}
