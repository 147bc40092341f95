/**
 * Which addresses are ours: what judges saw when they were asked directly, of either family, and what the interfaces of
 * this machine have of their own. A proxy that tells any of them gives its user away. Called once a plan.
 */
import { networkInterfaces } from 'node:os';
import { canonicalIp, classifyIp, isLoopback } from '../lib/address.ts';

/** This machine under its two usual names: on loopback a proxy may see us by one and the judge by the other. */
const LOOPBACK = ['127.0.0.1', '::1'] as const;

/**
 * @param seen by judges
 * @param interfaces addresses of this machine; those that only a router of ours gives a meaning (private, link-local)
 *   are many people's and count as nobody's
 */
export function ownAddresses(seen: readonly string[], interfaces: readonly string[] = ofThisMachine()): string[] {
  const own = new Set(seen.map((ip) => canonicalIp(ip) ?? ip));
  for (const ip of interfaces) if (classifyIp(ip) === 'public') own.add(canonicalIp(ip)!);
  if ([...own].some(isLoopback)) for (const ip of LOOPBACK) own.add(ip);
  return [...own];
}

/** Canonical. */
export function ofThisMachine(): string[] {
  return Object.values(networkInterfaces()).flatMap(
    (list) => list?.map(({ address }) => canonicalIp(address) ?? address) ?? [],
  );
}
