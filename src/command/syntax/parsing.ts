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

/** Deeper than a person writes; a guard for the stack. */
const DEEPEST = 100;

/** Runs a part of the parser inside brackets, where line breaks are blanks. @throws syntax when they are too deep */
export function bracketed<T>(scanner: Scanner, read: () => T): T {
  scanner.brackets++;
  try {
    return nested(scanner, read);
  } finally {
    scanner.brackets--;
  }
}

/** Runs a part of the parser one level deeper. @throws syntax when that is too deep */
export function nested<T>(scanner: Scanner, read: () => T): T {
  if (scanner.depth >= DEEPEST) {
    throw scanner.error('syntax', 'too many brackets inside each other', scanner.at(scanner.pos));
  }
  scanner.depth++;
  try {
    return read();
  } finally {
    scanner.depth--;
  }
}
