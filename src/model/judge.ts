/** What can be wrong with the judge of a check while it runs: the words of worker, engine and faces. */
import { safeText } from '../lib/safe-text.ts';
import { formatCount, formatDuration } from '../lib/units.ts';

export interface JudgeTrouble {
  /** Where it was asked directly: `http://192.0.2.1:8080`. */
  readonly at: string;
  /** `silent`: there was no reply. `other`: there is one, but not what this judge said when the check began. */
  readonly how: 'silent' | 'other';
  /** `connection refused`, `another certificate`, `status 503`, in a few words. */
  readonly detail: string;
}

/** Where a page is asked for, as it is told in {@link JudgeTrouble.at}. */
export function placeOf({ secure, authority }: { readonly secure: boolean; readonly authority: string }): string {
  return `${secure ? 'https' : 'http'}://${authority}`;
}

/** A judge that answers as it should, but sees us or answers us otherwise than it did: learnt again, and no proxy is held against what was. */
export interface JudgeViewChange {
  readonly at: string;
  /** It was asked from an address that was not known to be ours. */
  readonly address: boolean;
  /** Headers of our requests that are new to it, null where what it sees of them is the same; empty where some are gone or reworded. */
  readonly request: readonly string[] | null;
  /** Its replies come with other headers. */
  readonly response: boolean;
  /** Whether it sees everybody at one address now, so that it tells nothing of who asks; null where that is as it was. */
  readonly hidden: boolean | null;
}

/** `the judge at http://… sees us at another address than when the check began: learnt anew`. */
export function viewText({ at, address, request, response, hidden }: JudgeViewChange): string {
  if (hidden === true)
    return `the judge at ${at} does not see who asks any more, but one address for everybody: anonymity and exits are unknown`;
  if (hidden === false) return `the judge at ${at} sees who asks: anonymity and exits are told`;
  const names =
    request !== null && request.length > 0 ? ` (${request.map((name) => safeText(name, 40)).join(', ')})` : '';
  const what = [
    address ? 'sees us at another address' : '',
    request === null ? '' : `sees other headers in our requests${names}`,
    response ? 'answers with other headers' : '',
  ].filter((part) => part !== '');
  return `the judge at ${at} ${what.join(' and ')} than when the check began: learnt anew, and nobody is judged by what was`;
}

/** The trouble as those see it who ask the engine. */
export interface JudgeOutage extends JudgeTrouble {
  /** Who answers checks: a judge, or the operator's own page. */
  readonly who: 'judge' | 'page';
  /** Epoch milliseconds at which it was first seen. */
  readonly since: number;
  /** Proxies whose check came to nothing because of it: none of them is blamed. */
  readonly spared: number;
}

/** `does not answer (connection refused)`, `answers otherwise than before (another certificate)`. */
export function troubleText({ how, detail }: JudgeTrouble): string {
  return `${how === 'silent' ? 'does not answer' : 'answers otherwise than before'} (${detail})`;
}

/** Said when it is over. @param now epoch milliseconds */
export function recoveryText({ who, at, since, spared }: JudgeOutage, now: number): string {
  const checks =
    spared === 0
      ? ''
      : `; ${formatCount(spared)} ${spared === 1 ? 'check' : 'checks'} came to nothing and nobody is blamed`;
  return `the ${who} at ${at} answers again after ${formatDuration(now - since)}${checks}`;
}
