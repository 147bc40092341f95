/** Argument types own parse, complete, display and validate: no command parses a string. */
import type { Engine } from '../engine/types.ts';

export interface TypeContext {
  /** Absent while a script is only checked or completed without an engine. */
  readonly engine?: Engine;
  readonly cwd: string;
  /** Completing: the values in front of this one, as they were typed. */
  readonly given?: readonly string[];
}

export interface Completion {
  readonly value: string;
  readonly help?: string;
  /** Offsets into the value that what was typed met. */
  readonly places?: readonly number[];
}

/**
 * How the parser reads an argument of the type. Absent: one word.
 * `filter` = an expression over rows, without quotes; `condition` = one over variables only; `selector` = `@all`, `@top 10`, `where …` or proxies;
 * `fields` = field names of the rows that come through the pipe; `line` = the rest of the line, pipes included; `alias` = `=` and such a line, which may be the beginning of a command only;
 * `command` = a word of a command's name.
 */
export type ArgSyntax = 'filter' | 'condition' | 'selector' | 'fields' | 'line' | 'alias' | 'command';

/** A variable of an expression, as it is written, and its value. */
export interface Known {
  readonly text: string;
  readonly value: unknown;
}

export interface ArgType<T> {
  /** Shown in usage: `duration`, `proxy`, `cc,…`. */
  readonly name: string;
  readonly syntax?: ArgSyntax;
  /** Filters and selectors: fields that the rows have; absent = those of the rows that come through the pipe. */
  readonly fields?: readonly string[];
  /** Pure check and conversion of the text. @throws RefbotError bad-value, with the accepted form and an example */
  parse(text: string): T;
  /**
   * Takes a value that is not text (a list or a row from a variable); undefined = not of this type.
   * Absent: only text, numbers and booleans are taken, as their text.
   */
  from?(value: unknown): T | undefined;
  /** `from` is asked for everything that is not the text of a word: numbers stay numbers. */
  readonly asGiven?: true;
  /**
   * Filters, conditions and selectors: makes the value of an expression that was written out. `evaluate` gives its
   * value for a row; `known` are the variables in it and what they were.
   */
  compiled?(text: string, evaluate: (row: object) => unknown, known: readonly Known[]): T;
  /** Candidates for Tab. */
  complete?(prefix: string, context: TypeContext): readonly Completion[];
  /** The value as a person writes it. */
  display?(value: T): string;
}
