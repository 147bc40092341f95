/** What a face needs from the command language: run text or argv, check it, complete it. */
import type { Completion } from './types.ts';
import type { Io } from './io.ts';
import type { RefbotError } from '../model/errors.ts';
import type { Registry } from './registry.ts';
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
  /** The file it was read from, as the person named it: `source` in it looks beside that first. */
  readonly file?: string;
}

export interface CompletionResult {
  /** The part of the text that a candidate replaces. */
  readonly start: number;
  readonly end: number;
  readonly candidates: readonly Completion[];
  /** So many of them, the first, begin as typed; the others hold what was typed somewhere. */
  readonly exact: number;
}

/** What is told about the command at the cursor while it is typed. */
export interface Guide {
  /** Usage of the command; empty when none. */
  readonly usage: string;
  /** What the argument or flag at the cursor is: `--format <table|json>  how to print the result`; empty when none. */
  readonly about: string;
  /** Parameters that are not given yet, as they stand in the usage. */
  readonly remaining: string;
}

export const TOKEN_KINDS = [
  'command',
  'keyword',
  'flag',
  'string',
  'number',
  'variable',
  'operator',
  'comment',
  'invalid',
] as const;
export type TokenKind = (typeof TOKEN_KINDS)[number];

/** A part of a text and what it is; parts do not overlap, what is none of them is plain. */
export interface TokenSpan {
  readonly start: number;
  readonly end: number;
  readonly kind: TokenKind;
}

export interface Highlighted {
  readonly spans: readonly TokenSpan[];
  /** Why the first invalid part is invalid; null when none is. */
  readonly problem: { readonly message: string; readonly hint: string } | null;
}

export interface Interpreter {
  readonly session: Session;
  /** The commands it knows. */
  readonly registry: Registry;
  /** Parses and type-checks the whole text, then runs it. Results and errors go through `io`. @returns the exit status */
  run(source: Source, io: Io, options: RunOptions, signal: AbortSignal): Promise<number>;
  /** One command from a shell's argv: tokens are values, never lexed again. @returns the exit status */
  runArgv(argv: readonly string[], io: Io, options: RunOptions, signal: AbortSignal): Promise<number>;
  /** All parse and type errors, without running anything. */
  check(source: Source): readonly RefbotError[];
  complete(text: string, cursor: number): CompletionResult;
  /** What to tell about the command at the cursor. */
  guide(text: string, cursor: number): Guide;
  /**
   * The parts of a text by kind. What the checker refuses is invalid, but for the word at the cursor as long as it can
   * still become right. Without a cursor the text is taken as finished.
   */
  highlight(text: string, cursor?: number): Highlighted;
  /** True when a bracket or block is still open: the text goes on in another line. */
  isOpen(text: string): boolean;
  /** True when the text is free of errors and runs nothing but commands that change nothing: it may run beside another. */
  onlyReads(text: string): boolean;
  /** Shows errors the way {@link run} does: frames beside the output, or JSON as data. @returns the exit status of the first */
  report(errors: readonly RefbotError[], io: Io, options: RunOptions): Promise<number>;
}
