/**
 * Writes the farm's proxies down as the lists that publishers serve: several formats, overlapping, with the odd line
 * that is no proxy. Pure. Private addresses are not among the odd ones: the engine admits them from demo sources.
 */
import type { Protocol } from '../model/proxy.ts';
import type { FarmProxy } from './farm-types.ts';
import type { Random } from './random.ts';

export interface ListText {
  /** Source name; the path of the list is `/<file>`. */
  readonly name: string;
  readonly file: string;
  readonly type: string;
  readonly protocols: readonly Protocol[];
  readonly text: string;
}

/** How many of those that could stand on a list do. */
const COVERAGE = 0.6;
/** Entries that every reader must refuse, each for another reason. */
const ODD_LINES = [
  '127.0.0.1:0',
  '127.0.0.1:70000',
  '<!-- 502 Bad Gateway -->',
  'updated every 5 minutes',
  'localhost',
];

interface Line {
  readonly host: string;
  readonly port: number;
  readonly protocol: Protocol;
}

/** Every proxy stands on at least one list; those with a password only where a line can hold it. */
export function writeLists(proxies: readonly FarmProxy[], random: Random): ListText[] {
  const open = proxies.filter(({ user }) => user === undefined);
  const listed = new Set<FarmProxy>();
  const pick = (candidates: readonly FarmProxy[]): FarmProxy[] => {
    const chosen = candidates.filter(() => random() < COVERAGE);
    for (const proxy of chosen) listed.add(proxy);
    return chosen;
  };
  const claiming = (protocol: Protocol): FarmProxy[] => pick(open.filter(({ claims }) => claims.includes(protocol)));
  const bare = (protocol: Protocol): ListText => ({
    name: `demo-${protocol}`,
    file: `${protocol}.txt`,
    type: 'text/plain',
    protocols: [protocol],
    text: withOdd(
      claiming(protocol).map(({ host, port }) => `${host}:${port}`),
      random,
    ),
  });
  const lists = [
    bare('http'),
    bare('socks4'),
    bare('socks5'),
    htmlList(claiming('https')),
    csvList(lines(pick(open))),
    jsonList(pick(open)),
  ];
  const rest = proxies.filter((proxy) => !listed.has(proxy) || random() < COVERAGE / 2);
  const text = withOdd(
    rest.flatMap(({ url, claims }) => claims.map((claim) => url.replace(/^\w+/, claim))),
    random,
  );
  return [...lists, { name: 'demo-mixed', file: 'mixed.txt', type: 'text/plain', protocols: [], text }];
}

function lines(proxies: readonly FarmProxy[]): Line[] {
  return proxies.flatMap(({ host, port, claims }) => claims.map((protocol) => ({ host, port, protocol })));
}

function csvList(rows: readonly Line[]): ListText {
  const text = ['ip,port,protocol', ...rows.map(({ host, port, protocol }) => `${host},${port},${protocol}`)].join(
    '\r\n',
  );
  return { name: 'demo-csv', file: 'proxies.csv', type: 'text/csv', protocols: [], text: `${text}\r\n` };
}

function jsonList(proxies: readonly FarmProxy[]): ListText {
  const text = JSON.stringify(proxies.map(({ host: ip, port, claims: protocols }) => ({ ip, port, protocols })));
  return { name: 'demo-json', file: 'proxies.json', type: 'application/json', protocols: [], text };
}

function htmlList(proxies: readonly FarmProxy[]): ListText {
  const rows = proxies.map(({ host, port }) => `<tr><td>${host}</td><td>${port}</td><td>yes</td></tr>`);
  const head = '<tr><th>IP Address</th><th>Port</th><th>Https</th></tr>';
  const text = `<!doctype html><title>Free proxies</title><table>\n${[head, ...rows].join('\n')}\n</table>\n`;
  return { name: 'demo-html', file: 'https.html', type: 'text/html; charset=utf-8', protocols: ['https'], text };
}

function withOdd(entries: readonly string[], random: Random): string {
  const result = [...entries];
  for (const odd of ODD_LINES.slice(0, 1 + Math.floor(random() * ODD_LINES.length))) {
    result.splice(Math.floor(random() * (result.length + 1)), 0, odd);
  }
  return ['# proxies of the demo farm', ...result, ''].join('\n');
}
