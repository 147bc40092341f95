/**
 * Whether a judge sees who asks it. One behind a reverse proxy that asks in everybody's place sees all callers alike: by it
 * everybody would be elite, or nobody a proxy. Pure; asked with every direct view of a judge.
 */
import { canonicalIp, classifyIp, type IpClass } from '../lib/address.ts';
import { lastValue, type HeaderField } from '../net/http-head.ts';
import { addressesIn } from './anonymity.ts';

export interface DirectView {
  /** Where the judge sees us, canonical. */
  readonly address: string;
  /** Our request as it arrived. */
  readonly headers: readonly HeaderField[];
  /** The address at which the judge answered. */
  readonly judge: string;
}

/** What servers in front of others tell them of who asked. We send none of them. */
const NAMES_CALLER: readonly string[] = [
  'cf-connecting-ip',
  'client-ip',
  'fastly-client-ip',
  'forwarded',
  'true-client-ip',
  'x-client-ip',
  'x-cluster-client-ip',
  'x-forwarded-for',
  'x-real-ip',
];

/** Only inside a network of somebody's they mean one machine. */
const INNER: ReadonlySet<IpClass | null> = new Set(['private', 'link-local', 'carrier-nat', 'loopback', 'unspecified']);

/**
 * True only where it is certain that the address is not the one at which others see us.
 * @param machine the addresses of this machine, canonical
 */
export function hidesCallers({ address, headers, judge }: DirectView, machine: readonly string[]): boolean {
  const at = canonicalIp(withoutZone(judge)) ?? judge;
  const [ours, its] = [classifyIp(address), classifyIp(at)];
  const isHere = its === 'loopback' || machine.includes(at);
  // On this machine it sees one of our own addresses, unless something stands between.
  if (isHere && INNER.has(ours) && ours !== 'loopback' && !machine.includes(address)) return true;
  // Elsewhere it cannot see us on its own machine.
  if (!isHere && ours === 'loopback') return true;
  // Nor at its own address inside a network. Out there it may: it and we stand behind one router, or are one machine in a cloud.
  if (!isHere && INNER.has(its) && address === at) return true;
  // Out on the internet nobody comes from the inside of a network.
  if (!isHere && !INNER.has(its) && INNER.has(ours)) return true;
  // Whoever asks in our place says for whom.
  return NAMES_CALLER.some((name) => {
    const named = addressesIn(lastValue(headers, name) ?? '').filter((ip) => !INNER.has(classifyIp(ip)));
    return named.length > 0 && !named.includes(address);
  });
}

/** `fe80::1%eth0` is `fe80::1`: through which interface is nobody else's business. */
function withoutZone(ip: string): string {
  return ip.split('%', 1)[0]!;
}
