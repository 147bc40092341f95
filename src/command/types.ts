/** Argument types own parse, complete, display and validate: no command parses a string. */
import type { Engine } from '../engine/types.ts';

export interface TypeContext {
  /** Absent while a script is only checked or completed without an engine. */
  readonly engine?: Engine;
  readonly cwd: string;
}

export interface Completion {
  readonly value: string;
  readonly help?: string;
}

export interface ArgType<T> {
  /** Shown in usage: `duration`, `proxy`, `cc,…`. */
  readonly name: string;
  /** Pure check and conversion of the text. @throws RefbotError bad-value, with the accepted form and an example */
  parse(text: string): T;
  /** Candidates for Tab. */
  complete?(prefix: string, context: TypeContext): readonly Completion[];
  /** The value as a person writes it. */
  display?(value: T): string;
}
