/** The type of an argument that names a configuration key, and the row that shows one. */
import type { ArgType } from '../../src/command/types.ts';
import { CONFIG_KEYS, CONFIG_PATHS, environmentName, isConfigPath } from '../../src/core/config/keys.ts';
import type { Config, ConfigPath } from '../../src/core/config/config.ts';
import { unknownKey } from '../../src/core/config/read-values.ts';
import { fail } from '../../src/model/errors.ts';

const complete: NonNullable<ArgType<unknown>['complete']> = (prefix) =>
  CONFIG_PATHS.filter((path) => path.startsWith(prefix)).map((value) => ({ value, help: CONFIG_KEYS[value].help }));

/** A whole key. What is no key is a mistake in what was typed, not in the configuration. */
export const configKey: ArgType<ConfigPath> = { name: 'key', parse: parseKey, complete };

/** A key, or a group of them: `network`. */
export const configKeys: ArgType<readonly ConfigPath[]> = {
  name: 'key',
  parse(text) {
    const below = CONFIG_PATHS.filter((path) => path.startsWith(`${text}.`));
    return below.length > 0 ? below : [parseKey(text)];
  },
  complete,
};

function parseKey(text: string): ConfigPath {
  if (isConfigPath(text)) return text;
  const { message, hint } = unknownKey(text);
  throw fail('bad-value', message, { hint });
}

export interface ConfigRow {
  readonly key: ConfigPath;
  /** As config.json would hold it; a secret is masked. */
  readonly value: unknown;
  readonly origin: string;
  readonly default: unknown;
  readonly env: string;
  readonly help: string;
  readonly [field: string]: unknown;
}

export function configRow(config: Config, key: ConfigPath): ConfigRow {
  const { type, default: value, help } = CONFIG_KEYS[key];
  return {
    key,
    value: config.shown(key),
    origin: config.origin(key),
    default: type.toJson(value),
    env: environmentName(key),
    help,
  };
}

/** A value as a person reads it. */
export function valueText(value: unknown): string {
  return value === null ? 'none' : String(value);
}
