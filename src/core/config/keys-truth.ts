/** Configuration keys of who confirms a check, and of the block lists that exits are looked up in. */
import { isIP } from 'node:net';
import { key } from './declare-key.ts';
import { list, optional, url } from './value-types.ts';

const ZONE = /^(?=.{1,200}$)[a-z\d_]([a-z\d_-]{0,61}[a-z\d])?(\.[a-z\d_]([a-z\d_-]{0,61}[a-z\d])?)+$/i;

/** What the resolver of Node takes: it throws at a port or an address that is none, or is spelled in another way. */
const isServer = (text: string): boolean => {
  const [, bracketed, plain, port = '53'] = /^(?:\[([^\]]+)\]|([\d.]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  return isIP(bracketed ?? plain ?? text) !== 0 && Number(port) > 0 && Number(port) < 65_536;
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
