/**
 * Makes the interpreter that every face uses: it parses and checks a whole text, runs it, shows results and errors, and
 * completes what is typed. Knows no face.
 */
import { AlreadyReported, Exit } from './run/control.ts';
import { checkScript } from './check/check-script.ts';
import { complete } from './complete/complete.ts';
import { guide } from './complete/guide.ts';
import { isOpen } from './complete/read-line.ts';
import { highlight } from './highlight/highlight.ts';
import { EXIT, toRefbotError } from '../model/errors.ts';
import { parse } from './syntax/parse.ts';
import { parseArgv } from './syntax/argv.ts';
import { renderError } from './render/error.ts';
import { renderJsonErrors } from './render/json.ts';
import { runBlock } from './run/run-block.ts';
import { scriptParams } from './run/script-params.ts';
import { Session } from './session.ts';
import type { Engine } from '../engine/types.ts';
import type { RefbotError } from '../model/errors.ts';
import type { Language } from './define.ts';
import type { Face } from './face.ts';
import type { Interpreter, RunOptions, Source } from './interpreter.ts';
import type { Io } from './io.ts';
import type { Registry } from './registry.ts';
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
  // At a prompt somebody will press Tab; a one-shot run loads nothing but what it needs.
  if (parts.face) void parts.registry.preload();
  return new LanguageInterpreter(parts, new Session(), true);
}

class LanguageInterpreter implements Interpreter {
  readonly session: Session;
  readonly #parts: InterpreterParts;
  /** `exit` ends the shell where it was typed, and only the script where it stands in one. */
  readonly #prompt: boolean;

  constructor(parts: InterpreterParts, session: Session, prompt: boolean) {
    this.#parts = parts;
    this.#prompt = prompt;
    this.session = session;
  }

  get registry(): Registry {
    return this.#parts.registry;
  }

  check(source: Source): readonly RefbotError[] {
    return this.#parse(source).errors;
  }

  complete(text: string, cursor: number) {
    const { engine, registry, cwd = process.cwd() } = this.#parts;
    return complete(text, cursor, { engine, registry, variables: this.session.variables, cwd });
  }

  guide(text: string, cursor: number) {
    return guide(text, cursor, this.#parts.registry);
  }

  highlight(text: string, cursor?: number) {
    const { registry } = this.#parts;
    const variables = [...this.session.variables.keys(), 'last'];
    return highlight(text, this.check({ text, origin: 'prompt' }), cursor, { registry, variables });
  }

  isOpen(text: string): boolean {
    return isOpen(text, this.#parts.registry);
  }

  onlyReads(text: string): boolean {
    const { script, errors } = this.#parse({ text, origin: 'prompt' });
    return errors.length === 0 && script.body.length > 0 && script.body.every(isRead);
  }

  async run(source: Source, io: Io, options: RunOptions, signal: AbortSignal): Promise<number> {
    const { script, errors } = this.#parse(source);
    if (errors.length > 0) return this.report(errors, io, options);
    if (options.checkOnly) return EXIT.ok;
    return this.#execute(script, source.args, io, options, signal);
  }

  async runArgv(argv: readonly string[], io: Io, options: RunOptions, signal: AbortSignal): Promise<number> {
    try {
      const { place, pipeline } = parseArgv(argv, this.#parts.registry);
      const script: Script = { ...place, body: [{ kind: 'run', pipeline, soft: false, at: pipeline.at }] };
      const errors = checkScript(script, this.#parts.registry, this.session.variables.keys());
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

  #parse(source: Source): { readonly script: Script; readonly errors: readonly RefbotError[] } {
    const { registry } = this.#parts;
    const { script, errors } = parse(source.text, source.origin, registry);
    const found = [...errors, ...checkScript(script, registry, this.session.variables.keys())];
    return { script, errors: found.sort((a, b) => (a.details.span?.start ?? 0) - (b.details.span?.start ?? 0)) };
  }

  async #execute(
    script: Script,
    args: readonly string[] | undefined,
    io: Io,
    options: RunOptions,
    signal: AbortSignal,
  ): Promise<number> {
    let status: number = EXIT.ok;
    try {
      await runBlock(
        {
          engine: this.#parts.engine,
          registry: this.#parts.registry,
          session: this.session,
          face: this.#parts.face,
          remote: this.#parts.remote === true,
          io,
          options,
          signal,
          place: script,
          language: (own, until) => this.#language(io, own, until),
          params: scriptParams(script, args ?? []),
          softened: async (error) => {
            status = error instanceof AlreadyReported ? error.status : await this.report([error], io, options);
          },
        } satisfies Running,
        script.body,
      );
      return status;
    } catch (thrown) {
      if (thrown instanceof Exit && this.#prompt) this.#parts.face?.quit();
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

  #language(io: Io, options: RunOptions, signal: AbortSignal): Language {
    return {
      registry: this.#parts.registry,
      check: (source) => this.check(source),
      run: (source, more = {}, scope = 'same') => {
        const interpreter = scope === 'same' ? this : new LanguageInterpreter(this.#parts, new Session(), false);
        return interpreter.run(source, io, { ...options, ...more }, signal);
      },
    };
  }
}

function isRead(statement: Statement): boolean {
  if (statement.kind !== 'run' || statement.pipeline.redirect !== null) return false;
  return statement.pipeline.calls.every(({ command }) => command?.definition.effect === 'read');
}

function isJson({ format }: RunOptions): boolean {
  return format === 'json' || format === 'jsonl';
}

/** True when the command needs an engine and a state file; an unknown one needs none to be refused. */
export function needsEngine(argv: readonly string[], registry: Registry): boolean {
  const resolved = registry.resolve(argv);
  if (!resolved) return false;
  const { needs } = resolved.command.definition;
  return (typeof needs === 'function' ? needs(argv.slice(resolved.words)) : needs) !== 'none';
}
