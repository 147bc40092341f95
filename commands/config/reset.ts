/** `config reset`: takes a key out of config.json, so that its default holds again. */
import { defineCommand } from '../../src/command/define.ts';
import { plain } from '../_show.ts';
import { configKey, configRow, valueText } from './_key.ts';

export default defineCommand({
  summary: 'Takes a key out of the file, so that its default holds again',
  args: [{ name: 'key', type: configKey, help: 'its dotted name' }],
  effect: 'write',
  output: 'value',
  columns: [plain('key'), { field: 'value', show: valueText }, plain('origin', 'from')],
  examples: ['config reset timeout'],
  async run({ engine }, args) {
    const { key } = args;
    await engine.act.resetConfig(key);
    const { value, origin } = configRow(engine.config, key);
    return { key, value, origin };
  },
});
