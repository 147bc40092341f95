/** Counts the rows that come through the pipe. */
import { defineCommand } from '../src/command/define.ts';

export default defineCommand({
  summary: 'Counts the rows',
  effect: 'read',
  output: 'value',
  input: 'rows',
  needs: 'none',
  examples: ['proxies list | where country = DE | count'],
  async run({ input }) {
    let rows = 0;
    for await (const _ of input!) rows++;
    return rows;
  },
});
