/** What the rooms of the parser hand to each other: the scanner, the commands there are, and the way back up to pipelines. */
import type { Registry } from '../registry.ts';
import type { Pipeline } from './ast.ts';
import type { Scanner } from './scanner.ts';

export interface Parsing {
  readonly scanner: Scanner;
  /** Null: expressions only, without `(pipelines)`. */
  readonly registry: Registry | null;
  /** Parses a pipeline at the scanner; the bracket around it is the caller's. */
  pipeline(): Pipeline;
}

/** Runs a part of the parser inside brackets, where line breaks are blanks. */
export function bracketed<T>(scanner: Scanner, read: () => T): T {
  scanner.brackets++;
  try {
    return read();
  } finally {
    scanner.brackets--;
  }
}
