/**
 * What a judge saw of our request through one proxy, held against what it sees directly after that: an address of ours
 * that is a new one, or headers of a judge that has moved, must not be taken for the proxy's. Pure; called by tracks.
 */
import type { Anonymity } from '../model/proxy.ts';
import type { HeaderField } from '../net/http-head.ts';
import { anonymityOf, changedRequest } from './anonymity.ts';
import type { JudgeSite } from './judge-plan.ts';
import { droppedHeader } from './tamper.ts';

export interface Sighting {
  /** Our request as it arrived. */
  readonly headers: readonly HeaderField[];
  /** Of the reply. */
  readonly responseHeaders: readonly HeaderField[];
  readonly exit: string;
  /** What it was judged by. */
  readonly by: JudgeSite;
}

export interface Told {
  readonly anonymity: Anonymity | null;
  readonly noticed: string | null;
}

/**
 * What can be said of it for certain; null where that depends on which of the two the judge was when it was asked.
 * @param now the judge as it is
 * @param own every address of ours that is known now
 */
export function settled(
  { headers, responseHeaders, exit, by }: Sighting,
  now: JudgeSite,
  own: readonly string[],
): Told {
  const [then, again] = [by, now].map((site) => ({
    anonymity: anonymityOf({ headers, baseline: site.baseline, own, exit }),
    noticed: changedRequest(headers, site.baseline) ?? droppedHeader(responseHeaders, site.echo.responseHeaders),
  })) as [Told, Told];
  return {
    anonymity: then.anonymity === again.anonymity ? again.anonymity : null,
    noticed: then.noticed === again.noticed ? again.noticed : null,
  };
}
