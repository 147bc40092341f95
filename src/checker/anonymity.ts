/** How much of its user a proxy gives away, judged by what the judge saw. Pure rules (docs of the words: model/proxy). */
import type { Anonymity } from '../model/proxy.ts';
import type { HeaderField } from '../net/http-head.ts';

export interface Sighting {
  /** Request headers that the judge saw through the proxy, names in lower case. */
  readonly headers: readonly HeaderField[];
  /** The same request seen directly. */
  readonly baseline: readonly HeaderField[];
  /** Our own address; null when unknown. */
  readonly ownAddress: string | null;
  /** The address the judge was asked from. */
  readonly exit: string;
}

/** Names the target itself: our own request puts an address there when the judge is named by one. */
const NAMES_TARGET = 'host';

/** What any HTTP stack on the way may add or reword without telling that it is a proxy. */
const ORDINARY: ReadonlySet<string> = new Set([
  'accept',
  'accept-charset',
  'accept-encoding',
  'accept-language',
  'cache-control',
  'connection',
  'content-length',
  'content-type',
  'host',
  'keep-alive',
  'pragma',
  'priority',
  'te',
  'upgrade-insecure-requests',
  'user-agent',
]);

/**
 * `transparent`: our address stands as a whole token in a header; `anonymous`: a header beyond the baseline, or one
 * more address in a header of the baseline, tells of a proxy; else `elite`.
 */
export function anonymityOf(sighting: Sighting): Anonymity {
  const { headers, baseline, ownAddress, exit } = sighting;
  // Where we and the exit are one address (everything on loopback) only headers that the baseline lacks can betray us.
  const known = new Map(baseline);
  let proxied = false;
  for (const [name, value] of headers) {
    if (name === NAMES_TARGET) continue;
    const before = known.get(name);
    // A judge behind a load balancer sees addresses in headers directly, too: ours there, the exit's through a proxy.
    const expected = before === undefined || ownAddress === null ? before : before.replaceAll(ownAddress, exit);
    if (value === expected) continue;
    if (ownAddress !== null && hasToken(value, ownAddress)) {
      if (before === undefined || !hasToken(before, ownAddress) || exit !== ownAddress) return 'transparent';
    }
    if (ORDINARY.has(name)) continue;
    if (before === undefined || (ownAddress !== null && hasToken(before, ownAddress))) proxied = true;
  }
  return proxied ? 'anonymous' : 'elite';
}

/** Whether an address stands in a text as a whole: 1.2.3.4 is not in 11.2.3.4 nor in 1.2.3.45. */
export function hasToken(text: string, address: string): boolean {
  for (let at = text.indexOf(address); at >= 0; at = text.indexOf(address, at + 1)) {
    if (!continues(text[at - 1], text[at - 2]) && !continues(text[at + address.length], text[at + address.length + 1]))
      return true;
  }
  return false;
}

/** Whether a character beside an address makes it part of a longer one; a dot or colon does only with a digit behind it. */
function continues(beside: string | undefined, beyond: string | undefined): boolean {
  if (beside === undefined) return false;
  if (/[\da-fA-F]/.test(beside)) return true;
  return beside === '.' && beyond !== undefined && /\d/.test(beyond);
}
