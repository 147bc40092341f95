/** What an alias may be called and may stand for. Pure: looks at the commands there are and the other aliases. */
import { Vocabulary } from '../src/command/vocabulary.ts';
import type { Registry } from '../src/command/registry.ts';
import { parse } from '../src/command/syntax/parse.ts';
import { RESERVED } from '../src/command/syntax/statements.ts';
import { fail } from '../src/model/errors.ts';
import type { RefbotError } from '../src/model/errors.ts';

/** @param aliases those there are. What is wrong with it, or null */
export function aliasProblem(
  name: string,
  line: string,
  registry: Registry,
  aliases: ReadonlyMap<string, string>,
): RefbotError | null {
  const own = registry.get(name)?.own !== undefined;
  if (RESERVED.includes(name)) return fail('bad-value', `${name} is a word of the language`);
  if (own || registry.verbs(name).length > 0 || registry.get(name) || registry.aliases().has(name)) {
    return fail('bad-value', `${name} is a command already: an alias would hide it`, { hint: 'take another name' });
  }
  const heads = headsOf(line, registry);
  if (heads === null) {
    return fail('bad-value', 'an alias stands for one command line', {
      hint: `several: def ${name} { …; … } in the rc file`,
    });
  }
  const round = cycle([name], heads, registry, aliases);
  if (round) return fail('bad-value', `${name} would stand for itself: ${round.join(' → ')}`);
  return null;
}

/** The first words of the stages of a line; null when it is not one pipeline. */
function headsOf(line: string, registry: Registry): readonly string[] | null {
  const { script, errors } = parse(line, 'alias', new Vocabulary(registry, new Map(), new Map()));
  const [only] = script.body;
  if (errors.length > 0 || script.body.length !== 1 || only?.kind !== 'run' || only.soft || only.background)
    return null;
  if (only.at.start !== 0 || only.at.end !== line.length) return null;
  return only.pipeline.calls.map(({ words }) => words[0] ?? '');
}

/** The way on which an alias comes back to itself, or null. */
function cycle(
  way: readonly string[],
  heads: readonly string[],
  registry: Registry,
  aliases: ReadonlyMap<string, string>,
): readonly string[] | null {
  for (const head of heads) {
    if (head === way[0]) return [...way, head];
    const line = way.includes(head) ? undefined : aliases.get(head);
    const round = line === undefined ? null : cycle([...way, head], headsOf(line, registry) ?? [], registry, aliases);
    if (round) return round;
  }
  return null;
}
