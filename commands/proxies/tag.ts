/** `proxies tag`: names proxies for later filters (`where tags = fast`, `--tag fast`). */
import { defineCommand } from '../../src/command/define.ts';
import { word } from '../../src/command/types/word.ts';
import { count, plain } from '../_show.ts';
import { PROXIES_ARG, chosen } from './_change.ts';

export default defineCommand({
  summary: 'Puts a tag on proxies',
  args: [PROXIES_ARG, { name: 'tag', type: word, help: 'one word, such as fast or team-a' }],
  effect: 'write',
  output: 'value',
  columns: [count('tagged'), plain('tag')],
  examples: ['proxies tag 12 fast', 'proxies tag 192.0.2.7:3128 team-a', 'proxies tag @all old'],
  async run(context, args) {
    const ids = await chosen(context, args.proxies);
    return { tagged: await context.engine.act.tag(ids, args.tag), tag: args.tag };
  },
});
