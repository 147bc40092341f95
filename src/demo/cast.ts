/** Draws who plays what on a farm: pure, and the same for the same seed. */
import type { Behaviour } from './define-behaviour.ts';
import type { BehaviourCatalogue } from './catalogue.ts';
import { logUniform, type Random } from './random.ts';

export interface Role {
  /** Name of the behaviour. */
  readonly name: string;
  readonly behaviour: Behaviour;
  /** Usual latency of this one proxy. */
  readonly latencyMs: number;
}

/**
 * `count` roles in a drawn order. Each behaviour gets its share by weight, and at least one place as long as there are
 * enough for all: a small farm shows every kind too.
 */
export function castRoles(behaviours: BehaviourCatalogue, count: number, random: Random): Role[] {
  const roles = shares(behaviours, count).flatMap(([name, places]) => {
    const behaviour = behaviours.get(name)!;
    const [min, max] = behaviour.latencyMs;
    return Array.from({ length: places }, () => ({ name, behaviour, latencyMs: logUniform(random, min, max) }));
  });
  return shuffled(roles, random);
}

/** Largest remainder over the weights, after one place for each. */
function shares(behaviours: BehaviourCatalogue, count: number): [string, number][] {
  const heaviestFirst = [...behaviours].sort(([, a], [, b]) => b.weight - a.weight);
  const total = heaviestFirst.reduce((sum, [, { weight }]) => sum + weight, 0);
  const each = count >= behaviours.size ? 1 : 0;
  const open = count - each * behaviours.size;
  const exact = heaviestFirst.map(([name, { weight }]) => ({ name, exact: (open * weight) / total }));
  const places = new Map(exact.map(({ name, exact }) => [name, each + Math.floor(exact)]));
  const left = count - [...places.values()].reduce((sum, value) => sum + value, 0);
  const byRemainder = [...exact].sort((a, b) => (b.exact % 1) - (a.exact % 1));
  for (const { name } of byRemainder.slice(0, left)) places.set(name, places.get(name)! + 1);
  return [...places];
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  const result = [...items];
  for (let i = result.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    [result[i], result[j]] = [result[j]!, result[i]!];
  }
  return result;
}
