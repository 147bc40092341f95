/** The file formats of `proxies export`: pure functions from rows to text, a row at a time. */
import { PROXY_FIELDS } from '../../src/command/proxy-fields.ts';
import { csvCell } from '../../src/lib/csv.ts';
import { safeJson } from '../../src/lib/safe-text.ts';
import { formatAddress } from '../../src/model/proxy.ts';
import type { Endpoint, ProxyRow } from '../../src/model/proxy.ts';
import { clash, pac, proxychains } from './_export-clients.ts';

export const EXPORT_FORMATS = ['txt', 'url', 'json', 'jsonl', 'csv', 'proxychains', 'clash', 'pac'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export interface Exporter {
  readonly head: string;
  /** @returns nothing for a proxy that the format has no words for @param first nothing was written yet */
  row(row: ProxyRow, first: boolean): string;
  readonly tail: string;
}

/** @param endpoint gives user and password of a proxy; null = no credentials, not even the user name of the key */
export function exporter(format: ExportFormat, endpoint: ((id: number) => Endpoint) | null): Exporter {
  const address = (row: ProxyRow): string =>
    endpoint === null ? withoutUser(row.address) : withPassword(endpoint(row.id));
  const place = (row: ProxyRow): Endpoint => endpoint?.(row.id) ?? endpointIn(row.address);
  const whole = (row: ProxyRow): Record<string, unknown> => ({ ...row, address: address(row) });
  switch (format) {
    case 'txt':
      return { head: '', row: (row) => `${address(row)}\n`, tail: '' };
    case 'url':
      return {
        head: '',
        row: (row) =>
          schemes(row)
            .map((scheme) => `${scheme}://${address(row)}\n`)
            .join(''),
        tail: '',
      };
    case 'json':
      return { head: '[', row: (row, first) => `${first ? '\n' : ',\n'}${safeJson(whole(row))}`, tail: '\n]\n' };
    case 'jsonl':
      return { head: '', row: (row) => `${safeJson(whole(row))}\n`, tail: '' };
    case 'csv':
      return {
        head: `${PROXY_FIELDS.join(',')}\r\n`,
        row: (row) => {
          const values = whole(row);
          return `${PROXY_FIELDS.map((field) => csvCell(values[field])).join(',')}\r\n`;
        },
        tail: '',
      };
    case 'proxychains':
      return proxychains(place);
    case 'clash':
      return clash(place);
    case 'pac':
      return pac(place);
  }
}

/** Host and port of an address, whatever user it names. */
function endpointIn(address: string): Endpoint {
  const bare = withoutUser(address);
  const colon = bare.lastIndexOf(':');
  return { host: bare.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(bare.slice(colon + 1)) };
}

function withoutUser(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}

function withPassword(endpoint: Endpoint): string {
  const { host, port, user, password } = endpoint;
  if (user === undefined) return formatAddress({ host, port });
  const secret = password === undefined ? '' : `:${encodeURIComponent(password)}`;
  return `${encodeURIComponent(user)}${secret}@${formatAddress({ host, port })}`;
}

/** What clients such as curl take: a proxy that speaks CONNECT (`https` here) is reached by plain http. */
function schemes(row: ProxyRow): string[] {
  const names = row.protocols.map((name) => (name === 'https' ? 'http' : name));
  return names.length === 0 ? ['http'] : [...new Set(names)];
}
