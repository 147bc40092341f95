/** `alias`: short names for command lines that are typed often. They live in the state file. */
import { aliasLine } from '../src/command/types/alias-line.ts';
import { defineCommand } from '../src/command/define.ts';
import { fail } from '../src/model/errors.ts';
import { ownName } from '../src/command/types/own-name.ts';
import { aliasProblem } from './_alias.ts';
import { plain, prose } from './_show.ts';

export default defineCommand({
  summary: 'Makes a short name for a command line, or lists those there are',
  description:
    'Words behind the alias are added to what it stands for. It is known at every prompt and in single commands on this state; scripts do not know it, so that they mean the same to everybody: there, `def` makes commands.',
  args: [
    { name: 'name', type: ownName, required: false, help: 'how it is called; alone, the one alias is shown' },
    { name: 'line', type: aliasLine, required: false, help: 'what it stands for, pipes included' },
  ],
  effect: 'write',
  output: 'rows',
  dryRun: true,
  columns: [plain('name'), prose('line', 24)],
  fields: ['name', 'line'],
  empty: () => 'no aliases yet: alias de = proxies top 10 --country DE',
  examples: ['alias de = proxies top 10 --country DE', 'alias slow = proxies list | where latency > 3s', 'alias'],
  async run({ engine, language, note, options }, { name, line }) {
    const aliases = new Map(Object.entries(engine.view.aliases()));
    const row = (key: string): { name: string; line: string } => ({ name: key, line: aliases.get(key)! });
    if (name === undefined) return [...aliases.keys()].toSorted().map(row);
    if (line === undefined) {
      if (aliases.has(name)) return [row(name)];
      throw fail('unknown-alias', `there is no alias ${name}`, { hint: `make it: alias ${name} = proxies top 10` });
    }
    const problem = aliasProblem(name, line, language.registry, aliases);
    if (problem) throw problem;
    if (options.dryRun) {
      note(`would make ${name} stand for: ${line}`);
      return [];
    }
    await engine.act.setAlias(name, line);
    return [{ name, line }];
  },
});
