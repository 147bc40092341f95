/**
 * How undici opens connections here: the address is held against the network policy first, names are resolved once,
 * every address of a name is checked, and only checked addresses are dialled (no second look-up can slip another in).
 */
import { lookup as dnsLookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { callbackify } from 'node:util';
import { buildConnector } from 'undici';
import { isLocalName, nameRefusal, refusal, type NetworkPolicy } from '../core/guard.ts';

export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

/** All addresses of a name; rejects as `dns.lookup` does. */
export type ResolveName = (name: string) => Promise<readonly ResolvedAddress[]>;

/** The policy forbids the connection; nothing was sent. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
}

export interface ConnectorOptions {
  readonly policy: NetworkPolicy;
  /** The operator named the host as an address literal (or `localhost`). */
  readonly trusted: boolean;
  readonly connectTimeoutMs: number;
  readonly resolveName?: ResolveName;
}

const resolveByDns: ResolveName = (name) => dnsLookup(name, { all: true });

export function guardedConnector(options: ConnectorOptions): buildConnector.connector {
  const { policy, trusted, connectTimeoutMs, resolveName = resolveByDns } = options;
  const resolve = callbackify((name: string) => resolveChecked(name, policy, trusted, resolveName));
  const lookup: LookupFunction = (name, wanted, callback) => {
    resolve(name, (error, addresses) => {
      if (error) callback(error, '', 0);
      else if (wanted.all) callback(null, [...addresses]);
      else callback(null, addresses[0]!.address, addresses[0]!.family);
    });
  };
  const connect = buildConnector({ timeout: connectTimeoutMs, lookup, allowH2: false });
  return (request, callback) => {
    const host = request.hostname.replace(/^\[(.*)\]$/, '$1');
    // A literal is never looked up, so it is checked here; a name is not looked up where nothing outside may be asked.
    const why = isIP(host) === 0 ? nameRefusal(host, policy) : refusal(host, policy, trusted);
    if (why === null) connect(request, callback);
    else callback(new AddressRefused(why), null);
  };
}

async function resolveChecked(
  name: string,
  policy: NetworkPolicy,
  trusted: boolean,
  resolveName: ResolveName,
): Promise<readonly ResolvedAddress[]> {
  const addresses = await resolveName(name);
  if (addresses.length === 0) throw new Error(`${name} has no address`);
  for (const { address } of addresses) {
    // One forbidden address among several is enough: such a name is made to slip through.
    const why = refusal(address, policy, trusted && isLocalName(name));
    if (why !== null) throw new AddressRefused(`${name}: ${why}`);
  }
  return addresses;
}
