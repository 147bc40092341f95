/** `backup restore`: puts a copy in the place of the present state, which is itself backed up first. */
import { defineCommand } from '../../src/command/define.ts';
import { word } from '../../src/command/types/word.ts';
import { count, plain } from '../_show.ts';

export default defineCommand({
  summary: 'Puts a copy in the place of the present state',
  description: 'The present state is backed up first: restoring that backup undoes the restore.',
  args: [{ name: 'name', type: word, help: 'as `backup list` shows it' }],
  effect: 'danger',
  output: 'value',
  columns: [plain('restored'), count('proxies'), plain('undo', 'undo with')],
  examples: ['backup restore 20261120T213500Z --yes'],
  async run({ engine }, args) {
    const { proxies, undo } = await engine.act.restoreBackup(args.name);
    return { restored: args.name, proxies, undo };
  },
});
