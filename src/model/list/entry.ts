/**
 * One entry of a list as text: `host:port` in all its spellings, with scheme, credentials or text around it.
 * Pure; every format comes here with what its scanner did not understand at a glance. The host is split off but not
 * judged (see host.ts).
 */
import { canonicalIp, parseIpv4, parseIpv6 } from '../../lib/address.ts';
import type { ProtocolSet } from '../proxy.ts';
import { SCHEMES, protocolsInText } from './protocol-words.ts';

export interface Entry {
  /** Without brackets. May end in `/24`: a range of addresses. */
  readonly host: string;
  readonly port: number;
  /** 0 when the entry does not say. */
  readonly protocols: ProtocolSet;
  readonly user: string | null;
  readonly password: string | null;
}

/** What may end a port: text after it is ignored but for protocol names. */
const AFTER_PORT = /^[\s:|,;/#"'`)\]}<?&]/;
const SCHEME = /^([a-z][a-z0-9+.-]*):\/\//i;

/** @returns the entry, or why it is none */
export function parseEntry(text: string): Entry | string {
  const bare = unquote(text.trim());
  // What nearly every entry of a list is: an IPv4 address, a port, perhaps text. An @ may make a user of them.
  const colon = bare.indexOf(':');
  if (colon >= 7 && colon <= 15 && !bare.includes('@')) {
    const host = bare.slice(0, colon);
    if (parseIpv4(host) !== null) return parsePortAndTail(host, bare.slice(colon + 1).trimStart(), 0, null, null);
  }
  const scheme = SCHEME.exec(bare);
  if (scheme === null) return parseAuthority(bare, 0, false);
  const protocols = SCHEMES.get(scheme[1]!.toLowerCase());
  if (protocols === undefined) return `${scheme[1]!.toLowerCase().slice(0, 20)}:// is no proxy protocol`;
  return parseAuthority(bare.slice(scheme[0].length), protocols, true);
}

/** Whether a text is an entry with an IP address; host names do not count, pages and feeds are full of them. */
export function namesAddress(text: string): boolean {
  if (!/\d/.test(text)) return false;
  const entry = parseEntry(text);
  return typeof entry === 'string' ? false : canonicalIp(entry.host) !== null;
}

/** Reads a port alone. @returns the port, or why it is none */
export function parsePort(text: string): number | string {
  if (!/^\d+$/.test(text)) return text === '' ? 'no port' : 'the port is not a number';
  const digits = text.replace(/^0+/, '');
  if (digits === '') return 'port 0';
  return digits.length > 5 || Number(digits) > 65535 ? 'the port is over 65535' : Number(digits);
}

function parseAuthority(text: string, protocols: ProtocolSet, isUrl: boolean): Entry | string {
  const token = /^\S*/.exec(text)![0];
  const at = token.lastIndexOf('@');
  // In a URL the host and port end where the path begins.
  const hostPort = isUrl ? text.slice(at + 1).replace(/[/?#]/, ' $&') : text.slice(at + 1);
  if (at < 0) return parseHostPort(hostPort, protocols, null, null);
  const credentials = token.slice(0, at);
  const colon = credentials.indexOf(':');
  const user = colon < 0 ? credentials : credentials.slice(0, colon);
  const password = colon < 0 ? null : credentials.slice(colon + 1);
  const decode = isUrl ? percentDecode : (part: string): string => part;
  const entry = parseHostPort(hostPort, protocols, decode(user), password === null ? null : decode(password));
  if (typeof entry !== 'string') return user === '' ? 'no user name before the @' : entry;
  // ip:port:user:p@ssword has its @ in the password.
  const swapped = parseHostPort(text, protocols, null, null);
  return typeof swapped === 'string' ? entry : swapped;
}

function parseHostPort(
  text: string,
  protocols: ProtocolSet,
  user: string | null,
  password: string | null,
): Entry | string {
  let host: string;
  let rest: string;
  if (text.startsWith('[')) {
    const close = text.indexOf(']');
    host = text.slice(1, close < 0 ? 1 : close);
    if (parseIpv6(host) === null) return 'not an address';
    rest = text.slice(close + 1);
  } else {
    const end = text.search(/[\s:,;|]/);
    host = end < 0 ? text : text.slice(0, end);
    rest = end < 0 ? '' : text.slice(end);
    // 2001:db8::1 8080 can be read; 2001:db8::1:8080 could mean two things.
    if (rest.startsWith(':') && !host.includes('.')) {
      const word = /^[^\s,;|]*/.exec(text)![0];
      if (parseIpv6(word) !== null) {
        host = word;
        rest = text.slice(word.length);
        if (rest.trim() === '') return 'an IPv6 address needs brackets: [address]:port';
      } else if (parseIpv6(word.replace(/:\d+$/, '')) !== null) return 'an IPv6 address needs brackets: [address]:port';
    }
  }
  if (!looksLikeHost(host) && parseIpv6(host) === null) return 'not an address';
  const after = rest.replace(/^[\s:,;|]\s*/, '');
  return parsePortAndTail(host, after, protocols, user, password);
}

function parsePortAndTail(
  host: string,
  after: string,
  protocols: ProtocolSet,
  user: string | null,
  password: string | null,
): Entry | string {
  const digits = /^\d*/.exec(after)![0];
  const tail = after.slice(digits.length);
  if (digits === '') {
    if (!/[.:]/.test(host)) return 'not an address'; // prose
    return /^(?:$|[/?#])/.test(tail) ? 'no port' : 'the port is not a number';
  }
  if (tail !== '' && !AFTER_PORT.test(tail)) return 'the port is not a number';
  const port = parsePort(digits);
  if (typeof port === 'string') return port;
  if (tail.startsWith(':') && user === null) {
    // host:port:user:password; words with blanks are a country and a city, host:port:socks5:elite says what it is.
    const found = /^:([^\s:]+):(\S+)$/.exec(tail);
    if (found && !SCHEMES.has(found[1]!.toLowerCase()))
      return { host, port, protocols, user: found[1]!, password: found[2]! };
  }
  return { host, port, protocols: protocols === 0 && tail !== '' ? protocolsInText(tail) : protocols, user, password };
}

/** A dotted name or address, a range, or one word; what it is worth is decided with the policy in host.ts. */
function looksLikeHost(text: string): boolean {
  if (parseIpv4(text) !== null) return true;
  return /^(?:[\d.]+\/\d{1,3}|[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?\.?)$/i.test(text) && /[a-z./]/i.test(text);
}

/** Takes the quotes off `"1.2.3.4:80",`; a quote inside stays. */
function unquote(text: string): string {
  const quote = text[0];
  if (quote !== '"' && quote !== "'" && quote !== '`') return text;
  const close = text.lastIndexOf(quote);
  return close > 0 && /^[\s,;]*$/.test(text.slice(close + 1)) ? text.slice(1, close).trim() : text;
}

function percentDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a bare % in a password that nobody encoded
  }
}
