/** `uniq`: keeps the first row of those that are alike. Remembers a number for each, no row. */
import { defineCommand } from '../src/command/define.ts';
import { field } from '../src/command/types/field.ts';
import { listOf } from '../src/command/types/list-of.ts';
import { valueAt } from '../src/command/render/shape.ts';
import { textHash } from '../src/lib/text-hash.ts';
import { fieldsOf } from './_numbers.ts';

export default defineCommand({
  summary: 'Keeps the first row of those that are alike, in all fields or in the named ones',
  args: [
    {
      name: 'fields',
      type: listOf(field),
      required: false,
      rest: true,
      help: 'fields in which rows must differ; default: any of them',
    },
  ],
  effect: 'read',
  output: 'rows',
  input: 'rows',
  needs: 'none',
  examples: ['proxies top 100 | uniq country', 'proxies list | select country,anonymity | uniq'],
  async *run({ input }, args) {
    const wanted = args.fields.flat();
    const met = new Set<number>();
    let fields: readonly string[] | null = null;
    for await (const row of input!) {
      if (wanted.length > 0) fields ??= fieldsOf(wanted, row);
      const hash = textHash(JSON.stringify(fields === null ? row : fields.map((name) => valueAt(row, name) ?? null)));
      if (met.has(hash)) continue;
      met.add(hash);
      yield row;
    }
  },
});
