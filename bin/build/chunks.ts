/**
 * Which modules share a file of dist/chunks: those that are loaded at the same occasions, by the same threads and on the
 * main thread by the same of its parts. So few files are loaded, with little in them that is not needed; and as whatever a
 * module imports is loaded wherever the module is, no file imports one that imports it back.
 */
import { posix } from 'node:path';
import type { ModuleInfo, Plugin } from 'rolldown';
import { COMMANDS, filesOf, MAIN } from './files.ts';

/** Parts of the main thread, by the modules that begin them. What several need is in the chunk of the first of them. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  start: [MAIN, 'src/main/read-early.ts'],
  shell: ['src/main/full-screen.ts', 'src/main/plain.ts'],
  language: ['src/main/one-shot.ts', 'src/command/registry.ts', 'src/command/create-interpreter.ts'],
  engine: ['src/main/load-holder.ts', 'src/main/open-holder.ts', 'src/main/serve.ts', 'src/local/run-remote.ts'],
  checking: ['src/checker/checker.ts', 'src/checker/plan-judge.ts'],
};
/** What a thread begins with is called so. Whatever else is loaded by its address is loaded on the main thread. */
const WORKER = /(?:\/|-)worker\.ts$/;
/** But for what is loaded in the thread of another, or in one like it. */
const IN_THREAD_OF: Readonly<Record<string, string>> = {
  'src/pool/row-packer.ts': 'store/reader-worker.ts',
  'src/checker/throughput-worker.ts': 'src/checker/worker.ts',
};
/** What a thread has in common with these parts alone is a chunk: too much to be loaded by all threads, or at a start. */
const IN_COMMON: Readonly<Record<string, { readonly chunk: string; readonly parts: readonly string[] }>> = {
  'store/reader-worker.ts': { chunk: 'state', parts: ['engine', 'checking'] },
  'src/checker/worker.ts': { chunk: 'checks', parts: ['checking'] },
};

/** What every command may load: a command that needs no engine loads none. */
const LIGHT: readonly (string | null)[] = ['base', 'start', 'shared', 'language', 'commands'];

interface Uses {
  /** Threads that load it, at once or later, by the module that each begins with. */
  readonly threads: Set<string>;
  /** Parts that load it at once. */
  readonly parts: Set<string>;
  /** Number of commands that do. */
  commands: number;
}

export class Chunks {
  readonly #root: string;
  /** Modules that are loaded by their address. */
  readonly #siblings = new Set<string>();
  /** Name of the chunk for each module that has one. */
  readonly #names = new Map<string, string>();

  constructor(root: string) {
    this.#root = root;
  }

  /** A module that is loaded by its address, as a path below the root. */
  add(sibling: string): void {
    this.#siblings.add(sibling);
  }

  /** Looks who loads what, when all modules are known. */
  survey(): Plugin {
    const survey = (infoOf: (file: string) => ModuleInfo | null): void => this.#survey(infoOf);
    const root = this.#root;
    return {
      name: 'survey',
      buildEnd(error) {
        if (!error) survey((file) => this.getModuleInfo(`${root}/${file}`));
      },
    };
  }

  /** @returns null where the bundler does right: the only file that needs the module, or one for those that do */
  nameOf(id: string): string | null {
    return this.#names.get(posix.relative(this.#root, id)) ?? null;
  }

  #survey(infoOf: (file: string) => ModuleInfo | null): void {
    const reach = (from: string, lazily: boolean): Set<string> => {
      const seen = new Set<string>();
      const visit = (file: string): void => {
        const info = seen.has(file) ? null : infoOf(file);
        if (!info) return;
        seen.add(file);
        for (const id of [...info.importedIds, ...(lazily ? info.dynamicallyImportedIds : [])])
          visit(posix.relative(this.#root, id));
      };
      if (!infoOf(from)) throw new Error(`bin/build/chunks.ts names ${from}, which nothing loads`);
      visit(from);
      return seen;
    };
    const all = new Map<string, Uses>();
    const note = (from: string, lazily: boolean, tell: (uses: Uses) => void): void => {
      for (const file of reach(from, lazily)) {
        const uses = all.get(file) ?? { threads: new Set(), parts: new Set(), commands: 0 };
        all.set(file, uses);
        tell(uses);
      }
    };
    const commands = filesOf(this.#root, COMMANDS);
    for (const [part, files] of Object.entries(PARTS))
      for (const file of files) note(file, false, ({ parts }) => parts.add(part));
    for (const file of commands) note(file, false, (uses) => (uses.commands += 1));
    for (const file of [MAIN, ...commands]) note(file, true, ({ threads }) => threads.add(MAIN));
    for (const file of this.#siblings)
      note(file, true, ({ threads }) => threads.add(IN_THREAD_OF[file] ?? (WORKER.test(file) ? file : MAIN)));

    for (const [file, uses] of all) {
      const name = file === MAIN || this.#siblings.has(file) ? null : nameFor(uses);
      if (name !== null) this.#names.set(file, name);
    }
    for (const [file, name] of this.#names) {
      if (name !== 'commands') continue;
      const isLight = [...reach(file, false)].every((other) => LIGHT.includes(nameFor(all.get(other)!)));
      if (!isLight) this.#names.set(file, 'commands-with-engine');
    }
  }
}

/**
 * `base` is what threads have in common, `start` what is loaded before it is known what shall run, and what begins to read
 * the state then; `shared` what the shell has in common with other parts of the main thread; the others are called after
 * who needs them.
 */
function nameFor({ threads, parts, commands }: Uses): string | null {
  if (!threads.has(MAIN)) return null;
  const [thread, another] = [...threads].filter((name) => name !== MAIN);
  if (another !== undefined) return 'base';
  if (thread !== undefined) {
    const common = IN_COMMON[thread];
    return common && [...parts].every((part) => common.parts.includes(part)) ? common.chunk : 'base';
  }
  if (parts.has('start')) return 'start';
  if (parts.has('shell') && parts.size + commands > 1) return 'shared';
  return Object.keys(PARTS).find((part) => parts.has(part)) ?? (commands > 1 ? 'commands' : null);
}
