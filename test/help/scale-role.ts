/** Which simulated proxy an address of the scale farm plays: pure, so a test knows the truth without asking the farm. */
import type { BehaviourCatalogue } from '../../src/demo/catalogue.ts';
import type { Role } from '../../src/demo/cast.ts';
import { hash32, logUniform, pickWeighted, seededRandom } from '../../src/demo/random.ts';

export interface ScaleOptions {
  /** Behaviour name -> weight; default: every behaviour that has an open port, by its own weight. */
  readonly weights?: Readonly<Record<string, number>>;
  /** Instead of each behaviour's own range, so that a test need not wait. */
  readonly latencyMs?: readonly [min: number, max: number];
}

/** @param host a loopback address as the listener sees it: `127.b.c.d` */
export function roleAt(host: string, behaviours: BehaviourCatalogue, options: ScaleOptions): Role {
  const random = seededRandom(hash32(host));
  const weightOf = (name: string): number =>
    options.weights ? (options.weights[name] ?? 0) : behaviours.get(name)!.weight;
  const names = [...behaviours].filter(([name, { serve }]) => serve && weightOf(name) > 0).map(([name]) => name);
  const name = pickWeighted(random, names, weightOf);
  const behaviour = behaviours.get(name)!;
  const [min, max] = options.latencyMs ?? behaviour.latencyMs;
  return { name, behaviour, latencyMs: logUniform(random, min, max) };
}
