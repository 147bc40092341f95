/** `config show`: every key, its value and where that came from. Secrets are masked. */
import { defineCommand } from '../../src/command/define.ts';
import { CONFIG_PATHS } from '../../src/core/config/keys.ts';
import { plain } from '../_show.ts';
import { configKeys, configRow, valueText } from './_key.ts';

export default defineCommand({
  summary: 'Shows all configuration keys with their values and where those came from',
  args: [{ name: 'key', type: configKeys, required: false, help: 'a key, or a group of some: judge' }],
  effect: 'read',
  output: 'rows',
  columns: [
    plain('key'),
    { field: 'value', show: valueText, least: 16 },
    plain('origin', 'from'),
    { field: 'default', show: valueText, least: 16 },
    { ...plain('help'), least: 30 },
  ],
  fields: ['key', 'value', 'origin', 'default', 'env', 'help'],
  examples: ['config show', 'config show judge', 'config show | where origin != default'],
  run: ({ engine }, args) => (args.key ?? CONFIG_PATHS).map((path) => configRow(engine.config, path)),
});
