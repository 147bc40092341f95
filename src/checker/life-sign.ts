/** What a judge asked directly must show so that proxies may be blamed: that it still is what it was. Pure. */
import type { HttpReply } from '../net/http-response.ts';
import { readEcho } from './echo.ts';
import type { JudgeSite } from './judge-plan.ts';

/** @param nonce the one that was asked with */
export type LifeSign = (reply: HttpReply, nonce: string) => boolean;

/** The operator's own page may say what it likes, but not that it is out of order. */
const TARGET_SIGN: LifeSign = (reply) => reply.status < 500;

/**
 * @param site null = the operator's own page
 * @param page what confirms was asked for, not the echo
 */
export function lifeSign(site: JudgeSite | null, page: boolean): LifeSign {
  if (site === null) return TARGET_SIGN;
  const format = page ? site.pageFormat : site.format;
  return format === null
    ? ({ status, latin1 }, nonce) => status === 200 && latin1 === site.pageParts.join(nonce)
    : ({ status, latin1 }, nonce) => status === 200 && readEcho(format, latin1, nonce).kind === 'echo';
}
