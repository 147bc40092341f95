/** `config set`: changes a key in config.json and in the running program, or in neither. */
import { defineCommand } from '../../src/command/define.ts';
import type { ArgType, Completion } from '../../src/command/types.ts';
import type { ConfigPath } from '../../src/core/config/config.ts';
import { CONFIG_KEYS, isConfigPath } from '../../src/core/config/keys.ts';
import { readOne } from '../../src/core/config/read-values.ts';
import { fail } from '../../src/model/errors.ts';
import { plain } from '../_show.ts';
import { configKey, configRow, valueText } from './_key.ts';

const configValue: ArgType<string> = {
  name: 'value',
  parse: (text) => text,
  complete: (prefix, { given = [], engine }) => {
    const [key = ''] = given;
    return isConfigPath(key)
      ? offered(key, engine?.config.shown(key)).filter(({ value }) => value.startsWith(prefix))
      : [];
  },
};

/** What a key can be: its words where it has some, the value it has now, and the one it begins with. */
function offered(key: ConfigPath, now: unknown): Completion[] {
  const { type, default: initial } = CONFIG_KEYS[key];
  const values = new Map<string, string>();
  for (const word of type.words ?? []) values.set(word, '');
  values.set(valueText(type.toJson(initial as never)), 'default');
  if (now !== undefined) values.set(valueText(now), 'now');
  return Array.from(values, ([value, help]) => (help === '' ? { value } : { value, help }));
}

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
