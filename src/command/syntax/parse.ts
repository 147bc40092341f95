/** The parser's front door: text in, statements and every syntax error out. Never throws for any text. */
import { readPipeline } from './pipeline.ts';
import { Scanner } from './scanner.ts';
import { readStatements } from './statements.ts';
import type { RefbotError } from '../../model/errors.ts';
import type { Registry } from '../registry.ts';
import type { Script } from './ast.ts';
import type { StatementParsing } from './statements.ts';

export interface Parsed {
  readonly script: Script;
  readonly errors: readonly RefbotError[];
}

export function parse(text: string, origin: string, registry: Registry): Parsed {
  const scanner = new Scanner(text, origin, text.startsWith('\ufeff') ? 1 : 0);
  const errors: RefbotError[] = [];
  const parsing: StatementParsing = { scanner, registry, errors, pipeline: () => readPipeline(parsing) };
  return { script: { origin, text, body: readStatements(parsing, false) }, errors };
}
