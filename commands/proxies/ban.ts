/** `proxies ban`: takes proxies out of use without forgetting them. */
import { defineCommand } from '../../src/command/define.ts';
import { count } from '../_show.ts';
import { PROXIES_ARG, chosen } from './_change.ts';

export default defineCommand({
  summary: 'Takes proxies out of use; a banned one is never ranked or handed out',
  args: [PROXIES_ARG],
  effect: 'write',
  output: 'value',
  columns: [count('banned')],
  examples: ['proxies ban 12', 'proxies ban where country = XX'],
  async run(context, args) {
    const ids = await chosen(context, args.proxies);
    return { banned: await context.engine.act.ban(ids) };
  },
});
