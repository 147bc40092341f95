/** `unalias`: removes aliases. */
import { defineCommand } from '../src/command/define.ts';
import { ownName } from '../src/command/types/own-name.ts';
import { nearest } from '../src/lib/suggest.ts';
import { fail } from '../src/model/errors.ts';
import type { ArgType } from '../src/command/types.ts';

const aliasName: ArgType<string> = {
  ...ownName,
  name: 'alias',
  complete: (prefix, { engine }) =>
    Object.entries(engine?.view.aliases() ?? {})
      .filter(([name]) => name.startsWith(prefix))
      .map(([value, help]) => ({ value, help })),
};

export default defineCommand({
  summary: 'Removes aliases',
  args: [{ name: 'names', type: aliasName, rest: true, help: 'which ones' }],
  effect: 'write',
  output: 'none',
  examples: ['unalias de'],
  async run({ engine }, { names }) {
    const aliases = Object.keys(engine.view.aliases());
    // All are looked at first: either all go or none.
    for (const name of names) {
      if (aliases.includes(name)) continue;
      const near = nearest(name, aliases);
      throw fail('unknown-alias', `there is no alias ${name}`, {
        hint: near === null ? '`alias` lists them' : `did you mean ${near} ?`,
      });
    }
    for (const name of new Set(names)) await engine.act.setAlias(name, null);
  },
});
