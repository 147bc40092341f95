/** Keeps the first rows and stops reading behind them. */
import { defineCommand } from '../src/command/define.ts';
import { int } from '../src/command/types/int.ts';

export default defineCommand({
  summary: 'Keeps the first n rows',
  args: [{ name: 'n', type: int({ min: 0 }), default: 1, help: 'how many' }],
  effect: 'read',
  output: 'rows',
  input: 'rows',
  needs: 'none',
  examples: ['proxies list | first 20'],
  async *run({ input }, { n }) {
    let left = n;
    if (left === 0) return;
    for await (const row of input!) {
      yield row;
      if (--left === 0) return;
    }
  },
});
