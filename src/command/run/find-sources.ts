/**
 * The files that a text takes in with `source` where their names are written out: read and parsed before anything runs,
 * so that they are checked with the text and the text knows the commands they define.
 */
import { dirname, join, resolve } from 'node:path';
import { fail, toRefbotError } from '../../model/errors.ts';
import { locate } from '../syntax/place.ts';
import { functionsOf, parse } from '../syntax/parse.ts';
import { readScript } from './read-script.ts';
import { sourceKey } from '../check/checking.ts';
import { staticText } from '../syntax/words.ts';
import { Vocabulary } from '../vocabulary.ts';
import type { RefbotError } from '../../model/errors.ts';
import type { Io } from '../io.ts';
import type { Command, Registry } from '../registry.ts';
import type { At, Block, Script, Statement } from '../syntax/ast.ts';
import type { Parsed } from '../syntax/parse.ts';
import type { Place } from '../syntax/place.ts';

export interface SourceFile {
  /** As the person may name it. */
  readonly file: string;
  /** Where it is: for telling whether it is the same. */
  readonly path: string;
  readonly text: string;
}

export interface Found extends Parsed {
  /** Scripts by {@link sourceKey}. */
  readonly sources: ReadonlyMap<string, Script>;
}

/** Files inside each other. */
export const DEEPEST_SOURCES = 20;

/** The file beside the one that names it, else from the folder the person is in. @throws no-such-file, file-io, syntax, too-deep */
export async function readSource(io: Io, path: string, from: Place, chain: readonly string[]): Promise<SourceFile> {
  const near = from.file === undefined ? path : nearer(dirname(from.file), path);
  for (const file of new Set([near, path])) {
    const full = resolve(io.cwd, file);
    if (chain.includes(full)) {
      throw fail('too-deep', `${path} sources itself`, {
        hint: [...chain, full].slice(chain.indexOf(full)).join(' → '),
      });
    }
    if (chain.length >= DEEPEST_SOURCES) throw fail('too-deep', `${DEEPEST_SOURCES} files source each other`);
    try {
      return { file, path: full, text: await readScript(io, file) };
    } catch (error) {
      if (toRefbotError(error).errorName !== 'no-such-file' || file === path) throw error;
    }
  }
  throw fail('no-such-file', `${path} does not exist`);
}

/** Files that a text stands in, outermost first: at its beginning only its own, where it has one. */
export function chainOf({ file }: Pick<Place, 'file'>, io: Io): readonly string[] {
  return file === undefined ? [] : [resolve(io.cwd, file)];
}

/** Parses a text with everything it sources. Errors of files are those of the text. @param chain files it stands in */
export async function parseWithSources(
  place: Place,
  registry: Registry,
  io: Io,
  chain: readonly string[],
): Promise<Found> {
  const finder = new Finder(io);
  const parsed = await finder.parse(place, registry, chain);
  return { ...parsed, errors: [...parsed.errors, ...finder.errors], sources: finder.sources };
}

class Finder {
  readonly sources = new Map<string, Script>();
  readonly errors: RefbotError[] = [];
  readonly #io: Io;
  /** What the files define, also those inside each other. */
  readonly #functions = new Map<string, Command>();

  constructor(io: Io) {
    this.#io = io;
  }

  async parse({ text, origin, file }: Place, registry: Registry, chain: readonly string[]): Promise<Parsed> {
    const parsed = parse(text, origin, this.#known(registry), file);
    const before = this.#functions.size;
    for (const wanted of sourcesIn(parsed.script.body, true)) {
      await this.#take(wanted, parsed.script, registry, chain);
    }
    return this.#functions.size === before ? parsed : parse(text, origin, this.#known(registry), file);
  }

  async #take(wanted: Wanted, from: Script, registry: Registry, chain: readonly string[]): Promise<void> {
    const key = sourceKey(from, wanted.path);
    if (this.sources.has(key)) return;
    try {
      const { text, file, path } = await readSource(this.#io, wanted.path, from, chain);
      const parsed = await this.parse({ text, origin: file, file }, registry, [...chain, path]);
      this.sources.set(key, parsed.script);
      this.errors.push(...parsed.errors);
      for (const [name, command] of functionsOf(parsed.script)) this.#functions.set(name, command);
    } catch (error) {
      // What may not run at all need not be there.
      if (wanted.needed || toRefbotError(error).errorName !== 'no-such-file')
        this.errors.push(locate(error, from, wanted.at));
    }
  }

  #known(registry: Registry): Registry {
    return this.#functions.size === 0 ? registry : new Vocabulary(registry, this.#functions);
  }
}

interface Wanted {
  readonly path: string;
  readonly at: At;
  /** It stands outside of blocks and without `?`. */
  readonly needed: boolean;
}

function sourcesIn(block: Block, needed: boolean): Wanted[] {
  return block.flatMap((statement) => sourcesOf(statement, needed));
}

function sourcesOf(statement: Statement, needed: boolean): Wanted[] {
  switch (statement.kind) {
    case 'run': {
      const [call] = statement.pipeline.calls;
      const [arg] = call?.command?.name === 'source' ? call.args : [];
      const path = arg?.kind === 'value' && arg.value.kind === 'word' ? staticText(arg.value) : null;
      return path === null || path === '-' ? [] : [{ path, at: arg!.at, needed: needed && !statement.soft }];
    }
    case 'if':
      return [...statement.branches.map(({ body }) => body), statement.otherwise ?? []].flatMap((body) =>
        sourcesIn(body, false),
      );
    case 'try':
      return [statement.body, statement.caught?.body ?? []].flatMap((body) => sourcesIn(body, false));
    case 'def':
    case 'for':
    case 'while':
    case 'repeat':
    case 'timeout':
      return sourcesIn(statement.body, false);
    default:
      return [];
  }
}

function nearer(folder: string, path: string): string {
  if (/^[/~]/.test(path)) return path;
  return folder === '.' ? path : join(folder, path);
}
