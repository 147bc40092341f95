/**
 * Makes the interpreter that every face uses: it parses and checks a whole text, runs it, shows results and errors, and
 * completes what is typed. Knows no face.
 */
import { AlreadyReported, Exit } from './run/control.ts';
import { checkScript } from './check/check-script.ts';
import { loadNow, siblingModule } from '../lib/sibling.ts';
import { EXIT, fail, toRefbotError } from '../model/errors.ts';
import { functionsOf, parse } from './syntax/parse.ts';
import { argvText, parseArgv } from './syntax/argv.ts';
import { DEEPEST_SOURCES, chainOf, parseWithSources } from './run/find-sources.ts';
import { renderError } from './render/error.ts';
import { renderJsonErrors } from './render/json.ts';
import { runBlock } from './run/run-block.ts';
import { scriptParams } from './run/script-params.ts';
import { Session } from './session.ts';
import { Vocabulary } from './vocabulary.ts';
import type { Engine } from '../engine/types.ts';
import type { RefbotError } from '../model/errors.ts';
import type { Language } from './define.ts';
import type { Face } from './face.ts';
import type { Interpreter, RunOptions, Source } from './interpreter.ts';
import type { Io } from './io.ts';
import type { Command, Registry } from './registry.ts';
import type { Environment } from './run/environment.ts';
import type { Parsed } from './syntax/parse.ts';
import type { Running } from './run/run-block.ts';
import type { Script, Statement } from './syntax/ast.ts';

export interface InterpreterParts {
  /** Null: only commands that need no engine run. */
  readonly engine: Engine | null;
  readonly registry: Registry;
  readonly face?: Face;
  /** The texts come from another program: a flag in them that weakens safety is refused. */
  readonly remote?: boolean;
  /** Where paths are completed from; the process's own folder when absent. */
  readonly cwd?: string;
}

export function createInterpreter(parts: InterpreterParts): Interpreter {
  // At a prompt somebody will press Tab, and its shell loads all commands before; a one-shot run loads what it needs.
  if (parts.face) parts.registry.willPreload();
  return new LanguageInterpreter(parts, new Session(), { prompt: true, aliases: true, depth: 0 });
}

/** How a text came here. */
interface Manner {
  /** Typed or given by a person: `exit` ends the shell where there is one, and only the script where it stands in one. */
  readonly prompt: boolean;
  /** The person's aliases are known. A script must mean the same to everybody. */
  readonly aliases: boolean;
  /** Scripts that run each other around it. */
  readonly depth: number;
}

/** A text without the word takes in no file. */
const SOURCES = /\bsource\b/;
const NO_ALIASES: Readonly<Record<string, string>> = {};

class LanguageInterpreter implements Interpreter {
  readonly session: Session;
  readonly #parts: InterpreterParts;
  readonly #manner: Manner;
  #vocabulary: { readonly aliases: string; readonly own: readonly Command[]; readonly registry: Registry } | null =
    null;

  constructor(parts: InterpreterParts, session: Session, manner: Manner) {
    this.#parts = parts;
    this.#manner = manner;
    this.session = session;
  }

  /** Asked for with every key and frame: the same object until an alias or an own command comes, changes or goes. */
  get registry(): Registry {
    const { engine, registry } = this.#parts;
    const { functions } = this.session;
    const stored = this.#manner.aliases && engine ? engine.view.aliases() : NO_ALIASES;
    const aliases = JSON.stringify(stored);
    if (aliases === '{}' && functions.size === 0) return registry;
    const own = [...functions.values()];
    const last = this.#vocabulary;
    if (
      last?.aliases === aliases &&
      last.own.length === own.length &&
      own.every((command, at) => command === last.own[at])
    )
      return last.registry;
    this.#vocabulary = { aliases, own, registry: new Vocabulary(registry, functions, new Map(Object.entries(stored))) };
    return this.#vocabulary.registry;
  }

  check(source: Source): readonly RefbotError[] {
    return this.#parse(source).errors;
  }

  complete(text: string, cursor: number) {
    const { engine, cwd = process.cwd() } = this.#parts;
    return atPrompt().complete(text, cursor, {
      engine,
      registry: this.registry,
      variables: this.session.variables,
      cwd,
    });
  }

  guide(text: string, cursor: number) {
    return atPrompt().guide(text, cursor, this.registry);
  }

  highlight(text: string, cursor?: number) {
    const { registry } = this;
    const variables = [...this.session.variables.keys(), 'last'];
    return atPrompt().highlight(text, this.check({ text, origin: 'prompt' }), cursor, { registry, variables });
  }

  isOpen(text: string): boolean {
    return atPrompt().isOpen(text, this.registry);
  }

  onlyReads(text: string): boolean {
    const { script, errors } = this.#parse({ text, origin: 'prompt' });
    return errors.length === 0 && script.body.length > 0 && script.body.every((statement) => isRead(statement));
  }

  async run(source: Source, io: Io, options: RunOptions, signal: AbortSignal): Promise<number> {
    let { script, errors } = await this.#parseAny(source, io);
    if (errors.length > 0 && this.registry.isLoading) {
      await this.registry.preload();
      ({ script, errors } = await this.#parseAny(source, io));
    }
    if (errors.length > 0) return this.report(errors, io, options);
    if (options.checkOnly) return EXIT.ok;
    return this.#execute(script, source.args, io, options, signal);
  }

  async runArgv(argv: readonly string[], io: Io, options: RunOptions, signal: AbortSignal): Promise<number> {
    const { registry } = this;
    // Of another program, while the shell that answers it has just begun.
    if (registry.isLoading) await registry.preload();
    if (registry.expansions().has(argv[0] ?? '')) {
      return this.run({ text: argvText(argv), origin: 'argv' }, io, options, signal);
    }
    try {
      const { place, pipeline } = parseArgv(argv, registry);
      const line: Statement = { kind: 'run', pipeline, soft: false, background: false, at: pipeline.at };
      const script: Script = { ...place, body: [line] };
      const errors = checkScript(script, registry, this.session.variables.keys());
      if (errors.length > 0) return await this.report(errors, io, options);
      if (options.checkOnly) return EXIT.ok;
      return await this.#execute(script, undefined, io, options, signal);
    } catch (error) {
      return this.report([toRefbotError(error)], io, options);
    }
  }

  async report(errors: readonly RefbotError[], io: Io, options: RunOptions): Promise<number> {
    const [first] = errors;
    if (!first) return EXIT.ok;
    if (isJson(options)) await io.write(renderJsonErrors(errors));
    else for (const error of errors) io.note(renderError(error, io.output, options.debug));
    return first.kind.exit;
  }

  async #parseAny(source: Source, io: Io): Promise<Parsed> {
    return SOURCES.test(source.text) ? this.#parseAll(source, io) : this.#parse(source);
  }

  #parse({ text, origin, file }: Source): Parsed {
    const { registry } = this;
    const { script, errors } = parse(text, origin, registry, file);
    return { script, errors: inOrder([...errors, ...this.#problems(script, registry)], origin) };
  }

  /** With the files that the text takes in. */
  async #parseAll(source: Source, io: Io): Promise<Parsed> {
    const { registry } = this;
    const { origin } = source;
    const { script, errors, sources } = await parseWithSources(source, registry, io, chainOf(source, io));
    return { script, errors: inOrder([...errors, ...this.#problems(script, registry, sources)], origin) };
  }

  #problems(script: Script, registry: Registry, sources?: ReadonlyMap<string, Script>): readonly RefbotError[] {
    return checkScript(script, registry, this.session.variables.keys(), sources);
  }

  async #execute(
    script: Script,
    args: readonly string[] | undefined,
    io: Io,
    options: RunOptions,
    signal: AbortSignal,
  ): Promise<number> {
    let status: number = EXIT.ok;
    const softened = async (error: RefbotError | AlreadyReported): Promise<void> => {
      status = error instanceof AlreadyReported ? error.status : await this.report([error], io, options);
    };
    const running = (around: Environment): Running => ({ ...around, softened, params: new Map(), result: null });
    const end = new AbortController();
    // What was typed in a shell outlives its line; a script ends with its jobs.
    const outlives = this.#manner.prompt && this.#parts.face !== undefined;
    const jobs = new Set<Promise<void>>();
    try {
      for (const [name, command] of functionsOf(script)) this.session.functions.set(name, command);
      await runBlock(
        {
          engine: this.#parts.engine,
          registry: this.registry,
          session: this.session,
          face: this.#parts.face,
          remote: this.#parts.remote === true,
          io,
          options,
          signal,
          place: script,
          chain: chainOf(script, io),
          depth: 0,
          background: outlives ? { jobs } : { jobs, signal: AbortSignal.any([signal, end.signal]) },
          language: (around, own) => this.#language(running(around), own),
          call: async (around, command, values, own, gathered) => {
            const { callFunction } = await import('./run/call-function.ts');
            return callFunction(running(around), command, values, own, gathered);
          },
          report: async (error) => void (await this.report([error], io, options)),
          params: scriptParams(script, args ?? []),
          softened,
          result: null,
        } satisfies Running,
        script.body,
      );
      if (!outlives) await ended(jobs);
      if (signal.aborted) throw fail('cancelled', 'cancelled');
      return status;
    } catch (thrown) {
      end.abort();
      if (!outlives) await ended(jobs);
      if (thrown instanceof Exit && this.#manner.prompt) this.#parts.face?.quit();
      if (thrown instanceof Exit || thrown instanceof AlreadyReported) return thrown.status;
      const error = toRefbotError(thrown);
      if (error.errorName === 'cancelled' && signal.aborted) {
        // What there was is shown; that the person stopped it, the person knows. A program still wants its document.
        if (isJson(options) && error.details.data?.['shown'] !== true) await this.report([error], io, options);
        return EXIT.interrupted;
      }
      return this.report([error], io, options);
    }
  }

  #language(running: Running, options: RunOptions): Language {
    const { io, place, session, signal } = running;
    const same = new LanguageInterpreter(this.#parts, session, this.#manner);
    const { file } = place;
    return {
      registry: same.registry,
      check: (source) => same.check(source),
      run: (source, more = {}, scope = 'same') => {
        const merged = { ...options, ...more };
        if (scope === 'same') return same.run(file === undefined ? source : { file, ...source }, io, merged, signal);
        const depth = this.#manner.depth + 1;
        if (depth > DEEPEST_SOURCES) {
          throw fail('too-deep', `${DEEPEST_SOURCES} scripts run each other`, { hint: 'one of them runs itself' });
        }
        const script = new LanguageInterpreter(this.#parts, new Session(), { prompt: false, aliases: false, depth });
        return script.run(source, io, merged, signal);
      },
      source: async (path, args) => {
        const { runSource } = await import('./run/run-source.ts');
        return runSource({ ...running, options }, path, args, same.registry, (errors) =>
          this.report(errors, io, options),
        );
      },
    };
  }
}

type AtPrompt = typeof import('./complete/at-prompt.ts');
let prompt: AtPrompt | null = null;

/** A single command, and a line that was typed before there was a language, is not looked at while it is typed. */
function atPrompt(): AtPrompt {
  return (prompt ??= loadNow<AtPrompt>(siblingModule(import.meta.url, './complete/at-prompt')));
}

/** Jobs may start others. */
async function ended(jobs: ReadonlySet<Promise<void>>): Promise<void> {
  while (jobs.size > 0) await Promise.all(jobs);
}

/** @param inside own commands that are being looked into */
function isRead(statement: Statement, inside: readonly Command[] = []): boolean {
  if (statement.kind !== 'run' || statement.background || statement.pipeline.redirect !== null) return false;
  return statement.pipeline.calls.every(({ command }) => {
    if (!command?.own) return command?.definition.effect === 'read';
    return !inside.includes(command) && command.own.def.body.every((one) => isRead(one, [...inside, command]));
  });
}

/** By their place; what is wrong in files that were taken in comes last. */
function inOrder(errors: RefbotError[], origin: string): readonly RefbotError[] {
  const key = ({ details: { span } }: RefbotError): number =>
    span === undefined || span.origin === origin ? (span?.start ?? 0) : Infinity;
  return errors.sort((a, b) => (key(a) === key(b) ? 0 : key(a) - key(b)));
}

function isJson({ format }: RunOptions): boolean {
  return format === 'json' || format === 'jsonl';
}
