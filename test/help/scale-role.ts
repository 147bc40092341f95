/** Which simulated proxy an address of the scale farm plays: pure, so a test knows the truth without asking the farm. */
import type { BehaviourCatalogue } from '../../src/demo/catalogue.ts';
import type { Role } from '../../src/demo/cast.ts';
import { hash32, logUniform, pickWeighted, seededRandom } from '../../src/demo/random.ts';

export interface ScaleOptions {
  /** Behaviour name -> weight; default: every behaviour with an open door, by its own weight. */
  readonly weights?: Readonly<Record<string, number>>;
  /** Instead of each behaviour's own range, so that a test need not wait. */
  readonly latencyMs?: readonly [min: number, max: number];
}

/** Where the proxies of a running farm are reached, each on its own address. */
export interface ScalePorts {
  readonly port: number;
  /** Nothing listens there. */
  readonly closedPort: number;
  /** No connection ever comes about. */
  readonly fullPort: number;
}

export function portOf({ behaviour: { door } }: Role, ports: ScalePorts): number {
  return door === 'closed' ? ports.closedPort : door === 'full' ? ports.fullPort : ports.port;
}

/** @param host a loopback address as the listener sees it: `127.b.c.d` */
export function roleAt(host: string, behaviours: BehaviourCatalogue, options: ScaleOptions): Role {
  const random = seededRandom(hash32(host));
  const weightOf = (name: string): number => {
    const { door, weight } = behaviours.get(name)!;
    return options.weights ? (options.weights[name] ?? 0) : door === undefined ? weight : 0;
  };
  const names = [...behaviours.keys()].filter((name) => weightOf(name) > 0);
  const name = pickWeighted(random, names, weightOf);
  const behaviour = behaviours.get(name)!;
  const [min, max] = options.latencyMs ?? behaviour.latencyMs;
  return { name, behaviour, latencyMs: logUniform(random, min, max) };
}
