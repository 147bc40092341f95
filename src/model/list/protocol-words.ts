/** What lists call protocols: URL schemes, columns and words after the port. Pure; the entry and field parsers call it. */
import { PROTOCOL_BIT, type ProtocolSet } from '../proxy.ts';

const { http, https, socks4, socks5 } = PROTOCOL_BIT;

/** Schemes of a proxy URL. */
export const SCHEMES: ReadonlyMap<string, ProtocolSet> = new Map([
  ['http', http],
  ['https', https],
  ['socks4', socks4],
  ['socks4a', socks4],
  ['socks5', socks5],
  ['socks5h', socks5],
]);

/** Words of columns and fields beyond the schemes. */
const WORDS: ReadonlyMap<string, ProtocolSet> = new Map([
  ...SCHEMES,
  ['socks', socks4 | socks5],
  ['connect', https],
  ['ssl', https],
]);

/** Tunnels that lists of other tools hold beside proxies; RefBot does not speak them. */
const FOREIGN = new Set([
  'ss',
  'ssr',
  'shadowsocks',
  'vmess',
  'vless',
  'trojan',
  'hysteria',
  'hysteria2',
  'tuic',
  'wireguard',
  'snell',
  'ssh',
  'mtproto',
]);

export interface ProtocolWords {
  /** 0 when the text names no protocol. */
  readonly set: ProtocolSet;
  /** A tunnel we do not speak, when nothing else is named. */
  readonly foreign: string | null;
}

const NOTHING: ProtocolWords = { set: 0, foreign: null };
const known = new Map<string, ProtocolWords>();

/** Reads `socks5`, `HTTP/HTTPS`, `Socks4, Socks5`, … from a field that is about protocols. */
export function protocolWords(text: string): ProtocolWords {
  if (text.length > 64) return NOTHING;
  const cached = known.get(text);
  if (cached) return cached;
  let set = 0;
  let foreign: string | null = null;
  for (const word of text.toLowerCase().split(/[^a-z0-9]+/)) {
    set |= WORDS.get(word) ?? 0;
    if (FOREIGN.has(word)) foreign ??= word;
  }
  const words: ProtocolWords = { set, foreign: set === 0 ? foreign : null };
  // Lists use a handful of spellings; hostile ones must not grow the cache.
  if (known.size < 256) known.set(text, words);
  return words;
}

/** Protocols named by whole words of free text after the port, such as `| SOCKS5 | elite`; 0 when none is. */
export function protocolsInText(text: string): ProtocolSet {
  if (!/http|socks/i.test(text)) return 0;
  let set = 0;
  for (const word of text
    .slice(0, 200)
    .toLowerCase()
    .split(/[\s|,;:/()[\]]+/))
    set |= SCHEMES.get(word) ?? 0;
  return set;
}
