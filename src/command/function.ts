/**
 * A command that a person defined (`def best n: int = 5 { … }`) in the form of every other command, so that parser,
 * checker, help and completion need not know the difference. The runner runs its block.
 */
import { checkPipeline } from './check/check-pipeline.ts';
import { fail } from '../model/errors.ts';
import { Scope } from './check/scope.ts';
import { Registry } from './registry.ts';
import type { Column, CommandDefinition } from './define.ts';
import type { Command } from './registry.ts';
import type { Block, Definition, Pipeline } from './syntax/ast.ts';
import type { Place } from './syntax/place.ts';

const NO_COMMANDS = new Registry([]);

export function functionOf(def: Definition, { origin, text, expansions, file }: Place): Command {
  const place: Place = { origin, text, ...(expansions ? { expansions } : {}), ...(file === undefined ? {} : { file }) };
  let looking = false;
  /** What its rows are like is asked of its last command; one that calls itself is not asked for ever. */
  const ofLast = <T>(ask: (pipeline: Pipeline) => T): T | null => {
    const pipeline = looking ? null : lastPipeline(def.body);
    if (!pipeline) return null;
    looking = true;
    try {
      return ask(pipeline);
    } finally {
      looking = false;
    }
  };
  const definition: CommandDefinition = {
    summary: def.comment || `Your own: ${place.text.slice(def.at.start, def.at.end).split('{', 1)[0]!.trim()}`,
    description: `Defined in ${place.origin}.`,
    args: def.params.map(({ name, type, initial }) => ({
      name,
      type,
      help: `a parameter of ${def.name}`,
      ...(initial === undefined ? {} : { default: initial }),
    })),
    effect: 'read',
    output: 'rows',
    needs: 'none',
    outputFields: () =>
      ofLast((pipeline) => checkPipeline({ scope: new Scope(place, []), registry: NO_COMMANDS }, pipeline)),
    examples: [],
    run() {
      throw fail('internal', `${def.name} was not run by the runner`);
    },
  };
  Object.defineProperty(definition, 'columns', { get: () => ofLast(columnsOf) ?? undefined });
  return { name: def.name, definition, own: { def, place } };
}

/** The pipeline whose result is that of the block. */
function lastPipeline(block: Block): Pipeline | null {
  const last = block.at(-1);
  switch (last?.kind) {
    case 'run':
      return last.pipeline;
    case 'for':
    case 'while':
    case 'repeat':
    case 'timeout':
      return lastPipeline(last.body);
    // Of several branches each may give something else.
    default:
      return null;
  }
}

function columnsOf({ calls }: Pipeline): readonly Column[] | null {
  let columns: readonly Column[] | null = null;
  for (const { command } of calls) {
    if (!command) return null;
    const { definition } = command;
    columns = definition.columns ?? (definition.input === 'rows' ? columns : null);
  }
  return columns;
}
