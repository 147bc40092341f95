/** Keeps some fields of every row, in the order they are named. */
import { defineCommand } from '../src/command/define.ts';
import { field } from '../src/command/types/field.ts';
import { listOf } from '../src/command/types/list-of.ts';
import { machineFields, project } from '../src/command/render/shape.ts';
import { resolveField } from '../src/command/expr/fields.ts';

export default defineCommand({
  summary: 'Keeps some fields of every row',
  args: [{ name: 'fields', type: listOf(field), rest: true, help: 'fields in the order they are wanted' }],
  effect: 'read',
  output: 'rows',
  input: 'rows',
  needs: 'none',
  outputFields(input, { fields }) {
    if (!Array.isArray(fields)) return null;
    return (fields as readonly (readonly string[])[]).flat().map((name) => resolveField(name, input ?? []) ?? name);
  },
  examples: ['proxies list | select address,latency', 'proxies top 10 | select address protocols'],
  async *run({ input, present }, args) {
    const wanted = args.fields.flat();
    let fields: readonly string[] | null = null;
    for await (const row of input!) {
      if (fields === null) {
        fields = machineFields({ wanted, columns: null, fields: null }, row);
        present({ fields });
      }
      yield project(row, fields);
    }
  },
});
