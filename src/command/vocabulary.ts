/**
 * The commands of a session: those of the program, those defined with `def`, and the person's aliases. Commands of the
 * program win over both, a definition over an alias. Made for one text; cheap.
 */
import { nearest } from '../lib/suggest.ts';
import { Registry } from './registry.ts';
import type { Command, Resolved } from './registry.ts';

export class Vocabulary extends Registry {
  readonly #base: Registry;
  readonly #functions: ReadonlyMap<string, Command>;
  readonly #aliases: ReadonlyMap<string, string> | null;

  /** @param aliases null: those of `base` */
  constructor(
    base: Registry,
    functions: ReadonlyMap<string, Command>,
    aliases: ReadonlyMap<string, string> | null = null,
  ) {
    super([]);
    this.#base = base;
    this.#functions = functions;
    this.#aliases = aliases;
  }

  override names(): readonly string[] {
    return [...this.#base.names(), ...this.#functions.keys()];
  }

  override expansions(): ReadonlyMap<string, string> {
    const aliases = this.#aliases ?? this.#base.expansions();
    if (aliases.size === 0) return aliases;
    return new Map([...aliases].filter(([name]) => !this.#functions.has(name) && !this.#isProgram(name)));
  }

  override aliases(): ReadonlyMap<string, string> {
    return this.#base.aliases();
  }

  override get(name: string): Command | undefined {
    return this.#base.get(name) ?? this.#functions.get(name);
  }

  override preload(): Promise<void> {
    return this.#base.preload();
  }

  override willPreload(): void {
    this.#base.willPreload();
  }

  override get isLoading(): boolean {
    return this.#base.isLoading;
  }

  override all(): Command[] {
    return [...this.#base.all(), ...this.#functions.values()];
  }

  override resolve(words: readonly string[]): Resolved | null {
    const own = this.#functions.get(words[0] ?? '');
    if (own && !this.#isProgram(own.name)) return { command: own, words: 1 };
    const found = this.#base.resolve(words);
    if (found) return found;
    const line = this.expansions().get(words[0] ?? '');
    // What an alias begins with is the command whose arguments follow it.
    const target = line === undefined ? null : this.#base.resolve(line.split(/\s+/));
    return target && { command: target.command, words: 1 };
  }

  override isCommand(word: string): boolean {
    return this.#functions.has(word) || this.expansions().has(word) || this.#base.isCommand(word);
  }

  override verbs(noun: string): string[] {
    return this.#base.verbs(noun);
  }

  override suggest(words: readonly string[]): string | null {
    const [word = ''] = words;
    if (this.#base.verbs(word).length > 0) return this.#base.suggest(words);
    return nearest(word, [...this.#functions.keys(), ...this.expansions().keys()]) ?? this.#base.suggest(words);
  }

  /** Names only: the short forms of commands would have to be loaded for it. */
  #isProgram(word: string): boolean {
    return this.#base.verbs(word).length > 0 || this.#base.names().includes(word);
  }
}
