/** A list as fresh ones are: 5 % good proxies, 15 % where a connection is refused, 80 % that never answer; shuffled, always the same way. */
import { hash32, seededRandom } from '../../../src/demo/random.ts';
import { loopbackAddress } from './loopback-list.ts';

export interface DeadHeavyPorts {
  readonly good: number;
  readonly refused: number;
  readonly hole: number;
}

/** Nobody listens there: reserved for the multiplexer of TCP ports, which nobody runs. */
export const REFUSED_PORT = 1;

export function goodIn(count: number): number {
  return Math.round(count * 0.05);
}

/** All addresses differ. */
export function deadHeavyList(
  count: number,
  ports: DeadHeavyPorts,
): { readonly host: string; readonly port: number }[] {
  const good = goodIn(count);
  const refused = Math.round(count * 0.15);
  const list = Array.from({ length: count }, (_, n) => ({
    host: loopbackAddress(n),
    port: n < good ? ports.good : n < good + refused ? ports.refused : ports.hole,
  }));
  const random = seededRandom(hash32('dead-heavy'));
  for (let at = list.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [list[at], list[other]] = [list[other]!, list[at]!];
  }
  return list;
}
