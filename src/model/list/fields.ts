/**
 * Structured entries: which column, key or tag of a CSV, JSON, XML, YAML or HTML list means what, and how the values of
 * one record become an entry. Only fields named here are read, so `exit_ip`, `export_address` and the like are never
 * taken for a proxy. Pure.
 */
import { parseIpv6 } from '../../lib/address.ts';
import { PROTOCOL_BIT, type ProtocolSet } from '../proxy.ts';
import { parseEntry, parsePort, type Entry } from './entry.ts';
import { protocolWords } from './protocol-words.ts';

export type Field =
  | { readonly kind: 'host'; readonly rank: number }
  | { readonly kind: 'port' | 'protocol' | 'user' | 'password' }
  /** A yes/no column: the proxy speaks these. */
  | { readonly kind: 'speaks'; readonly protocols: ProtocolSet };

/** Names of the proxy's own address, the surest first. Names in here are compared without case, blanks, `_` and `-`. */
const HOST_NAMES = [
  'host',
  'ip',
  'ipaddress',
  'ipv4',
  'proxyip',
  'proxyhost',
  'server',
  'proxyaddress',
  'address',
  'addr',
  'ipport',
  'proxyserver',
  'proxy',
  'proxyurl',
  'url',
  'endpoint',
  'hostname',
  'ipv6',
];

const FIELDS: ReadonlyMap<string, Field> = new Map<string, Field>([
  ...HOST_NAMES.map((name, rank): [string, Field] => [name, { kind: 'host', rank }]),
  ...['port', 'proxyport'].map((name): [string, Field] => [name, { kind: 'port' }]),
  ...['protocol', 'protocols', 'type', 'types', 'proxytype', 'scheme', 'schema', 'version', 'proxyprotocol'].map(
    (name): [string, Field] => [name, { kind: 'protocol' }],
  ),
  ...['user', 'username', 'login', 'proxyuser'].map((name): [string, Field] => [name, { kind: 'user' }]),
  ...['password', 'pass', 'pwd', 'proxypassword', 'proxypass'].map((name): [string, Field] => [
    name,
    { kind: 'password' },
  ]),
  ['http', { kind: 'speaks', protocols: PROTOCOL_BIT.http }],
  ['https', { kind: 'speaks', protocols: PROTOCOL_BIT.http | PROTOCOL_BIT.https }],
  ['ssl', { kind: 'speaks', protocols: PROTOCOL_BIT.http | PROTOCOL_BIT.https }],
  ['socks4', { kind: 'speaks', protocols: PROTOCOL_BIT.socks4 }],
  ['socks5', { kind: 'speaks', protocols: PROTOCOL_BIT.socks5 }],
]);

const YES = new Set(['1', 'true', 'yes', 'y', '+']);

/** What a column, key or tag of this name holds; undefined for all others. */
export function fieldOf(name: string): Field | undefined {
  return name.length > 24 ? undefined : (FIELDS.get(name) ?? FIELDS.get(name.toLowerCase().replace(/[\s_-]+/g, '')));
}

/** The values of one record, gathered in any order. Reused from record to record with {@link clear}. */
export class Fields {
  #host = '';
  #hostRank = Number.MAX_SAFE_INTEGER;
  /** A host field whose value brought its port along. */
  #whole = '';
  #wholeRank = Number.MAX_SAFE_INTEGER;
  #port = '';
  #protocols = 0;
  #speaks = 0;
  #foreign: string | null = null;
  #user = '';
  #password = '';

  get hasHost(): boolean {
    return this.#host !== '' || this.#whole !== '';
  }

  /** Empty values (`null`, `""`, `-`) are as if absent. */
  set(field: Field, raw: string): void {
    const value = raw.trim();
    if (value === '' || value === 'null' || value === '-') return;
    switch (field.kind) {
      case 'host':
        if (bringsPort(value)) {
          if (field.rank < this.#wholeRank) {
            this.#whole = value;
            this.#wholeRank = field.rank;
          }
        } else if (field.rank < this.#hostRank) {
          this.#host = value;
          this.#hostRank = field.rank;
        }
        return;
      case 'port':
        this.#port ||= value;
        return;
      case 'protocol': {
        const words = protocolWords(value);
        this.#protocols |= words.set;
        this.#foreign ??= words.foreign;
        return;
      }
      case 'speaks':
        if (YES.has(value.toLowerCase())) this.#speaks |= field.protocols;
        return;
      case 'user':
        this.#user ||= value;
        return;
      case 'password':
        this.#password ||= value;
    }
  }

  clear(): void {
    this.#host = this.#whole = this.#port = this.#user = this.#password = '';
    this.#hostRank = this.#wholeRank = Number.MAX_SAFE_INTEGER;
    this.#protocols = this.#speaks = 0;
    this.#foreign = null;
  }

  /** How the record is shown when it is refused. */
  describe(): string {
    const host = this.#host === '' || (this.#port === '' && this.#whole !== '') ? this.#whole : this.#host;
    return this.#port === '' || host === this.#whole ? host : `${host}:${this.#port}`;
  }

  /** @returns the entry, or why it is none; null when the record has no address in it */
  entry(): Entry | string | null {
    if (!this.hasHost) return null;
    const protocols = this.#protocols === 0 ? this.#speaks : this.#protocols;
    if (protocols === 0 && this.#foreign !== null) return `${this.#foreign} is no proxy protocol`;
    const found = this.#address();
    if (typeof found === 'string') return found;
    return {
      host: found.host,
      port: found.port,
      protocols: protocols === 0 ? found.protocols : protocols,
      user: this.#user === '' ? found.user : this.#user,
      password: this.#password === '' ? found.password : this.#password,
    };
  }

  #address(): Entry | string {
    if (this.#port === '' || this.#host === '') return parseEntry(this.#whole === '' ? this.#host : this.#whole);
    const port = parsePort(this.#port);
    if (typeof port === 'string') return port;
    const host = this.#host.replace(/^\[(.*)\]$/, '$1');
    return { host, port, protocols: 0, user: null, password: null };
  }
}

function bringsPort(value: string): boolean {
  return value.includes(':') && parseIpv6(value.replace(/^\[(.*)\]$/, '$1')) === null;
}
