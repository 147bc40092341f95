/** `source FILE`: runs a file in the session of the text that names it, as if it stood there. */
import { AlreadyReported } from './control.ts';
import { checkScript } from '../check/check-script.ts';
import { functionsOf } from '../syntax/parse.ts';
import { parseWithSources, readSource } from './find-sources.ts';
import { runBlock } from './run-block.ts';
import { scriptParams } from './script-params.ts';
import type { RefbotError } from '../../model/errors.ts';
import type { Registry } from '../registry.ts';
import type { Running } from './run-block.ts';

/**
 * @param show shows errors of the file before anything of it runs
 * @throws what its commands throw, with its place; what reading it throws
 */
export async function runSource(
  running: Running,
  path: string,
  args: readonly string[],
  registry: Registry,
  show: (errors: readonly RefbotError[]) => Promise<number>,
): Promise<void> {
  const { io, session } = running;
  const { text, file, path: full } = await readSource(io, path, running.place, running.chain);
  const chain = [...running.chain, full];
  const { script, errors, sources } = await parseWithSources({ text, origin: file, file }, registry, io, chain);
  const found = [...errors, ...checkScript(script, registry, session.variables.keys(), sources)];
  if (found.length > 0) throw new AlreadyReported(await show(found));
  for (const [name, command] of functionsOf(script)) session.functions.set(name, command);
  await runBlock({ ...running, place: script, chain, params: scriptParams(script, args) }, script.body);
}
