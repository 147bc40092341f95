/**
 * Exports that a client reads as its configuration: proxychains, Clash, a browser's proxy auto-config. Pure functions from
 * rows to text. A proxy that the client could not use is left out, never written as something it is not.
 */
import { safeJson } from '../../src/lib/safe-text.ts';
import type { Endpoint, ProxyRow } from '../../src/model/proxy.ts';
import type { Exporter } from './_export-formats.ts';

/** Where a proxy is; user and password where the export may hold them. */
export type Place = (row: ProxyRow) => Endpoint;

/** proxychains-ng: `type host port [user password]`. It opens tunnels only, and its words cannot hold a space. */
export function proxychains(place: Place): Exporter {
  return {
    head: [
      '# RefBot: proxychains4 -f THIS-FILE curl https://example.com',
      'random_chain',
      'chain_len = 1',
      'proxy_dns',
      'tcp_read_time_out 15000',
      'tcp_connect_time_out 8000',
      '[ProxyList]',
      '',
    ].join('\n'),
    row(row) {
      const type = tunnelOf(row, ['socks5', 'socks4', 'https']);
      if (type === null) return '';
      const { host, port, user, password } = place(row);
      const secret = user === undefined ? [] : [user, password ?? ''];
      if (secret.some((word) => !/^[!-~]+$/.test(word))) return '';
      return `${[type === 'https' ? 'http' : type, host, port, ...secret].join(' ')}\n`;
    },
    tail: '',
  };
}

/** The `proxies` list of Clash and its heirs, usable as the file of a proxy provider. They know no SOCKS4 and no bare HTTP. */
export function clash(place: Place): Exporter {
  return {
    // A list in brackets is as good as one of lines, and an empty one stays a list.
    head: '# RefBot: a proxy provider for Clash\nproxies: [',
    row(row, first) {
      const type = tunnelOf(row, ['socks5', 'https']);
      if (type === null) return '';
      const { host, port, user, password } = place(row);
      const entry = {
        name: `${row.country ?? '??'} ${row.id} ${host}`,
        type: type === 'https' ? 'http' : type,
        server: host,
        port,
        ...(user === undefined ? {} : { username: user, password: password ?? '' }),
      };
      // JSON is YAML.
      return `${first ? '\n' : ',\n'}  ${safeJson(entry)}`;
    },
    tail: '\n]\n',
  };
}

const PAC_TYPES = { http: 'PROXY', https: 'PROXY', socks4: 'SOCKS', socks5: 'SOCKS5' } as const;

/** A proxy auto-config: pages go through the first ones that answer. There is no way back to a direct connection. */
export function pac(place: Place): Exporter {
  return {
    head: '// RefBot: [how to reach it, for http: pages (1), for https: pages (2) or both (3)], the best first\nvar proxies = [',
    row(row, first) {
      const { host, port, user } = place(row);
      // A browser asks for passwords; a file of this kind cannot hold any.
      if (user !== undefined) return '';
      const socks = tunnelOf(row, ['socks5', 'socks4']);
      const kinds =
        socks === null ? (row.protocols.includes('http') ? 1 : 0) | (row.protocols.includes('https') ? 2 : 0) : 3;
      if (kinds === 0) return '';
      const at = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
      return `${first ? '\n' : ',\n'}  [${safeJson(`${PAC_TYPES[socks ?? 'http']} ${at}`)}, ${kinds}]`;
    },
    tail: `
];
function FindProxyForURL(url, host) {
  if (isPlainHostName(host) || host === "127.0.0.1" || host === "[::1]") return "DIRECT";
  var kind = url.substring(0, 5).toLowerCase() === "http:" ? 1 : 2;
  var found = [];
  for (var i = 0; i < proxies.length && found.length < 10; i++)
    if (proxies[i][1] & kind) found.push(proxies[i][0]);
  // With none left nothing is loaded: your own address would be seen.
  return found.length > 0 ? found.join("; ") : "PROXY 127.0.0.1:9";
}
`,
  };
}

/** The first of the protocols that the proxy speaks. */
function tunnelOf<P extends ProxyRow['protocols'][number]>(row: ProxyRow, wanted: readonly P[]): P | null {
  return wanted.find((protocol) => row.protocols.includes(protocol)) ?? null;
}
