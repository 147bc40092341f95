/** `state compact`: writes the state file anew, so that no journal is needed beside it. */
import { defineCommand } from '../../src/command/define.ts';
import { bytes } from '../_show.ts';

export default defineCommand({
  summary: 'Writes the state file anew and removes its journals',
  description:
    'RefBot does this by itself now and then, and at the end. Do it before you copy or look at the file: then everything is in it.',
  effect: 'write',
  output: 'value',
  columns: [bytes('before'), bytes('after')],
  fields: ['before', 'after'],
  examples: ['state compact'],
  run: async ({ engine }) => ({ ...(await engine.act.compact()) }),
});
