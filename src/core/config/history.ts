/**
 * What config.json held after each change: a bounded list beside it, so that an earlier configuration can be had back.
 * Values that are secret, or hold a password, are never in it. Used by Config alone.
 */
import { readFile } from 'node:fs/promises';
import { maskSecrets } from '../../lib/safe-text.ts';
import { isCode, writeFileAtomic } from '../atomic-file.ts';
import { CONFIG_KEYS, type ConfigPath } from './keys.ts';

/** Configurations kept; the oldest go first. */
export const CONFIGS_KEPT = 50;

export interface KeptConfig {
  /** Rises from one to the next, never used twice while any is kept. */
  readonly number: number;
  /** ISO 8601. */
  readonly at: string;
  /** What made it so: `set timeout`, `edited by hand`. */
  readonly what: string;
  /** Values in the file by dotted key, as JSON holds them. */
  readonly values: Readonly<Record<string, unknown>>;
}

export class ConfigHistory {
  readonly #file: string;

  /** @param configFile path of config.json */
  constructor(configFile: string) {
    this.#file = `${configFile}.history`;
  }

  /** Oldest first; what cannot be read counts as nothing. */
  async list(): Promise<KeptConfig[]> {
    let text: string;
    try {
      text = await readFile(this.#file, 'utf8');
    } catch (error) {
      if (isCode(error, 'ENOENT')) return [];
      throw error;
    }
    return text.split('\n').flatMap((line) => {
      const kept = keptIn(line);
      return kept === null ? [] : [kept];
    });
  }

  /**
   * Adds what a change made of the file; before it what the file was, where that is not the last one known.
   * @throws the system's error; the list stays as it was
   */
  async add(
    what: string,
    before: ReadonlyMap<ConfigPath, unknown>,
    after: ReadonlyMap<ConfigPath, unknown>,
  ): Promise<void> {
    const kept = await this.list();
    const push = (about: string, file: ReadonlyMap<ConfigPath, unknown>): void => {
      const values = valuesOf(file);
      const last = kept.at(-1);
      if (last !== undefined && JSON.stringify(last.values) === JSON.stringify(values)) return;
      kept.push({ number: (last?.number ?? 0) + 1, at: new Date().toISOString(), what: about, values });
    };
    push(kept.length === 0 ? 'before the first change' : 'edited by hand', before);
    push(what, after);
    const lines = kept.slice(-CONFIGS_KEPT).map((one) => `${JSON.stringify(one)}\n`);
    await writeFileAtomic(this.#file, lines.join(''));
  }
}

/** Whether a value may stand in the list. */
export function isTold(path: ConfigPath, json: unknown): boolean {
  return !CONFIG_KEYS[path].secret && !(typeof json === 'string' && maskSecrets(json) !== json);
}

function valuesOf(file: ReadonlyMap<ConfigPath, unknown>): Record<string, unknown> {
  const told = Array.from(file, ([path, value]) => [path, CONFIG_KEYS[path].type.toJson(value as never)] as const)
    .filter(([path, json]) => isTold(path, json))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(told);
}

function keptIn(line: string): KeptConfig | null {
  try {
    const { number, at, what, values } = JSON.parse(line) as Partial<KeptConfig>;
    const isOne =
      Number.isSafeInteger(number) &&
      typeof at === 'string' &&
      typeof what === 'string' &&
      typeof values === 'object' &&
      values !== null;
    return isOne ? { number: number!, at, what, values } : null;
  } catch {
    return null;
  }
}
