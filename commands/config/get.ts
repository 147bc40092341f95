/** `config get`: one value. */
import { defineCommand } from '../../src/command/define.ts';
import { plain } from '../_show.ts';
import { configKey, configRow, valueText } from './_key.ts';

export default defineCommand({
  summary: 'Shows one configuration value and what it means',
  args: [{ name: 'key', type: configKey, help: 'its dotted name' }],
  effect: 'read',
  output: 'value',
  columns: [
    plain('key'),
    { field: 'value', show: valueText },
    plain('origin', 'from'),
    { field: 'default', show: valueText },
    plain('env', 'environment'),
    plain('help'),
  ],
  examples: ['config get timeout', 'config get network.only --json'],
  run: ({ engine }, args) => configRow(engine.config, args.key),
});
