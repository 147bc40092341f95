/** `proxies untag`: takes such a name off again (`where tags = fast`, `--tag fast`). */
import { defineCommand } from '../../src/command/define.ts';
import { word } from '../../src/command/types/word.ts';
import { count, plain } from '../_show.ts';
import { PROXIES_ARG, chosen } from './_change.ts';

export default defineCommand({
  summary: 'Takes a tag off proxies',
  args: [PROXIES_ARG, { name: 'tag', type: word, help: 'one word, such as fast or team-a' }],
  effect: 'write',
  output: 'value',
  columns: [count('untagged'), plain('tag')],
  examples: ['proxies untag 12 fast', 'proxies untag 192.0.2.7:3128 team-a', 'proxies untag @all old'],
  async run(context, args) {
    const ids = await chosen(context, args.proxies);
    return { untagged: await context.engine.act.untag(ids, args.tag), tag: args.tag };
  },
});
