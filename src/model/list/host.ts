/** What may stand before the port: an IPv4 or IPv6 literal or a host name, and which of them a list may not name. Pure. */
import { classifyIp, classifyIpv4, formatIpv6, parseIpv4, parseIpv6, type IpClass } from '../../lib/address.ts';

export type Host =
  | { readonly kind: 'ipv4'; readonly address: number }
  | { readonly kind: 'named'; readonly host: string }
  | { readonly kind: 'refused'; readonly reason: string };

const CLASS_REASONS: Readonly<Record<Exclude<IpClass, 'public'>, string>> = {
  private: 'private address',
  loopback: 'loopback address',
  'link-local': 'link-local address',
  multicast: 'multicast address',
  broadcast: 'broadcast address',
  reserved: 'reserved address',
  'carrier-nat': 'carrier-grade NAT address',
  unspecified: 'unspecified address',
  documentation: 'documentation address',
  benchmark: 'benchmark address',
};

/** No proxy can have them, in a lab neither. */
const NEVER: ReadonlySet<IpClass> = new Set<IpClass>(['multicast', 'broadcast', 'unspecified']);

const NOT_AN_ADDRESS: Host = { kind: 'refused', reason: 'not an address' };
const LABEL = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/;
const PRIVATE_NAME = /(?:^|\.)(?:localhost|local|internal|lan|home\.arpa|intranet|localdomain)$/;

/** Why a list may not name an IPv4 address; null when it may. */
export function ipv4Refusal(address: number, allowPrivate: boolean): string | null {
  return classRefusal(classifyIpv4(address), allowPrivate);
}

/** Reads the host of an entry (no brackets). Host names come back in lower case without a final dot. */
export function readHost(text: string, allowPrivate: boolean): Host {
  const ipv4 = parseIpv4(text);
  if (ipv4 !== null) return ipv4Host(ipv4, allowPrivate);
  const ipv6 = text.includes(':') ? parseIpv6(text) : null;
  if (ipv6 !== null) {
    // ::ffff:a.b.c.d reaches the IPv4 host: one proxy, one key.
    const mapped = ipv6[5] === 0xffff && ipv6.slice(0, 5).every((group) => group === 0);
    if (mapped) return ipv4Host(ipv6[6]! * 65536 + ipv6[7]!, allowPrivate);
    const host = formatIpv6(ipv6);
    const reason = classRefusal(classifyIp(host) ?? 'reserved', allowPrivate);
    return reason === null ? { kind: 'named', host } : { kind: 'refused', reason };
  }
  return readName(text, allowPrivate);
}

function ipv4Host(address: number, allowPrivate: boolean): Host {
  const reason = ipv4Refusal(address, allowPrivate);
  return reason === null ? { kind: 'ipv4', address } : { kind: 'refused', reason };
}

function classRefusal(kind: IpClass, allowPrivate: boolean): string | null {
  if (kind === 'public' || (allowPrivate && !NEVER.has(kind))) return null;
  return CLASS_REASONS[kind];
}

function readName(text: string, allowPrivate: boolean): Host {
  const name = (text.endsWith('.') ? text.slice(0, -1) : text).toLowerCase();
  if (name.length === 0 || name.length > 253) return NOT_AN_ADDRESS;
  const labels = name.split('.');
  // A last label without a letter would be a broken IPv4 address (1.2.3.256), never a top-level domain.
  if (!labels.every((label) => LABEL.test(label)) || !/[a-z]/.test(labels.at(-1)!)) return NOT_AN_ADDRESS;
  if (!allowPrivate && PRIVATE_NAME.test(name)) return { kind: 'refused', reason: 'private name' };
  // A single word is a name only inside somebody's own network; in a list it is mostly prose.
  if (!allowPrivate && labels.length === 1) return NOT_AN_ADDRESS;
  return { kind: 'named', host: name };
}
