/** All configuration keys in one table, in the order that `config show` and the reference page print them. */
import type { KeyDeclaration } from './declare-key.ts';
import { checkKeys } from './keys-check.ts';
import { generalKeys } from './keys-general.ts';
import { laterKeys, networkKeys } from './keys-network.ts';
import { screenKeys } from './keys-screen.ts';
import { truthKeys } from './keys-truth.ts';

const all = { ...generalKeys, ...screenKeys, ...checkKeys, ...truthKeys, ...networkKeys, ...laterKeys };

export type ConfigPath = keyof typeof all;
/** Values as the program uses them: durations in ms, sizes in bytes, the rest in the unit its name says. */
export type ConfigValues = { readonly [K in ConfigPath]: (typeof all)[K]['default'] };

export const CONFIG_KEYS: Readonly<Record<ConfigPath, KeyDeclaration>> = all as unknown as Readonly<
  Record<ConfigPath, KeyDeclaration>
>;
export const CONFIG_PATHS: readonly ConfigPath[] = Object.keys(all) as ConfigPath[];

export function isConfigPath(path: string): path is ConfigPath {
  return Object.hasOwn(all, path);
}

export function environmentName(path: ConfigPath): string {
  return CONFIG_KEYS[path].env ?? `REFBOT_${path.replaceAll('.', '_').toUpperCase()}`;
}
