/**
 * What a judge saw of our request through one proxy, held against what it sees directly after that: an address of ours
 * that is a new one, or headers of a judge that has moved, must not be taken for the proxy's. Pure; called by the verdict
 * and by findings.
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
}

export interface Told {
  /** Null = that cannot be told. */
  readonly anonymity: Anonymity | null;
  /** What it changed that is worth showing and no tampering; null = nothing. */
  readonly noticed: string | null;
}

/** What it says of the proxy. @param own every address of ours that is known */
export function toldBy(
  { headers, responseHeaders, exit }: Sighting,
  { baseline, echo, hidesCallers }: JudgeSite,
  own: readonly string[],
): Told {
  return {
    anonymity: hidesCallers ? null : anonymityOf({ headers, baseline, own, exit }),
    noticed: changedRequest(headers, baseline) ?? droppedHeader(responseHeaders, echo.responseHeaders),
  };
}

/** What can be said for certain. */
export interface Settled extends Pick<Told, 'anonymity'> {
  /** Null = nothing; undefined = that cannot be told. */
  readonly noticed: string | null | undefined;
}

/**
 * Nothing where that depends on which of the two the judge was when it was asked.
 * @param by the judge as it was known then
 * @param now as it is
 */
export function settled(sighting: Sighting, by: JudgeSite, now: JudgeSite, own: readonly string[]): Settled {
  const [then, again] = [toldBy(sighting, by, own), toldBy(sighting, now, own)];
  return {
    anonymity: then.anonymity === again.anonymity ? again.anonymity : null,
    noticed: then.noticed === again.noticed ? again.noticed : undefined,
  };
}
