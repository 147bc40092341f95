/**
 * Turns a parsed config.json, the environment and command-line flags into values, and says everything that is wrong
 * with them. Pure; loading, `config set` and `config validate` call it.
 */
import { maskSecrets, safeText } from '../../lib/safe-text.ts';
import { nearest } from '../../lib/suggest.ts';
import type { ErrorName } from '../../model/errors.ts';
import { CONFIG_KEYS, CONFIG_PATHS, type ConfigPath, environmentName, isConfigPath } from './keys.ts';

export interface ConfigProblem {
  readonly error: Extract<ErrorName, 'unknown-key' | 'bad-config-value' | 'unreadable-config'>;
  /** The key, or the name of the environment variable. */
  readonly path: string;
  readonly message: string;
  /** What would be right. */
  readonly hint: string;
}

export interface ReadValues {
  readonly values: ReadonlyMap<ConfigPath, unknown>;
  readonly problems: readonly ConfigProblem[];
}

const GROUPS: readonly string[] = [...new Set(CONFIG_PATHS.filter((path) => path.includes('.')).flatMap(parents))];

/** Values of a parsed config.json: groups are objects, `{"network": {"only": "any"}}`. */
export function readDocument(document: unknown): ReadValues {
  const values = new Map<ConfigPath, unknown>();
  const problems: ConfigProblem[] = [];
  const walk = (group: object, prefix: string): void => {
    for (const [name, json] of Object.entries(group)) {
      const path = prefix + name;
      if (isConfigPath(path)) {
        const value = CONFIG_KEYS[path].type.fromJson(json);
        if (value === undefined) problems.push(badValue(path, path, json));
        else values.set(path, value);
      } else if (!GROUPS.includes(path)) {
        problems.push(unknownKey(path));
      } else if (isObject(json)) {
        walk(json, `${path}.`);
      } else {
        problems.push({
          error: 'bad-config-value',
          path,
          message: `${path} is a group of keys, not ${show(json)}`,
          hint: `write an object with ${keysBelow(path).join(', ')}`,
        });
      }
    }
  };
  if (isObject(document)) walk(document, '');
  else {
    problems.push({
      error: 'bad-config-value',
      path: '',
      message: `the file holds ${show(document)}, not an object of keys`,
      hint: 'start with {} and add keys, for example {"timeout": "8s"}',
    });
  }
  return { values, problems: [...problems, ...contradictions(values)] };
}

/** Values of the variables that keys declare; other variables are nobody's business. */
export function readEnvironment(env: Readonly<Record<string, string | undefined>>): ReadValues {
  const values = new Map<ConfigPath, unknown>();
  const problems: ConfigProblem[] = [];
  for (const path of CONFIG_PATHS) {
    const name = environmentName(path);
    const text = env[name];
    if (text === undefined || text === '') continue;
    const value = CONFIG_KEYS[path].type.fromText(text);
    if (value === undefined) problems.push(badValue(path, name, text));
    else values.set(path, value);
  }
  return { values, problems };
}

/** Values given by flags: text as a person types it, or values of the right type. */
export function readFlags(flags: Readonly<Record<string, unknown>>): ReadValues {
  const values = new Map<ConfigPath, unknown>();
  const problems: ConfigProblem[] = [];
  for (const [path, given] of Object.entries(flags)) {
    if (given === undefined) continue;
    const read = readOne(path, given);
    if ('problem' in read) problems.push(read.problem);
    else values.set(read.path, read.value);
  }
  return { values, problems };
}

/** One value for one key, as `config set` gives it. */
export function readOne(
  path: string,
  given: unknown,
): { readonly path: ConfigPath; readonly value: unknown } | { readonly problem: ConfigProblem } {
  if (!isConfigPath(path)) return { problem: unknownKey(path) };
  const { type } = CONFIG_KEYS[path];
  const value = typeof given === 'string' ? type.fromText(given) : type.fromJson(given);
  return value === undefined ? { problem: badValue(path, path, given) } : { path, value };
}

/** Values that are right alone and wrong together. */
export function contradictions(values: ReadonlyMap<ConfigPath, unknown>): ConfigProblem[] {
  const weights = ['weights.success', 'weights.speed', 'weights.reliability'] as const;
  const sum = weights.reduce((sum, path) => sum + Number(values.get(path) ?? CONFIG_KEYS[path].default), 0);
  if (sum > 0) return [];
  return [
    {
      error: 'bad-config-value',
      path: 'weights',
      message: 'all three weights are 0, so that every score would be 0',
      hint: 'give at least one of weights.success, weights.speed, weights.reliability a value above 0',
    },
  ];
}

export function unknownKey(path: string): ConfigProblem {
  const near = nearest(path, [...CONFIG_PATHS, ...GROUPS]);
  const group = GROUPS.includes(path) ? path : null;
  return {
    error: 'unknown-key',
    path: safeText(path, 100),
    message: group ? `${group} is a group of keys` : `no key ${safeText(path, 100)}`,
    hint: group
      ? `its keys: ${keysBelow(group).join(', ')}`
      : near === null
        ? '`config show` lists all keys'
        : `did you mean ${near} ?`,
  };
}

function badValue(path: ConfigPath, name: string, given: unknown): ConfigProblem {
  const declaration = CONFIG_KEYS[path];
  const near =
    typeof given === 'string' && 'names' in declaration.type
      ? nearest(given, declaration.type.names as string[])
      : null;
  return {
    error: 'bad-config-value',
    path: name,
    message: `${name}: ${declaration.secret ? 'the value' : show(given)} is not ${declaration.type.expects}`,
    hint:
      near === null ? `the default is ${show(declaration.type.toJson(declaration.default))}` : `did you mean ${near} ?`,
  };
}

function show(json: unknown): string {
  return safeText(maskSecrets(JSON.stringify(json) ?? String(json)), 80);
}

function keysBelow(group: string): string[] {
  return CONFIG_PATHS.filter((path) => path.startsWith(`${group}.`));
}

function parents(path: string): string[] {
  const parts = path.split('.');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('.'));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
