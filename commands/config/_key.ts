/** The type of an argument that names a configuration key, and the row that shows one. */
import { badValue } from '../../src/command/types/bad-value.ts';
import type { ArgType } from '../../src/command/types.ts';
import { CONFIG_KEYS, CONFIG_PATHS, environmentName } from '../../src/core/config/keys.ts';
import type { Config, ConfigPath } from '../../src/core/config/config.ts';

/** Any dotted word: which keys there are is the configuration's to say, with its did-you-mean. */
export const configKey: ArgType<string> = {
  name: 'key',
  parse(text) {
    if (!/^[a-z][\w.-]*$/i.test(text)) throw badValue(text, 'a configuration key', 'timeout, network.only');
    return text;
  },
  complete: (prefix) =>
    CONFIG_PATHS.filter((path) => path.startsWith(prefix)).map((value) => ({ value, help: CONFIG_KEYS[value].help })),
};

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
