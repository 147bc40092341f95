/**
 * The contract of a command: one file below commands/, whose path is its name (`commands/proxies/top.ts` is
 * `proxies top`; a verbless command is `commands/<word>.ts`). A command returns data (rows or a value), never text:
 * the face decides how to show it. Arguments arrive parsed by their declared types.
 */
import type { Engine, OnProgress } from '../engine/types.ts';
import type { RefbotError } from '../model/errors.ts';
import type { ArgType } from './types.ts';
import type { Face } from './face.ts';
import type { Format, RunOptions, Source } from './interpreter.ts';
import type { Io } from './io.ts';
import type { Registry } from './registry.ts';
import type { Session } from './session.ts';

/** One positional argument. */
export interface ArgSpec<T = unknown> {
  readonly name: string;
  readonly type: ArgType<T>;
  readonly help: string;
  /** Default true. */
  readonly required?: boolean;
  /** Takes all remaining arguments as an array; only the last argument may. */
  readonly rest?: boolean;
  readonly default?: T;
}

export interface FlagSpec<T = unknown> {
  /** Absent = a switch: present or not. */
  readonly type?: ArgType<T>;
  readonly help: string;
  /** One letter: `-n 5`. */
  readonly short?: string;
  /** May be given more than once; the value is an array. */
  readonly many?: boolean;
  readonly default?: T;
}

/** A column of the table that a person sees; machine formats print every field of the row. */
export interface Column {
  readonly field: string;
  readonly title?: string;
  readonly align?: 'left' | 'right';
  /** Text for a person, with units. Machine formats never use it. */
  readonly show?: (value: unknown, row: Readonly<Record<string, unknown>>, utf8: boolean) => string;
  /** Free text: where room is short it may be narrowed to this many cells. Absent: shown whole or not at all. */
  readonly least?: number;
  /** What is narrowed goes on in further lines instead of being cut. */
  readonly folds?: true;
  /** Left out where no row has a value in it, however much room there is. */
  readonly sparse?: true;
}

/** How the result of a pipeline is to be shown; what is absent stays as it was. */
export interface Presentation {
  readonly format?: Format;
  /** Fields in the order they are shown; null = as the rows have them, whatever was chosen before. */
  readonly fields?: readonly string[] | null;
  /** Rows as a picture for a person, in place of the table; not where fields were chosen behind it. */
  readonly draw?: (rows: readonly Row[], output: Io['output']) => string;
}

/** The language itself, for the few commands that run, check or describe commands. */
export interface Language {
  readonly registry: Registry;
  /**
   * Runs command text with the output and options of the running command; errors are shown by then.
   * @param scope `own`: the text gets variables of its own, as a script file does
   * @returns the exit status
   */
  run(source: Source, options?: RunOptions, scope?: 'same' | 'own'): Promise<number>;
  /**
   * Runs a file in the session of the text that the command stands in, as if it stood there; its name is looked for
   * beside that text's file first. @param args values for its params
   */
  source(path: string, args: readonly string[]): Promise<void>;
  /** All parse and type errors of the text, without running anything. */
  check(source: Source): readonly RefbotError[];
}

export interface CommandContext {
  /** Commands with `needs: 'none'` must not touch it: it may be absent at run time. */
  readonly engine: Engine;
  readonly signal: AbortSignal;
  readonly progress: OnProgress;
  readonly io: Io;
  readonly session: Session;
  /** Global flags that a command may have to know. */
  readonly options: {
    readonly yes: boolean;
    readonly dryRun: boolean;
    readonly readonly: boolean;
    readonly allowPrivate: boolean;
  };
  /** The face the command was typed in; absent in one-shot runs. */
  readonly face?: Face;
  readonly language: Language;
  /** A line for the person, not data: goes to stderr or below the output. */
  note(text: string): void;
  /**
   * The rows that came through the pipe; absent for the first command of a pipeline. A command that takes rows declares
   * `input: 'rows'`.
   */
  readonly input?: AsyncIterable<Row>;
  /** Facts about the result that go to `meta` in JSON: `{ partial: true }`. */
  meta(facts: Readonly<Record<string, unknown>>): void;
  /** Says how the result of the pipeline is shown (`to csv`, `select a,b`). */
  present(presentation: Presentation): void;
  /**
   * Shows a value now, while the command goes on (a server that says where it listens). Under `--json` and `jsonl` it is
   * one bare line of JSON.
   */
  emit(value: Row): Promise<void>;
}

export type Row = Readonly<Record<string, unknown>>;

export type CommandResult = AsyncIterable<Row> | Iterable<Row> | Row | string | number | boolean | null | undefined;

/** Values of arguments and flags by name, as the declared types parsed them. */
export type CommandArgs = Readonly<Record<string, unknown>>;

export interface CommandDefinition {
  /** One line, no full stop. */
  readonly summary: string;
  readonly description?: string;
  readonly args?: readonly ArgSpec[];
  readonly flags?: Readonly<Record<string, FlagSpec>>;
  /** `read` changes nothing; `write` changes state; `danger` destroys and asks first (or wants --yes). */
  readonly effect: 'read' | 'write' | 'danger';
  /** `rows` = a table; `value` = one object or scalar; `none` = nothing to print. */
  readonly output: 'rows' | 'value' | 'none';
  /** What a filter such as `where` does: it reads rows from the pipe. */
  readonly input?: 'rows';
  /** `none`: runs without an engine and without a state file (`help`, `judge start` one-shot, `completions`). Default `engine`. */
  readonly needs?: 'engine' | 'none' | ((argv: readonly string[]) => 'engine' | 'none');
  /**
   * What a `danger` command asks before it runs: how much it would destroy. Null where there is nothing to destroy.
   * Absent: its summary and the line are asked.
   */
  readonly question?: (context: CommandContext, args: CommandArgs) => Promise<string | null>;
  /** The command honours `options.dryRun` itself. Without it, a `write` or `danger` command does not run under `--dry-run`. */
  readonly dryRun?: boolean;
  readonly columns?: readonly Column[];
  /** A value as a person reads it, where lines of key and value are not enough. Machine formats never use it. */
  readonly show?: (value: Row, output: Io['output']) => string;
  /** The value is text to read: `show` is used in a pipe, too, unless a format is asked for. */
  readonly page?: true;
  /** What a person is told where there are no rows; null = just that. */
  readonly empty?: (engine: Engine) => string | null;
  /** Field names of the rows, for checking and completing filters behind a pipe. Default: those of the columns. */
  readonly fields?: readonly string[];
  /** Filters that change which fields rows have (`select`): the fields that leave, null when not known. */
  readonly outputFields?: (input: readonly string[] | null, args: CommandArgs) => readonly string[] | null;
  readonly aliases?: readonly string[];
  /** Command lines that work as they stand; the docs print them and a test parses them. */
  readonly examples: readonly string[];
  run(context: CommandContext, args: CommandArgs): CommandResult | Promise<CommandResult | void>;
}

type ValueOf<S> = S extends { readonly type: ArgType<infer T> } ? T : boolean;

/** Values of positional arguments by name: optional ones without a default may be undefined, `rest` ones are arrays. */
export type ArgValues<A extends readonly ArgSpec[]> = {
  readonly [S in A[number] as S['name']]: S extends { readonly rest: true }
    ? readonly ValueOf<S>[]
    : S extends { readonly default: unknown }
      ? ValueOf<S>
      : S extends { readonly required: false }
        ? ValueOf<S> | undefined
        : ValueOf<S>;
};

/** Values of flags by name: switches are booleans, the others undefined when not given and without a default. */
export type FlagValues<F extends Readonly<Record<string, FlagSpec>>> = {
  readonly [K in keyof F]: F[K] extends { readonly type: ArgType<unknown> }
    ? F[K] extends { readonly many: true }
      ? readonly ValueOf<F[K]>[]
      : F[K] extends { readonly default: unknown }
        ? ValueOf<F[K]>
        : ValueOf<F[K]> | undefined
    : boolean;
};

/**
 * Declares a command; the identity function with types, so that a file reads as a declaration and `run` gets its
 * arguments with the types they were declared with: `args.limit` is a number where the flag is `int()`.
 */
export function defineCommand<
  const A extends readonly ArgSpec[] = readonly [],
  const F extends Readonly<Record<string, FlagSpec>> = Readonly<Record<never, FlagSpec>>,
>(
  definition: Omit<CommandDefinition, 'args' | 'flags' | 'run'> & {
    readonly args?: A;
    readonly flags?: F;
    run(context: CommandContext, args: ArgValues<A> & FlagValues<F>): CommandResult | Promise<CommandResult | void>;
  },
): CommandDefinition {
  // The binder gives every declared name its declared type; that is what the precise type of `run` relies on.
  return definition as CommandDefinition;
}
