/** Configuration keys of who confirms a check, and of the block lists that exits are looked up in. */
import { canonicalIp } from '../../lib/address.ts';
import { key } from './declare-key.ts';
import { list, optional, url } from './value-types.ts';

const ZONE = /^(?=.{1,200}$)[a-z\d_]([a-z\d_-]{0,61}[a-z\d])?(\.[a-z\d_]([a-z\d_-]{0,61}[a-z\d])?)+$/i;

const isServer = (text: string): boolean => {
  const host = /^\[([^\]]+)\](?::\d{1,5})?$/.exec(text)?.[1] ?? text.replace(/^([\d.]+):\d{1,5}$/, '$1');
  return canonicalIp(host) !== null;
};

export const truthKeys = {
  'judge.second_url': key({
    type: optional(url(), 'none'),
    default: null,
    help: 'Second judge, on another host, that confirms what the first one said: a RefBot judge, an azenv or httpbin page, or any page that stays the same',
    cost: 'No more requests; a proxy that fakes or favours one judge is found out. When it is down, the first one confirms, and checks say so',
  }),
  'dnsbl.zones': key<readonly string[]>({
    type: list('zones of block lists such as zen.spamhaus.org', (text) => ZONE.test(text)),
    default: [],
    help: 'Block lists that the exits of working proxies are looked up in, by DNS; none = no look-ups',
    cost: 'One DNS question for each zone and exit, six hours kept; the operators of the lists see the exits, and many refuse large public resolvers',
  }),
  'dnsbl.servers': key<readonly string[]>({
    type: list('addresses of name servers such as 192.0.2.53 or [2001:db8::53]:53', isServer),
    default: [],
    help: 'Name servers that are asked about block lists; none = those of the system',
    cost: 'With network.only loopback only those on loopback are asked',
  }),
};
