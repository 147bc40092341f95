/** `config history`: what config.json was after each of the last changes. */
import { defineCommand } from '../../src/command/define.ts';
import { ago, count, plain, prose } from '../_show.ts';
import { valueText } from './_key.ts';

export default defineCommand({
  summary: 'Lists the configurations of the past, newest first',
  description:
    'Each change is kept, the last fifty; so is what was edited by hand, when the next change finds it. Secrets, and addresses with a password, are not kept.',
  effect: 'read',
  output: 'rows',
  columns: [count('number', 'no.'), ago('at', 'made'), plain('what'), prose('changes', 24)],
  fields: ['number', 'at', 'what', 'changes', 'values'],
  empty: () => 'nothing was changed yet',
  examples: ['config history', 'config history | first 5'],
  async run({ engine }) {
    const kept = await engine.config.history();
    const rows = kept.map((one, index) => ({ ...one, changes: changes(kept[index - 1]?.values ?? {}, one.values) }));
    return rows.reverse();
  },
});

type Values = Readonly<Record<string, unknown>>;

function changes(before: Values, after: Values): string {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const text = (value: unknown): string => (value === undefined ? 'default' : valueText(value));
  return keys
    .filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]))
    .map((key) => `${key}: ${text(before[key])} → ${text(after[key])}`)
    .join(', ');
}
