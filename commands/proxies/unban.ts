/** `proxies unban`: takes a ban back. */
import { defineCommand } from '../../src/command/define.ts';
import { count } from '../_show.ts';
import { PROXIES_ARG, chosen } from './_change.ts';

export default defineCommand({
  summary: 'Takes a ban back',
  args: [PROXIES_ARG],
  effect: 'write',
  output: 'value',
  columns: [count('unbanned')],
  examples: ['proxies unban 12', 'proxies unban @all'],
  async run(context, args) {
    const ids = await chosen(context, args.proxies);
    return { unbanned: await context.engine.act.unban(ids) };
  },
});
