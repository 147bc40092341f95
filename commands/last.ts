/** Keeps the last rows; holds no more than that many at a time. */
import { defineCommand } from '../src/command/define.ts';
import { int } from '../src/command/types/int.ts';
import { Ring } from '../src/lib/ring.ts';
import type { Row } from '../src/command/define.ts';

export default defineCommand({
  summary: 'Keeps the last n rows',
  args: [{ name: 'n', type: int({ min: 1, max: 10_000_000 }), default: 1, help: 'how many' }],
  effect: 'read',
  output: 'rows',
  input: 'rows',
  needs: 'none',
  examples: ['proxies list | sort latency | last 5'],
  async *run({ input }, { n }) {
    const kept = new Ring<Row>(n);
    for await (const row of input!) kept.push(row);
    yield* kept;
  },
});
