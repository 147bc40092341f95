/** What a RefBot judge tells about itself, asked directly and read strictly. Used to learn a judge and to find its pages of asked size. */
import { RefbotError, fail } from '../model/errors.ts';
import { maskSecrets } from '../lib/safe-text.ts';
import { bodyText } from '../net/http-response.ts';
import { ABOUT_PATH, type JudgeAbout } from './judge/page.ts';
import { askDirectly, type Direct } from './learn-site.ts';

/** @returns null when there is no RefBot judge at this origin. @throws judge-unreachable, address-refused, the signal's reason */
export async function askAbout(origin: string, direct: Direct): Promise<JudgeAbout | null> {
  const reply = await askDirectly(origin + ABOUT_PATH, direct).catch((error: unknown) => {
    direct.signal?.throwIfAborted();
    if (error instanceof RefbotError && error.errorName === 'address-refused') throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw fail('judge-unreachable', `the judge at ${maskSecrets(origin)} cannot be reached: ${why}`, { cause: error });
  });
  return reply.status === 200 ? parseAbout(bodyText(reply)) : null;
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
