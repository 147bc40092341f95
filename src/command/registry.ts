/**
 * The commands there are: names from the paths below commands/, definitions loaded when first asked for, so that a
 * one-shot command loads its own file and no other. The longest registered path wins. A file that is no command is
 * refused with its name.
 */
import { discoverModules, loadNow, moduleExtension } from '../lib/sibling.ts';
import { nearest } from '../lib/suggest.ts';
import { breathe } from '../lib/slices.ts';
import { fail } from '../model/errors.ts';
import { guardCommand } from './definition-guard.ts';
import type { CommandDefinition } from './define.ts';
import type { Definition } from './syntax/ast.ts';
import type { Place } from './syntax/place.ts';

export interface Command {
  /** Words of the path: `proxies top`. */
  readonly name: string;
  readonly definition: CommandDefinition;
  /** Set for a command that a person defined with `def`: what runs, and the text it stands in. */
  readonly own?: { readonly def: Definition; readonly place: Place };
}

export interface Resolved {
  readonly command: Command;
  /** How many of the words are its name. */
  readonly words: number;
}

/** Where a definition comes from: the file is named when it turns out to be none. */
export interface CommandSource {
  readonly name: string;
  readonly origin: string;
  load(): unknown;
}

const NO_EXPANSIONS: ReadonlyMap<string, string> = new Map();

export class Registry {
  readonly #sources = new Map<string, CommandSource>();
  readonly #loaded = new Map<string, Command>();
  readonly #firsts: ReadonlySet<string>;
  readonly #names: readonly string[];
  readonly #deepest: number;
  #aliases: Map<string, string> | null = null;
  #preloaded: Promise<void> | null = null;
  #isLoading = false;

  constructor(sources: Iterable<CommandSource>) {
    for (const source of sources) this.#sources.set(source.name, source);
    this.#names = [...this.#sources.keys()].sort();
    this.#firsts = new Set(Array.from(this.#sources.keys(), (name) => name.split(' ')[0]!));
    this.#deepest = Math.max(1, ...Array.from(this.#sources.keys(), (name) => name.split(' ').length));
  }

  /** Names in order: `proxies list`, `proxies top`, `where`, … Loads nothing. */
  names(): readonly string[] {
    return this.#names;
  }

  /** Aliases that the person made, and the command lines they stand for. */
  expansions(): ReadonlyMap<string, string> {
    return NO_EXPANSIONS;
  }

  /** Alias -> name. Loads every definition; while {@link preload} does that, gives those of what is there already. */
  aliases(): ReadonlyMap<string, string> {
    if (this.#aliases) return this.#aliases;
    const aliases = new Map<string, string>();
    for (const name of this.#isLoading ? this.#loaded.keys() : this.names()) {
      for (const alias of this.#getSound(name)?.definition.aliases ?? []) aliases.set(alias, name);
    }
    if (!this.#isLoading) this.#aliases = aliases;
    return aliases;
  }

  /** @throws internal, naming the file, when it is not a command */
  get(name: string): Command | undefined {
    const known = this.#loaded.get(name);
    if (known) return known;
    const source = this.#sources.get(name);
    if (!source) return undefined;
    const command = { name, definition: guardCommand(load(source), source.origin) };
    this.#loaded.set(name, command);
    return command;
  }

  /** Loads every definition, one a turn of the event loop, so that the first key at a prompt need not. Done once. */
  preload(): Promise<void> {
    return (this.#preloaded ??= this.#loadAll());
  }

  /** Says that {@link preload} will be called when nobody waits for anything. */
  willPreload(): void {
    this.#isLoading ||= this.#preloaded === null;
  }

  /** {@link preload} is to come, or has begun, and is not done: an unknown word may be an alias that will be known. */
  get isLoading(): boolean {
    return this.#isLoading;
  }

  async #loadAll(): Promise<void> {
    this.#isLoading = true;
    for (const name of this.names()) {
      await breathe();
      this.#getSound(name);
    }
    this.#isLoading = false;
  }

  /** All commands. Loads every definition. A file that is no command is left out: it is told to who asks for it. */
  all(): Command[] {
    return this.names().flatMap((name) => this.#getSound(name) ?? []);
  }

  /** The command that the words begin with; names win over aliases, longer names over shorter ones. */
  resolve(words: readonly string[]): Resolved | null {
    for (let count = Math.min(words.length, this.#deepest); count > 0; count--) {
      const command = this.get(words.slice(0, count).join(' '));
      if (command) return { command, words: count };
    }
    // A noun is not an alias: `proxies` alone is answered with its verbs.
    if (words[0] === undefined || this.verbs(words[0]).length > 0) return null;
    const name = this.#nameOfAlias(words[0]);
    return name === undefined ? null : { command: this.get(name)!, words: 1 };
  }

  /** True when the command that the words begin with needs an engine and a state file; an unknown one needs none to be refused. */
  needsEngine(words: readonly string[]): boolean {
    const resolved = this.resolve(words);
    if (!resolved) return false;
    const { needs } = resolved.command.definition;
    return (typeof needs === 'function' ? needs(words.slice(resolved.words)) : needs) !== 'none';
  }

  /** True for the first word of a command and for an alias. */
  isCommand(word: string): boolean {
    return this.#firsts.has(word) || this.#nameOfAlias(word) !== undefined;
  }

  /** Verbs of a noun: `top`, `list`, … Empty when it is none. */
  verbs(noun: string): string[] {
    return this.names()
      .filter((name) => name.startsWith(`${noun} `))
      .map((name) => name.slice(noun.length + 1));
  }

  /** `proxy` for `proxies`, `source` for `sources`. */
  #nounLike(word: string): string | null {
    const stem = (noun: string): string => noun.toLowerCase().replace(/ies$/, 'y').replace(/s$/, '');
    return [...this.#firsts].find((first) => stem(first) === stem(word)) ?? null;
  }

  /** A verb without its noun: `import` for `proxies import`, `status` for each that has one. */
  #withVerb(verb: string): string | null {
    const names = this.#names.filter((name) => name.endsWith(` ${verb}`));
    return names.length === 0 ? null : names.join(' or ');
  }

  #getSound(name: string): Command | undefined {
    try {
      return this.get(name);
    } catch {
      return undefined;
    }
  }

  /** `top` is probably the alias of a command that ends in it: asking that one first spares a one-shot run all others. */
  #nameOfAlias(alias: string): string | undefined {
    if (!this.#aliases) {
      for (const name of this.#sources.keys()) {
        if (name.endsWith(` ${alias}`) && this.#getSound(name)?.definition.aliases?.includes(alias)) return name;
      }
    }
    return this.aliases().get(alias);
  }

  /** What was probably meant by words that name no command; null when nothing is near. */
  suggest(words: readonly string[]): string | null {
    const [noun = '', verb] = words;
    const verbs = this.verbs(noun);
    if (verbs.length > 0 && verb !== undefined) {
      const near = nearest(verb, verbs);
      return near === null ? null : `${noun} ${near}`;
    }
    const near =
      this.#nounLike(noun) ?? this.#withVerb(noun) ?? nearest(noun, [...this.#firsts, ...this.aliases().keys()]);
    if (near === null || verb === undefined) return near;
    const nearVerb = nearest(verb, this.verbs(near));
    return nearVerb === null ? near : `${near} ${nearVerb}`;
  }
}

/** @throws internal, naming the file */
function load(source: CommandSource): unknown {
  try {
    return source.load();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw fail('internal', `${source.origin} cannot be loaded: ${message}`, { cause: error });
  }
}

/** The commands of this program: every file below commands/. */
export function loadRegistry(folder: URL = new URL('../../commands/', import.meta.url)): Registry {
  return new Registry(
    discoverModules(folder, moduleExtension(import.meta.url)).map(({ name, url }) => ({
      name: name.replaceAll('/', ' '),
      origin: `commands/${name}`,
      // Synchronous, so that checking and completing need no waiting; the file's own imports load with it.
      load: () => loadNow<{ readonly default?: unknown }>(url).default,
    })),
  );
}
