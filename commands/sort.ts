/** Sorts rows by one or more fields. Has to read them all first. */
import { defineCommand } from '../src/command/define.ts';
import { compareRows } from '../src/command/expr/order.ts';
import { listOf } from '../src/command/types/list-of.ts';
import { sortKey } from '../src/command/types/sort-key.ts';
import { sortSliced } from '../src/lib/slices.ts';
import type { Row } from '../src/command/define.ts';

export default defineCommand({
  summary: 'Sorts rows by fields',
  description: 'A minus in front of a field turns its order around. Rows without a value come last in either order.',
  args: [
    { name: 'fields', type: listOf(sortKey), rest: true, help: 'fields to sort by, first the one that counts most' },
  ],
  effect: 'read',
  output: 'rows',
  input: 'rows',
  needs: 'none',
  examples: ['proxies list | sort -score,latency', 'proxies list | sort country -score'],
  async *run({ input }, args) {
    const rows: Row[] = [];
    for await (const row of input!) rows.push(row);
    yield* await sortSliced(rows, compareRows(args.fields.flat()));
  },
});
