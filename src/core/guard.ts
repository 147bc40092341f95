/**
 * Which addresses may be dialled. Every place that opens a connection asks here, with the very address it will dial
 * (names are resolved first, and each resolved address is asked about). Pure; the policy is plain data for workers.
 */
import { classifyIp } from '../lib/address.ts';

export interface NetworkPolicy {
  /** `loopback`: nothing but 127.0.0.0/8 and ::1 is ever dialled, whoever asks. */
  readonly only: 'any' | 'loopback';
  /** Private and reserved addresses are fine even where only a resolved name or a redirect led there. */
  readonly allowPrivate: boolean;
}

/** No connection can be meant by these, even when the operator named them. */
const NEVER: ReadonlySet<string> = new Set(['multicast', 'unspecified', 'broadcast']);

/**
 * Why this address may not be dialled; null when it may.
 * @param ip an IPv4 or IPv6 literal
 * @param trusted an address literal that the operator named or the pool admitted. What a host name resolved to, and
 *   where a redirect points, is not trusted: a list could otherwise reach into the operator's own network by name.
 */
export function refusal(ip: string, policy: NetworkPolicy, trusted: boolean): string | null {
  const kind = classifyIp(ip);
  if (kind === null) return `${ip} is not an IP address`;
  if (policy.only === 'loopback') {
    return kind === 'loopback' ? null : `${ip} is not a loopback address, and network.only is loopback`;
  }
  if (NEVER.has(kind)) return `${ip} is ${kind}, nothing can be dialled there`;
  if (kind === 'public' || trusted || policy.allowPrivate) return null;
  return `${ip} is a ${kind} address (network.allow_private is off)`;
}

/** Why a host name may not even be looked up: asking a name server about it would already leave this machine. */
export function nameRefusal(name: string, policy: NetworkPolicy): string | null {
  if (policy.only !== 'loopback' || isLocalName(name)) return null;
  return `${name} is a name, and network.only is loopback`;
}

/** Names that are this machine by definition (RFC 6761). */
export function isLocalName(name: string): boolean {
  return name.toLowerCase() === 'localhost';
}
