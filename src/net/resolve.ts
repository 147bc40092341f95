/**
 * From a host to the one address that may be dialled: names are resolved first, every address is held against the
 * network policy, and the caller dials the very address it got. Sources resolve in guarded-connector.ts, by the same rules.
 */
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { isLocalName, nameRefusal, refusal, type NetworkPolicy } from '../core/guard.ts';

export type Resolved =
  | { readonly ok: true; readonly address: string }
  | { readonly ok: false; readonly reason: 'blocked' | 'unresolved'; readonly message: string };

/** All addresses of a name, the one to be dialled first; rejects as `dns.lookup` does. */
export type ResolveName = (name: string) => Promise<readonly { readonly address: string }[]>;

// One address is dialled, without a race between families: the older one is there more often.
const resolveByDns: ResolveName = (name) => lookup(name, { all: true, order: 'ipv4first' });

/**
 * @param host an IP literal without brackets, or a name
 * @param trusted the literal (or `localhost`) was named by the operator or admitted by the pool; what other names
 *   resolve to never is
 */
export async function resolveHost(
  host: string,
  policy: NetworkPolicy,
  trusted: boolean,
  resolveName: ResolveName = resolveByDns,
): Promise<Resolved> {
  if (isIP(host) !== 0) return allowed(host, policy, trusted);
  const unasked = nameRefusal(host, policy);
  if (unasked !== null) return { ok: false, reason: 'blocked', message: unasked };
  let addresses: readonly { readonly address: string }[];
  try {
    addresses = await resolveName(host);
  } catch {
    return { ok: false, reason: 'unresolved', message: `${host} has no address` };
  }
  // One forbidden address among several is enough: such a name is made to slip through.
  for (const { address } of addresses) {
    const verdict = allowed(address, policy, trusted && isLocalName(host));
    if (!verdict.ok) return { ...verdict, message: `${host}: ${verdict.message}` };
  }
  const first = addresses[0];
  return first
    ? { ok: true, address: first.address }
    : { ok: false, reason: 'unresolved', message: `${host} has no address` };
}

function allowed(address: string, policy: NetworkPolicy, trusted: boolean): Resolved {
  const why = refusal(address, policy, trusted);
  return why === null ? { ok: true, address } : { ok: false, reason: 'blocked', message: why };
}
