/**
 * How much of its user a proxy gives away, judged by what the judge saw, and which of our own request headers it
 * touched. Pure rules (docs of the words: model/proxy); addresses are compared however they are spelled.
 */
import { canonicalIp } from '../lib/address.ts';
import { safeText } from '../lib/safe-text.ts';
import type { Anonymity } from '../model/proxy.ts';
import { commonFields, lastValue, type HeaderField } from '../net/http-head.ts';

export interface AnonymityCase {
  /** Request headers that the judge saw through the proxy, names in lower case. */
  readonly headers: readonly HeaderField[];
  /** The same request seen directly. */
  readonly baseline: readonly HeaderField[];
  /** Every address that is ours, of both families, canonical. */
  readonly own: readonly string[];
  /** The address the judge was asked from, canonical. */
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
 * `transparent`: an address of ours stands as a whole token in a header; `anonymous`: a header beyond the baseline, or
 * one more address in a header of the baseline, tells of a proxy; else `elite`.
 */
export function anonymityOf({ headers, baseline, own, exit }: AnonymityCase): Anonymity {
  // Where we and the exit are one address (everything on loopback) only headers that the baseline lacks can betray us.
  let proxied = false;
  const same = commonFields(headers, baseline);
  if (same === headers.length && same === baseline.length) return 'elite';
  const known = listed(baseline);
  for (const [name, value] of listed(headers)) {
    if (name === NAMES_TARGET) continue;
    const before = known.get(name) ?? null;
    if (value === before) continue;
    // A judge behind a load balancer sees addresses in headers directly, too: ours there, the exit's through a proxy.
    const showedUs = before !== null && showsAny(before, own);
    if (before !== null && respelled(value) === respelled(before, (ip) => (own.includes(ip) ? exit : ip))) continue;
    if (showsAny(value, own) && (!showedUs || !own.includes(exit))) return 'transparent';
    if (ORDINARY.has(name)) continue;
    // A front server of the judge shows the exit where it showed us, also where it hides both behind itself.
    if (
      before === null ||
      (showedUs && !(own.includes(exit) && addressesIn(value).length <= addressesIn(before).length))
    )
      proxied = true;
  }
  return proxied ? 'anonymous' : 'elite';
}

/** Fields of one name are one list (RFC 9110 §5.3): some servers add a line where others add to the line that is there. */
function listed(headers: readonly HeaderField[]): Map<string, string> {
  const lists = new Map<string, string>();
  for (const [name, value] of headers) {
    const before = lists.get(name);
    lists.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return lists;
}

/** Whether an address stands in a text as a whole, in any spelling: 1.2.3.4 is not in 11.2.3.4 nor in 1.2.3.45. */
export function hasToken(text: string, address: string): boolean {
  return showsAny(text, [canonicalIp(address) ?? address]);
}

/** Those that stand in a text as a whole, canonical. */
export function addressesIn(text: string): readonly string[] {
  const found: string[] = [];
  respelled(text, (ip) => {
    found.push(ip);
    return ip;
  });
  return found;
}

/** Whether any of these stands in a text as a whole. @param addresses canonical */
export function showsAny(text: string, addresses: readonly string[]): boolean {
  let found = false;
  respelled(text, (ip) => {
    found ||= addresses.includes(ip);
    return ip;
  });
  return found;
}

/** The longest spelling of an address with a port and a full stop; what is longer is none, and could be made to take long. */
const LONGEST = 60;
/** `e:1.2.3.4` */
const SHORTEST_AMONG = 9;
/** IPv4 behind a word that ends like a hexadecimal number: `remote:1.2.3.4`, `node:1.2.3.4:80`. */
const AMONG_HEX = /(?<![\da-f]\.?)\d{1,3}(?:\.\d{1,3}){3}(?!\.?[\da-f])/gi;
/** What makes the hexadecimal digits beside it a part of a word. */
const LETTER = /[g-z]/i;
/** Of a run behind a letter: the rest of a name with its colon, a full stop; else all of it goes on from the word. */
const WORDS_END = /^(?:\.|[\da-f.]*:(?!:)|.*)/i;

/** The text with every address in it in its one spelling, and as `replace` wants it. */
function respelled(text: string, replace: (ip: string) => string = (ip) => ip): string {
  return text.replace(/[\da-fA-F:.]{2,}/g, (run, at: number) => {
    // Digits that go on from a word or into one are its own: the `de:` of `node:`, the `::1` of `std::1`, `v1.2.3.4`.
    const from = LETTER.test(text.charAt(at - 1)) ? WORDS_END.exec(run)![0].length : 0;
    const to = LETTER.test(text.charAt(at + run.length)) ? wordsStart(run) : run.length;
    if (from === 0 && to === run.length) return respelledRun(run, replace);
    return (
      run.slice(0, from) + respelledRun(run.slice(from, Math.max(from, to)), replace) + run.slice(Math.max(from, to))
    );
  });
}

/** Where the word begins that goes on behind a run: at a port, a full stop ends what is before it, or all of it is the word's. */
function wordsStart(run: string): number {
  if (run.endsWith('.') || run.endsWith(':')) return run.length;
  const colon = run.lastIndexOf(':');
  return /\.\d{1,3}$/.test(run.slice(Math.max(0, colon - 4), Math.max(0, colon))) ? colon : 0;
}

function respelledRun(run: string, replace: (ip: string) => string): string {
  if (run.length > LONGEST) return amongHex(run, replace);
  // A full stop, `name:` before and `:port` behind belong to the text around.
  const plain = run.replace(/^\.+|\.+$/g, '').replace(/^:(?!:)|(?<!:):$/g, '');
  const ip = canonicalIp(plain) ?? canonicalIp(plain.replace(/(\.\d+):\d*$/, '$1'));
  return ip === null ? amongHex(run, replace) : run.replace(plain, replace(ip));
}

function amongHex(run: string, replace: (ip: string) => string): string {
  if (run.length < SHORTEST_AMONG) return run; // most runs are the letters of a word
  return run.replace(AMONG_HEX, (quad) => {
    const ip = canonicalIp(quad);
    return ip === null ? quad : replace(ip);
  });
}

/** Headers of ours that a proxy has no business with. */
const OURS: readonly string[] = ['user-agent', 'accept'];

/**
 * Request headers that tell who somebody is, beyond that there is a proxy: identities of browsers, and those that
 * mobile carriers put into the requests of their customers.
 */
const TRACKING: ReadonlySet<string> = new Set([
  'authorization',
  'cookie',
  'from',
  'referer',
  'tm-user-id',
  'x-acr',
  'x-device-id',
  'x-imei',
  'x-imsi',
  'x-msisdn',
  'x-nokia-msisdn',
  'x-uidh',
  'x-up-calling-line-id',
  'x-up-subno',
  'x-vf-acr',
]);

/**
 * The first thing a proxy did to our request beyond telling that it is a proxy, as `request: user-agent changed to …`;
 * null when there is none. Worth showing, but no tampering: the page came back as it was.
 */
export function changedRequest(headers: readonly HeaderField[], baseline: readonly HeaderField[]): string | null {
  const same = commonFields(headers, baseline);
  if (same === headers.length && same === baseline.length) return null;
  for (const name of OURS) {
    const before = lastValue(baseline, name);
    const now = lastValue(headers, name);
    if (before === null || now === before) continue;
    return now === null ? `request: ${name} removed` : `request: ${name} changed to ${safeText(now, 60)}`;
  }
  for (const [name, value] of headers)
    if (TRACKING.has(name) && lastValue(baseline, name) === null)
      return `request: ${name} added: ${safeText(value, 60)}`;
  return null;
}
