/** `stats`: what the numbers of a field are like. Keeps no row. */
import { defineCommand } from '../src/command/define.ts';
import type { Column } from '../src/command/define.ts';
import { humanText } from '../src/command/render/cell.ts';
import { field } from '../src/command/types/field.ts';
import { listOf } from '../src/command/types/list-of.ts';
import { Moments } from '../src/lib/moments.ts';
import { Quantiles } from '../src/lib/quantiles.ts';
import { NOTHING, count, plain } from './_show.ts';
import { fieldsOf, numberAt, tidy } from './_numbers.ts';

export default defineCommand({
  summary: 'Describes the numbers of fields: count, least, median, 95 %, greatest, mean, spread',
  description:
    'One row for each field. Rows that have no value in it are not counted. Up to a thousand values the percentiles are exact, above that within half a percent.',
  args: [{ name: 'fields', type: listOf(field), rest: true, help: 'fields that hold numbers' }],
  effect: 'read',
  output: 'rows',
  input: 'rows',
  needs: 'none',
  outputFields: () => ['field', 'count', 'min', 'p50', 'p95', 'max', 'mean', 'sd'],
  columns: [plain('field'), count('count'), ...['min', 'p50', 'p95', 'max', 'mean', 'sd'].map(withUnit)],
  examples: ['proxies list | stats latency', 'proxies list | where country = DE | stats latency score'],
  async *run({ input, present }, args) {
    let found: { readonly field: string; readonly moments: Moments; readonly quantiles: Quantiles }[] = [];
    for await (const row of input!) {
      if (found.length === 0) {
        const fields = fieldsOf(args.fields.flat(), row);
        found = fields.map((field) => ({ field, moments: new Moments(), quantiles: new Quantiles() }));
      }
      for (const { field, moments, quantiles } of found) {
        const value = numberAt(row, field, 'stats');
        if (value === null) continue;
        moments.add(value);
        quantiles.add(value);
      }
    }
    // Fields that were chosen in front are not fields of these rows.
    present({ fields: null });
    for (const { field, moments, quantiles } of found) {
      const { count, min, max, mean, sd } = moments;
      const [p50, p95] = [quantiles.at(0.5), quantiles.at(0.95)];
      yield { field, count, min, p50: tidy(p50), p95: tidy(p95), max, mean: tidy(mean), sd: tidy(sd) };
    }
  },
});

/** The unit is that of the field the row is about. */
function withUnit(name: string): Column {
  return {
    field: name,
    align: 'right',
    show: (value, row) => (typeof value === 'number' ? humanText(String(row['field']), value, true) : NOTHING),
  };
}
