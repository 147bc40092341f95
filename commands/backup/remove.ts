/** `backup remove`: removes one copy of the state. */
import { defineCommand } from '../../src/command/define.ts';
import { word } from '../../src/command/types/word.ts';
import { plain } from '../_show.ts';

export default defineCommand({
  summary: 'Removes a backup',
  args: [{ name: 'name', type: word, help: 'as `backup list` shows it' }],
  effect: 'danger',
  output: 'value',
  columns: [plain('removed')],
  examples: ['backup remove 20261120T213500Z --yes'],
  async run({ engine }, { name }) {
    await engine.act.removeBackup(name);
    return { removed: name };
  },
});
