/**
 * The keys as they are bound now: the product's with those of the person's file, read again when the file is saved.
 * Turns a bound line into what it does, once. Without a command language (while the state is opened) nothing is bound.
 */
import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import { basename } from 'node:path';
import type { BoundLine } from '../../command/keys/bind-line.ts';
import type { Binding, Pressed } from '../../command/keys/binding.ts';
import { KEY_CONTEXTS } from '../../command/keys/contexts.ts';
import { parseKeysFile } from '../../command/keys/keys-file.ts';
import { Keymap } from '../../command/keys/keymap.ts';
import type { Registry } from '../../command/registry.ts';
import { loadNow, siblingModule } from '../../lib/sibling.ts';

const LOOK_MS = 1000;
/** Keys that are remembered with what they ran. */
const MAX_PRESSED = 100;
/** Problems that are told one by one; a file full of them is not. */
const MAX_TOLD = 5;

/** Says what is wrong with the file (`warn`), or that it was read again (`info`). */
export type KeyLinesTell = (level: 'warn' | 'info', text: string) => void;

export class KeyLines {
  readonly #file: string;
  readonly #tell: KeyLinesTell;
  readonly #bound = new Map<string, BoundLine>();
  #registry: Registry | null = null;
  #keymap = new Keymap();
  #pressed: readonly Pressed[] = [];

  constructor(file: string, tell: KeyLinesTell) {
    this.#file = file;
    this.#tell = tell;
  }

  get keymap(): Keymap {
    return this.#keymap;
  }

  /** The last keys that ran something, newest last. */
  get pressed(): readonly Pressed[] {
    return this.#pressed;
  }

  record(binding: Binding): void {
    this.#pressed = [...this.#pressed, { at: Date.now(), binding }].slice(-MAX_PRESSED);
  }

  /** From now on lines mean something, and the file is watched. */
  start(registry: Registry): void {
    this.#registry = registry;
    this.#read(false);
    watchFile(this.#file, { interval: LOOK_MS, persistent: false }, this.#onChange);
  }

  stop(): void {
    unwatchFile(this.#file, this.#onChange);
  }

  /** What the line of a key does; null while there is no language yet. */
  bind(line: string): BoundLine | null {
    if (!this.#registry) return null;
    const known = this.#bound.get(line);
    if (known) return known;
    const bound = binding().bindLine(this.#registry, line);
    this.#bound.set(line, bound);
    return bound;
  }

  readonly #onChange = (now: { readonly mtimeMs: number }, before: { readonly mtimeMs: number }): void => {
    if (now.mtimeMs !== before.mtimeMs) this.#read(true);
  };

  #read(again: boolean): void {
    let text = '';
    try {
      text = readFileSync(this.#file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') this.#tell('warn', String(error));
    }
    const file = parseKeysFile(text, KEY_CONTEXTS, (line) => {
      const bound = this.bind(line);
      return bound?.kind === 'wrong' ? bound.error.message : null;
    });
    this.#keymap = new Keymap(file);
    for (const { line, message } of file.problems.slice(0, MAX_TOLD))
      this.#tell('warn', `${basename(this.#file)}:${line}: ${message}`);
    if (again && file.problems.length === 0)
      this.#tell('info', `${basename(this.#file)} was read again: keys of your own: ${file.bindings.length}`);
  }
}

type BindingModule = typeof import('../../command/keys/bind-line.ts');

/** The language behind it is loaded after the first frame. */
function binding(): BindingModule {
  return loadNow<BindingModule>(siblingModule(import.meta.url, '../../command/keys/bind-line'));
}
