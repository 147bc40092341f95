/** Keeps the rows that a filter takes. */
import { defineCommand } from '../src/command/define.ts';
import { filter } from '../src/command/types/filter.ts';

export default defineCommand({
  summary: 'Keeps the rows that a filter takes',
  description:
    'Compares with = != < <= > >= ~ (regular expression) !~ in, not in; joins with and, or, not. A field that holds a list matches when one of its items does. Text is equal whatever its case; nothing (null) is equal only to null.',
  args: [{ name: 'filter', type: filter(), help: 'what a row must be like: country = DE and latency < 300ms' }],
  effect: 'read',
  output: 'rows',
  input: 'rows',
  needs: 'none',
  examples: [
    'proxies list | where country = DE and latency < 300ms',
    'proxies list | where protocols in socks4,socks5 and not tags = slow',
  ],
  async *run({ input }, args) {
    for await (const row of input!) if (args.filter.test(row)) yield row;
  },
});
