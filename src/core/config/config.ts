/**
 * The configuration as the program sees it: defaults < config.json < environment < flags, typed by key. The engine
 * holds one; `config set` and `reset` change it here, in memory and in the file together or not at all.
 */
import { dirname, resolve } from 'node:path';
import { type RefbotError, fail } from '../../model/errors.ts';
import type { Bus } from '../bus.ts';
import { readConfigFile, withKey, writeConfigFile } from './document.ts';
import { ConfigHistory, isTold, type KeptConfig } from './history.ts';
import { CONFIG_KEYS, CONFIG_PATHS, type ConfigPath, type ConfigValues, isConfigPath } from './keys.ts';
import {
  type ConfigProblem,
  contradictions,
  readDocument,
  readEnvironment,
  readFlags,
  readOne,
  unknownKey,
} from './read-values.ts';

export type { ConfigPath, ConfigValues } from './keys.ts';

export type ConfigOrigin = 'default' | 'file' | 'environment' | 'flag';

export interface ConfigSources {
  /** config.json; it need not exist. Absent = nothing is read, and changes live in memory only. */
  readonly file?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Values of flags by key, as text or as values; undefined ones count as not given. */
  readonly flags?: Readonly<Record<string, unknown>>;
}

export interface ConfigChange {
  readonly path: ConfigPath;
  readonly value: unknown;
  readonly previous: unknown;
}

type Layers = Readonly<Record<Exclude<ConfigOrigin, 'default'>, ReadonlyMap<ConfigPath, unknown>>>;

/** Reads all sources. @throws unreadable-config; unknown-key, bad-config-value with all problems in `details.data.problems` */
export function loadConfig({ file, env = {}, flags = {} }: ConfigSources): Config {
  const document = file === undefined ? {} : readConfigFile(file);
  const read = { file: readDocument(document), environment: readEnvironment(env), flag: readFlags(flags) };
  const layers = { file: read.file.values, environment: read.environment.values, flag: read.flag.values };
  const wrong: (readonly [readonly ConfigProblem[], string])[] = [
    [read.file.problems, file ?? ''],
    [read.environment.problems, 'the environment'],
    [read.flag.problems, 'flags'],
  ];
  const first = wrong.find(([problems]) => problems.length > 0);
  if (first) throw problemError(first[0], first[1]);
  const together = contradictions(merged(layers));
  if (together.length > 0) throw problemError(together, 'the configuration');
  return new Config(file ?? null, layers);
}

/** Everything that is wrong with a configuration, without throwing. */
export function validateConfig({ file, env = {} }: ConfigSources): readonly ConfigProblem[] {
  let document: unknown = {};
  try {
    if (file !== undefined) document = readConfigFile(file);
  } catch (error) {
    const { message, details } = error as RefbotError;
    return [{ error: 'unreadable-config', path: file ?? '', message, hint: details.hint ?? 'look at its permissions' }];
  }
  return [...readDocument(document).problems, ...readEnvironment(env).problems];
}

export class Config {
  /** config.json; null when nothing is kept on disk. */
  readonly file: string | null;
  #layers: Layers;
  #values: ReadonlyMap<ConfigPath, unknown>;
  readonly #listeners = new Set<(change: ConfigChange) => void>();
  #bus: Bus | null = null;
  readonly #history: ConfigHistory | null;
  /** Changes wait for each other: the file is read, changed and written as one step. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(file: string | null, layers: Layers) {
    this.file = file;
    this.#history = file === null ? null : new ConfigHistory(file);
    this.#layers = layers;
    this.#values = merged(layers);
  }

  get<K extends ConfigPath>(path: K): ConfigValues[K] {
    return (this.#values.has(path) ? this.#values.get(path) : CONFIG_KEYS[path].default) as ConfigValues[K];
  }

  /** The key that a person named. @throws unknown-key */
  path(name: string): ConfigPath {
    if (isConfigPath(name)) return name;
    throw problemError([unknownKey(name)], 'the configuration');
  }

  /** A file or folder named by a key, seen from the folder of config.json; null where the key is. */
  getPath(path: 'plugins_dir' | 'metrics_file' | 'geo.database'): string | null {
    const value = this.get(path);
    return value === null ? null : resolve(this.file === null ? '.' : dirname(this.file), value);
  }

  origin(path: ConfigPath): ConfigOrigin {
    for (const origin of ['flag', 'environment', 'file'] as const) if (this.#layers[origin].has(path)) return origin;
    return 'default';
  }

  /** What config.json holds for the key, as {@link set} takes it; undefined where it holds nothing. */
  inFile(path: ConfigPath): unknown {
    const { file } = this.#layers;
    return file.has(path) ? CONFIG_KEYS[path].type.toJson(file.get(path)) : undefined;
  }

  /** The key as config.json would hold it; a secret is masked. */
  shown(path: ConfigPath): unknown {
    const value = this.get(path);
    if (CONFIG_KEYS[path].secret && value !== null) return '***';
    return CONFIG_KEYS[path].type.toJson(value);
  }

  /** Facts about changes go here as `config.changed`. */
  announceOn(bus: Bus): void {
    this.#bus = bus;
  }

  /**
   * Called before a change is kept, with the new value already readable. A listener that throws takes the change back;
   * those called before it are called again with the old value. @returns a function that ends the subscription
   */
  onChange(listener: (change: ConfigChange) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /**
   * Sets a key in config.json and in the running program.
   * @param given text as a person types it, or a JSON value
   * @returns the value in force afterwards: that of a flag or the environment where one of them overrides the file
   * @throws unknown-key, bad-config-value, unreadable-config, file-io, or what an objecting listener threw
   */
  set(path: string, given: unknown): Promise<unknown> {
    return this.#inTurn(async () => {
      const read = readOne(path, given);
      if ('problem' in read) throw problemError([read.problem], 'config set');
      await this.#change(new Map([[read.path, read.value]]), `set ${read.path}`);
      return this.get(read.path);
    });
  }

  /** Takes a key out of config.json. @throws as {@link set} */
  reset(path: string): Promise<unknown> {
    return this.#inTurn(async () => {
      const key = this.path(path);
      await this.#change(new Map([[key, undefined]]), `reset ${key}`);
      return this.get(key);
    });
  }

  /** What the file held after each of the last changes, oldest first; secrets are not in it. */
  history(): Promise<readonly KeptConfig[]> {
    return this.#history?.list() ?? Promise.resolve([]);
  }

  /**
   * Makes the file what it was after an earlier change. Secrets, and keys that this RefBot does not know, stay as they are.
   * @param number of {@link history} @returns the keys that changed @throws bad-value, and as {@link set}
   */
  restore(number: number): Promise<readonly ConfigPath[]> {
    return this.#inTurn(async () => {
      const kept = (await this.history()).find((one) => one.number === number);
      if (kept === undefined)
        throw fail('bad-value', `there is no configuration ${number}`, { hint: '`config history` lists them' });
      const wanted = new Map<ConfigPath, unknown>();
      for (const path of this.#layers.file.keys()) if (isTold(path, this.inFile(path))) wanted.set(path, undefined);
      for (const [name, json] of Object.entries(kept.values)) {
        if (!isConfigPath(name)) continue;
        const read = readOne(name, json);
        if ('problem' in read) throw problemError([read.problem], `configuration ${number}`);
        wanted.set(read.path, read.value);
      }
      return this.#change(wanted, `restore ${number}`);
    });
  }

  /** @param wanted new values in the file; undefined takes a key out @returns the keys whose value in force changed */
  async #change(wanted: ReadonlyMap<ConfigPath, unknown>, what: string): Promise<readonly ConfigPath[]> {
    // The file may have been edited since it was read: what is written there now is kept, if it is right.
    const document = this.file === null ? {} : readConfigFile(this.file);
    const found = readDocument(document);
    if (found.problems.length > 0) throw problemError(found.problems, this.file ?? '');

    const before = { layers: this.#layers, values: this.#values };
    const file = new Map(before.layers.file);
    for (const [path, value] of wanted) {
      if (value === undefined) file.delete(path);
      else file.set(path, value);
    }
    const previous = new Map([...wanted.keys()].map((path) => [path, this.get(path) as unknown]));
    this.#layers = { ...before.layers, file };
    this.#values = merged(this.#layers);
    const told: (readonly [listener: (change: ConfigChange) => void, path: ConfigPath])[] = [];
    const changed = [...previous].filter(([path, value]) => !isSame(path, this.get(path), value)).map(([path]) => path);
    try {
      const together = contradictions(this.#values);
      if (together.length > 0) throw problemError(together, 'the configuration');
      for (const path of changed) {
        for (const listener of this.#listeners) {
          listener({ path, value: this.get(path), previous: previous.get(path) });
          told.push([listener, path]);
        }
      }
      if (this.file !== null) {
        let next: unknown = document;
        for (const [path, value] of wanted)
          next = withKey(next, path, value === undefined ? undefined : CONFIG_KEYS[path].type.toJson(value as never));
        await writeConfigFile(this.file, next);
      }
    } catch (error) {
      const refused = this.#values;
      this.#layers = before.layers;
      this.#values = before.values;
      for (const [listener, path] of told) {
        try {
          listener({ path, value: previous.get(path), previous: refused.get(path) });
        } catch {
          // It took the new value and objects to the old: the first objection is the one to report.
        }
      }
      throw error;
    }
    // The change is made; a list that cannot be written takes nothing back.
    await this.#history?.add(what, found.values, file).catch(() => undefined);
    if (changed.length > 0) this.#bus?.emit('config.changed', { keys: changed });
    return changed;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work, work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}

function isSame(path: ConfigPath, a: unknown, b: unknown): boolean {
  const { toJson } = CONFIG_KEYS[path].type;
  return a === b || JSON.stringify(toJson(a as never)) === JSON.stringify(toJson(b as never));
}

function merged(layers: Layers): ReadonlyMap<ConfigPath, unknown> {
  const values = new Map<ConfigPath, unknown>(CONFIG_PATHS.map((path) => [path, CONFIG_KEYS[path].default]));
  for (const layer of [layers.file, layers.environment, layers.flag]) {
    for (const [path, value] of layer) values.set(path, value);
  }
  return values;
}

function problemError(problems: readonly ConfigProblem[], where: string): RefbotError {
  const first = problems[0]!;
  const message =
    problems.length === 1
      ? first.message
      : `${problems.length} problems in ${where}\n${problems.map((p) => `  ${p.message} (${p.hint})`).join('\n')}`;
  return fail(first.error, message, {
    ...(problems.length === 1 ? { hint: first.hint } : {}),
    data: { where, problems },
  });
}
