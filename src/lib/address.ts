/**
 * IPv4 and IPv6 addresses as numbers: parsing, canonical text and what kind of network an address belongs to.
 * Pure; the list parser, the guard and everybody who names an address call it. It decides nothing about what may be
 * dialled: that is src/core/guard.ts.
 */

/** Kinds of networks (IANA special-purpose registries). Only `public` addresses can be reached by everybody. */
export const IP_CLASSES = [
  'public',
  'private',
  'loopback',
  'link-local',
  'multicast',
  'broadcast',
  'reserved',
  'carrier-nat',
  'unspecified',
  'documentation',
  'benchmark',
] as const;
export type IpClass = (typeof IP_CLASSES)[number];

/**
 * The address as an unsigned 32-bit number (a.b.c.d = a·2²⁴ + …), or null. Exactly four decimal parts of one to three
 * digits; leading zeros are decimal (`103.250.166.04` ends in 4), never octal; short forms like `127.1` are refused.
 */
export function parseIpv4(text: string): number | null {
  const length = text.length;
  if (length < 7 || length > 15) return null;
  let value = 0;
  let part = 0;
  let digits = 0;
  let dots = 0;
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 48 && code <= 57) {
      if (++digits > 3) return null;
      part = part * 10 + code - 48;
    } else if (code === 46) {
      if (digits === 0 || part > 255 || ++dots > 3) return null;
      value = value * 256 + part;
      part = 0;
      digits = 0;
    } else return null;
  }
  return dots === 3 && digits > 0 && part <= 255 ? value * 256 + part : null;
}

export function formatIpv4(address: number): string {
  return `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}`;
}

/** The eight 16-bit groups, or null. Takes `::` and a dotted tail; no brackets and no zone. */
export function parseIpv6(text: string): readonly number[] | null {
  if (text.length < 2 || text.length > 45) return null;
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const head = groups(halves[0]!, halves.length === 1);
  if (head === null) return null;
  if (halves.length === 1) return head.length === 8 ? head : null;
  const tail = groups(halves[1]!, true);
  if (tail === null || head.length + tail.length > 7) return null;
  return [...head, ...Array.from({ length: 8 - head.length - tail.length }, () => 0), ...tail];
}

/** RFC 5952 text: lower case, no leading zeros, the longest run of two or more zero groups as `::`. */
export function formatIpv6(groups: readonly number[]): string {
  let start = -1;
  let best = 1;
  for (let i = 0; i < 8; i++) {
    let end = i;
    while (end < 8 && groups[end] === 0) end++;
    if (end - i > best) {
      best = end - i;
      start = i;
    }
    if (end > i) i = end;
  }
  const text = (part: readonly number[]): string => part.map((group) => group.toString(16)).join(':');
  return start < 0 ? text(groups) : `${text(groups.slice(0, start))}::${text(groups.slice(start + best))}`;
}

/**
 * The one spelling of an address that keys are made of: IPv4 without leading zeros, IPv6 by RFC 5952, and
 * `::ffff:a.b.c.d` as `a.b.c.d`, because both reach the same host. Null when the text is no address.
 */
export function canonicalIp(text: string): string | null {
  const ipv4 = parseIpv4(text);
  if (ipv4 !== null) return formatIpv4(ipv4);
  const ipv6 = parseIpv6(text);
  if (ipv6 === null) return null;
  return isMapped(ipv6) ? formatIpv4(tailOf(ipv6)) : formatIpv6(ipv6);
}

/** The kind of an address given as text or as an unsigned 32-bit IPv4 number; null when the text is no address. */
export function classifyIp(ip: string | number): IpClass | null {
  if (typeof ip === 'number') return classifyIpv4(ip);
  const ipv4 = parseIpv4(ip);
  if (ipv4 !== null) return classifyIpv4(ipv4);
  const ipv6 = parseIpv6(ip);
  return ipv6 === null ? null : classifyIpv6(ipv6);
}

const LOOPBACK_OCTET = 127;

/** 127.0.0.0/8, ::1 and their IPv4-mapped forms; false for anything that is no address. */
export function isLoopback(ip: string | number): boolean {
  return typeof ip === 'number' ? ip >>> 24 === LOOPBACK_OCTET : classifyIp(ip) === 'loopback';
}

/** First octets with any address that is not public; the scanner of lists skips the full test for all others. */
export const SPECIAL_FIRST_OCTET: Readonly<Uint8Array> = Uint8Array.from({ length: 256 }, (_, octet) =>
  octet === 0 ||
  octet === 10 ||
  octet === 100 ||
  octet === 127 ||
  octet === 169 ||
  octet === 172 ||
  octet === 192 ||
  octet === 198 ||
  octet === 203 ||
  octet >= 224
    ? 1
    : 0,
);

/** The kind of an IPv4 address given as an unsigned 32-bit number. */
export function classifyIpv4(address: number): IpClass {
  const a = address >>> 24;
  if (SPECIAL_FIRST_OCTET[a] === 0) return 'public';
  const b = (address >>> 16) & 255;
  const c = (address >>> 8) & 255;
  switch (a) {
    case 0:
      return address === 0 ? 'unspecified' : 'reserved';
    case 10:
      return 'private';
    case 100:
      return b >= 64 && b <= 127 ? 'carrier-nat' : 'public';
    case 127:
      return 'loopback';
    case 169:
      return b === 254 ? 'link-local' : 'public';
    case 172:
      return b >= 16 && b <= 31 ? 'private' : 'public';
    case 192:
      if (b === 168) return 'private';
      if (b === 0 && c === 2) return 'documentation';
      // IETF protocol assignments, AS112, AMT and the retired 6to4 relays: nobody runs a proxy there.
      return (b === 0 && c === 0) ||
        (b === 31 && c === 196) ||
        (b === 52 && c === 193) ||
        (b === 88 && c === 99) ||
        (b === 175 && c === 48)
        ? 'reserved'
        : 'public';
    case 198:
      if (b === 18 || b === 19) return 'benchmark';
      return b === 51 && c === 100 ? 'documentation' : 'public';
    case 203:
      return b === 0 && c === 113 ? 'documentation' : 'public';
    default:
      return a < 240 ? 'multicast' : address === 0xffffffff ? 'broadcast' : 'reserved';
  }
}

function classifyIpv6(g: readonly number[]): IpClass {
  const first = g[0]!;
  const second = g[1]!;
  if (isMapped(g)) return classifyIpv4(tailOf(g));
  // NAT64 (64:ff9b::/96) carries an IPv4 address; on IPv6-only networks public names resolve to it.
  if (first === 0x64 && second === 0xff9b && g.slice(2, 6).every((group) => group === 0))
    return classifyIpv4(tailOf(g));
  if (g.slice(0, 7).every((group) => group === 0))
    return g[7] === 0 ? 'unspecified' : g[7] === 1 ? 'loopback' : 'reserved';
  if (first >= 0xff00) return 'multicast';
  if (first >= 0xfe80 && first <= 0xfebf) return 'link-local';
  if (first >= 0xfc00 && first <= 0xfdff) return 'private';
  if (first === 0x2001 && second === 0xdb8) return 'documentation';
  if (first === 0x3fff && second < 0x1000) return 'documentation';
  if (first === 0x2001 && second === 2 && g[2] === 0) return 'benchmark';
  // Only 2000::/3 is given out; in it Teredo, ORCHID and the other protocol assignments (2001::/23) and 6to4 (2002::/16) are no hosts' own addresses.
  if (first < 0x2000 || first > 0x3fff || (first === 0x2001 && second < 0x200) || first === 0x2002) return 'reserved';
  if (first === 0x2620 && second === 0x4f && g[2] === 0x8000) return 'reserved';
  return 'public';
}

function isMapped(g: readonly number[]): boolean {
  return g[5] === 0xffff && g[0] === 0 && g[1] === 0 && g[2] === 0 && g[3] === 0 && g[4] === 0;
}

function tailOf(g: readonly number[]): number {
  return g[6]! * 65536 + g[7]!;
}

/** Groups of one half of an IPv6 text; an empty half has none. A dotted tail may only end the address. */
function groups(text: string, last: boolean): number[] | null {
  if (text === '') return [];
  const parts = text.split(':');
  const found: number[] = [];
  for (const [index, part] of parts.entries()) {
    if (last && index === parts.length - 1 && part.includes('.')) {
      const ipv4 = parseIpv4(part);
      if (ipv4 === null) return null;
      found.push(ipv4 >>> 16, ipv4 & 65535);
    } else if (/^[0-9a-f]{1,4}$/i.test(part)) found.push(Number.parseInt(part, 16));
    else return null;
  }
  return found.length <= 8 ? found : null;
}
