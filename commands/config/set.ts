/** `config set`: changes a key in config.json and in the running program, or in neither. */
import { defineCommand } from '../../src/command/define.ts';
import type { ArgType } from '../../src/command/types.ts';
import { CONFIG_KEYS } from '../../src/core/config/keys.ts';
import { readOne } from '../../src/core/config/read-values.ts';
import { fail } from '../../src/model/errors.ts';
import { plain } from '../_show.ts';
import { configKey, configRow, valueText } from './_key.ts';

const configValue: ArgType<string> = { name: 'value', parse: (text) => text };

export default defineCommand({
  summary: 'Changes a configuration value, in the file and at once',
  args: [
    { name: 'key', type: configKey, help: 'its dotted name' },
    { name: 'value', type: configValue, help: 'text as the key takes it: 8s, 200, off, none' },
  ],
  effect: 'write',
  output: 'value',
  columns: [plain('key'), { field: 'value', show: valueText }, plain('origin', 'from')],
  examples: ['config set timeout 5s', 'config set http_workers 200', 'config set judge.url none'],
  async run({ engine, note }, args) {
    const { key } = args;
    const read = readOne(key, args.value);
    // A mistake in what was typed, not in the file.
    if ('problem' in read) throw fail('bad-value', read.problem.message, { hint: read.problem.hint });
    await engine.act.setConfig(key, args.value);
    const row = configRow(engine.config, key);
    if (row.origin === 'environment' || row.origin === 'flag') {
      note(
        `written to the file, but ${row.origin === 'flag' ? 'a flag' : row.env} holds it at ${valueText(row.value)}`,
      );
    } else if (CONFIG_KEYS[key].restart) {
      note('takes effect at the next start');
    }
    return { key: row.key, value: row.value, origin: row.origin };
  },
});
