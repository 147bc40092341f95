/** `config show`: every key, its value and where that came from. Secrets are masked. */
import { defineCommand } from '../../src/command/define.ts';
import { CONFIG_PATHS } from '../../src/core/config/keys.ts';
import { plain } from '../_show.ts';
import { configKey, configRow, valueText } from './_key.ts';

export default defineCommand({
  summary: 'Shows all configuration keys with their values and where those came from',
  args: [{ name: 'key', type: configKey, required: false, help: 'a key, or the beginning of some: judge' }],
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
  run({ engine }, args) {
    const begun = args.key;
    const paths = CONFIG_PATHS.filter((path) => begun === undefined || path === begun || path.startsWith(`${begun}.`));
    // One that names nothing is refused as `config get` refuses it.
    if (paths.length === 0) return [configRow(engine.config, engine.config.path(begun ?? ''))];
    return paths.map((path) => configRow(engine.config, path));
  },
});
