/**
 * The contract of a command: one file below commands/, whose path is its name (`commands/proxies/top.ts` is
 * `proxies top`; a verbless command is `commands/<word>.ts`). A command returns data (rows or a value), never text:
 * the face decides how to show it. Arguments arrive parsed by their declared types.
 */
import type { Engine, OnProgress } from '../engine/types.ts';
import type { ArgType } from './types.ts';
import type { Io } from './io.ts';
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
  readonly show?: (value: unknown, row: Readonly<Record<string, unknown>>) => string;
}

export interface CommandContext {
  readonly engine: Engine;
  readonly signal: AbortSignal;
  readonly progress: OnProgress;
  readonly io: Io;
  readonly session: Session;
  /** Global flags that a command may have to know. */
  readonly options: { readonly yes: boolean; readonly dryRun: boolean; readonly readonly: boolean; readonly allowPrivate: boolean };
  /** A line for the person, not data: goes to stderr or below the output. */
  note(text: string): void;
  /**
   * The rows that came through the pipe; absent for the first command of a pipeline. A command that takes rows declares
   * `input: 'rows'`.
   */
  readonly input?: AsyncIterable<Row>;
  /** Facts about the result that go to `meta` in JSON: `{ partial: true }`. */
  meta(facts: Readonly<Record<string, unknown>>): void;
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
  readonly needs?: 'engine' | 'none';
  readonly columns?: readonly Column[];
  /** Field names of the rows, for checking and completing filters behind a pipe. Default: those of the columns. */
  readonly fields?: readonly string[];
  readonly aliases?: readonly string[];
  /** Command lines that work as they stand; the docs print them and a test parses them. */
  readonly examples: readonly string[];
  run(context: CommandContext, args: CommandArgs): CommandResult | Promise<CommandResult>;
}

/** Declares a command; the identity function with a type, so that a file reads as a declaration. */
export function defineCommand(definition: CommandDefinition): CommandDefinition {
  return definition;
}
