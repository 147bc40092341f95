/** What a face needs from the command language: run text or argv, check it, complete it. */
import type { Completion } from './types.ts';
import type { Io } from './io.ts';
import type { RefbotError } from '../model/errors.ts';
import type { Session } from './session.ts';

export const FORMATS = ['table', 'json', 'jsonl', 'csv', 'tsv', 'md'] as const;
export type Format = (typeof FORMATS)[number];

/** The global flags that shape how a command runs and how its result is shown. */
export interface RunOptions {
  /** Absent: table on a terminal, TSV in a pipe. */
  readonly format?: Format;
  readonly columns?: readonly string[];
  readonly quiet?: boolean;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  readonly readonly?: boolean;
  readonly allowPrivate?: boolean;
  readonly debug?: boolean;
  /** Scripts: go on after a failing command. */
  readonly keepGoing?: boolean;
  /** Scripts: print each command before it runs. */
  readonly echo?: boolean;
  /** Parse and type-check only; nothing runs. */
  readonly checkOnly?: boolean;
}

export interface Source {
  readonly text: string;
  /** Shown in errors: a file name, `prompt`, `-c`. */
  readonly origin: string;
  /** Values for the `param`s of a script, in order, as the user's shell passed them. */
  readonly args?: readonly string[];
}

export interface CompletionResult {
  /** The part of the text that a candidate replaces. */
  readonly start: number;
  readonly end: number;
  readonly candidates: readonly Completion[];
  /** Usage of the command under the cursor; empty when none. */
  readonly usage: string;
}

export interface Interpreter {
  readonly session: Session;
  /** Parses and type-checks the whole text, then runs it. Results and errors go through `io`. @returns the exit status */
  run(source: Source, io: Io, options: RunOptions, signal: AbortSignal): Promise<number>;
  /** One command from a shell's argv: tokens are values, never lexed again. @returns the exit status */
  runArgv(argv: readonly string[], io: Io, options: RunOptions, signal: AbortSignal): Promise<number>;
  /** All parse and type errors, without running anything. */
  check(source: Source): readonly RefbotError[];
  complete(text: string, cursor: number): CompletionResult;
  /** True when the text is free of errors and runs nothing but commands that change nothing: it may run beside another. */
  onlyReads(text: string): boolean;
  /** Shows errors the way {@link run} does: frames beside the output, or JSON as data. @returns the exit status of the first */
  report(errors: readonly RefbotError[], io: Io, options: RunOptions): Promise<number>;
}
