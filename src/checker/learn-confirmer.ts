/**
 * Learns the second judge, which confirms what the first one said: a RefBot judge, a page that stays the same, or an
 * echo page (azenv, httpbin). One that does not answer is no error: the first judge can confirm, too.
 */
import { ECHO_FORMATS } from './echo.ts';
import type { JudgeSite } from './judge-plan.ts';
import { learnRefbot } from './learn-refbot.ts';
import { confirmerOf, firstOf, learnEcho, learnPage, type Confirmer, type Direct } from './learn-site.ts';

type ConfirmingSite = Pick<JudgeSite, 'page' | 'pageParts' | 'pageFormat'>;

export type LearntConfirmers =
  | {
      readonly kind: 'up';
      readonly isRefbot: boolean;
      readonly http: ConfirmingSite | null;
      readonly https: ConfirmingSite | null;
      /** Our addresses as it saw them. */
      readonly seenAs: readonly string[];
    }
  | { readonly kind: 'down'; readonly problem: string };

/** @throws the signal's reason */
export async function learnConfirmers(url: URL, direct: Direct): Promise<LearntConfirmers> {
  try {
    const refbot = await learnRefbot(url.origin, direct);
    if (refbot) {
      const { http, https } = refbot;
      return {
        kind: 'up',
        isRefbot: true,
        http: http && confirmerOf(http.page),
        https: https && confirmerOf(https.page),
        seenAs: [http, https].flatMap((site) => site?.echo.ownAddresses ?? []),
      };
    }
  } catch (error) {
    direct.signal?.throwIfAborted();
    return { kind: 'down', problem: error instanceof Error ? error.message : String(error) };
  }
  const found = await learnOne(url, direct);
  if (!found) return { kind: 'down', problem: 'it is no judge and no page that stays the same' };
  const site = confirmerOf(found);
  const isSecure = url.protocol === 'https:';
  return {
    kind: 'up',
    isRefbot: false,
    http: isSecure ? null : site,
    https: isSecure ? site : null,
    seenAs: 'ownAddresses' in found ? found.ownAddresses : [],
  };
}

/** A page is the better witness: it is compared byte for byte. */
async function learnOne(url: URL, direct: Direct): Promise<Confirmer | null> {
  const asked = `${url.href}${url.search === '' ? '?' : '&'}nonce=`;
  const page = await firstOf([learnPage(asked, direct)], direct);
  if (page) return page;
  const formats = ECHO_FORMATS.filter((format) => format !== 'refbot');
  return firstOf(
    formats.map((format) => learnEcho(asked, format, direct)),
    direct,
  );
}
