/**
 * The parser's front door: text in, statements and every syntax error out. Never throws for any text. Commands that the
 * text defines are known in all of it, also above their `def`: then it is read twice.
 */
import { functionOf } from '../function.ts';
import { Vocabulary } from '../vocabulary.ts';
import { readPipeline } from './pipeline.ts';
import { Scanner } from './scanner.ts';
import { readStatements } from './statements.ts';
import type { RefbotError } from '../../model/errors.ts';
import type { Command, Registry } from '../registry.ts';
import type { Script } from './ast.ts';
import type { Place } from './place.ts';
import type { StatementParsing } from './statements.ts';

export interface Parsed {
  readonly script: Script;
  readonly errors: readonly RefbotError[];
}

/** @param file the text was read from */
export function parse(text: string, origin: string, registry: Registry, file?: string): Parsed {
  const once = read(text, origin, registry, file);
  const own = functionsOf(once.script);
  return own.size === 0 ? once : read(text, origin, new Vocabulary(registry, own), file);
}

/** The commands that a text defines, by name. */
export function functionsOf(script: Script): ReadonlyMap<string, Command> {
  return new Map(
    script.body.flatMap((statement) =>
      statement.kind === 'def' ? [[statement.name, functionOf(statement, script)] as const] : [],
    ),
  );
}

function read(text: string, origin: string, registry: Registry, file: string | undefined): Parsed {
  const scanner = new Scanner(text, origin, text.startsWith('\ufeff') ? 1 : 0);
  const errors: RefbotError[] = [];
  const parsing: StatementParsing = { scanner, registry, errors, pipeline: () => readPipeline(parsing) };
  const body = readStatements(parsing, false);
  const place: Place = {
    origin,
    text: scanner.text,
    expansions: scanner.expansions,
    ...(file === undefined ? {} : { file }),
  };
  return { script: { ...place, body }, errors };
}
