/**
 * Calls a command that was defined with `def`: its block runs in variables of its own, and what its last statement gives
 * is its result. Called by the runner of pipelines through the environment.
 */
import { fail } from '../../model/errors.ts';
import { runBlock } from './run-block.ts';
import { Result } from './result.ts';
import type { Command } from '../registry.ts';
import type { RunOptions } from '../interpreter.ts';
import type { Running } from './run-block.ts';

/** Own commands and sourced files inside each other. */
const DEEPEST_CALLS = 100;

/**
 * @param gathered its rows or value are wanted; else they are shown as they come
 * @returns what it gave; undefined when shown. @throws too-deep, and what its commands throw
 */
export async function callFunction(
  running: Running,
  { name, own }: Command,
  args: Readonly<Record<string, unknown>>,
  options: RunOptions,
  gathered: boolean,
): Promise<unknown> {
  if (running.depth >= DEEPEST_CALLS) {
    throw fail('too-deep', `${name} is ${DEEPEST_CALLS} calls deep`, {
      hint: 'it seems to call itself without end: an if has to stop it',
    });
  }
  const { def, place } = own!;
  const parameters = def.params.map((param) => [param.name, args[param.name] ?? null] as const);
  const result = gathered ? new Result() : null;
  await runBlock(
    {
      ...running,
      options,
      place,
      result,
      depth: running.depth + 1,
      session: running.session.call(parameters),
    },
    def.body,
  );
  return result?.value;
}
