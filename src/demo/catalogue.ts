/** Finds the behaviours: every file of src/demo/behaviours/ is one, and its name is the behaviour's. */
import { folderModules } from '../lib/sibling.ts';
import { protocolSet } from '../model/proxy.ts';
import type { Behaviour } from './define-behaviour.ts';

export type BehaviourCatalogue = ReadonlyMap<string, Behaviour>;

/** Loads all of them, sorted by name. @throws when a file does not declare a behaviour */
export async function loadBehaviours(): Promise<BehaviourCatalogue> {
  const loaded = await Promise.all(
    folderModules(import.meta.url, './behaviours/').map(async ({ name, load }): Promise<[string, Behaviour]> => {
      const module = await load();
      return [name, guardBehaviour(name, module.default)];
    }),
  );
  return new Map(loaded);
}

function guardBehaviour(name: string, value: unknown): Behaviour {
  const behaviour = value as Partial<Behaviour> | undefined;
  const complete =
    typeof behaviour?.summary === 'string' &&
    (behaviour.weight ?? 0) > 0 &&
    protocolSet(behaviour.claims ?? []) > 0 &&
    behaviour.truth !== undefined &&
    behaviour.latencyMs !== undefined &&
    (behaviour.serve === undefined) === (behaviour.door !== undefined) &&
    (behaviour.truth.status === 'failed') === (behaviour.truth.protocols.length === 0);
  if (!complete) throw new TypeError(`demo behaviour ${name} is not complete: see src/demo/define-behaviour.ts`);
  return behaviour as Behaviour;
}
