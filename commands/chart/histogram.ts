/** `chart histogram`: how the numbers of a field are spread, in buckets with round bounds. */
import { defineCommand } from '../../src/command/define.ts';
import type { Row } from '../../src/command/define.ts';
import type { Io } from '../../src/command/io.ts';
import { humanText } from '../../src/command/render/cell.ts';
import { drawBars } from '../../src/command/render/chart-bars.ts';
import { niceBounds } from '../../src/command/render/chart-buckets.ts';
import { Quantiles } from '../../src/lib/quantiles.ts';
import { formatCount } from '../../src/lib/units.ts';
import { fieldsOf, numberAt } from '../_numbers.ts';
import { PLAIN_ARGS, drawn } from './_chart.ts';

export default defineCommand({
  summary: 'Draws how the numbers of a field are spread, in buckets with round bounds',
  description:
    'What lies far above the rest (the last hundredth) shares one open bucket. Rows without a value are left out. Other formats give the buckets: from, to, count.',
  args: PLAIN_ARGS,
  effect: 'read',
  output: 'rows',
  input: 'rows',
  needs: 'none',
  outputFields: () => ['from', 'to', 'count'],
  examples: ['proxies list | chart histogram latency', 'proxies list | where country = DE | chart histogram score'],
  run({ input, present }, args) {
    const unit = { field: args.field };
    return drawn(present, buckets(input!, args.field, unit), (rows, output) => draw(rows, unit.field, output));
  },
});

async function* buckets(input: AsyncIterable<Row>, wanted: string, unit: { field: string }): AsyncGenerator<Row> {
  // A number takes eight bytes, and every bound depends on all of them.
  const values: number[] = [];
  const quantiles = new Quantiles();
  let field: string | null = null;
  for await (const row of input) {
    unit.field = field ??= fieldsOf([wanted], row)[0]!;
    const value = numberAt(row, field, 'chart histogram');
    if (value === null) continue;
    values.push(value);
    quantiles.add(value);
  }
  if (values.length === 0) return;
  const bounds = niceBounds(quantiles.at(0)!, quantiles.at(0.99)!);
  const counts = Array.from({ length: bounds.length }, () => 0);
  const step = bounds[1]! - bounds[0]!;
  for (const value of values) {
    // The division may be off by a rounding step at a bound.
    let bucket = Math.min(bounds.length - 1, Math.max(0, Math.floor((value - bounds[0]!) / step)));
    if (value < bounds[bucket]! && bucket > 0) bucket -= 1;
    else if (bucket < bounds.length - 1 && value >= bounds[bucket + 1]!) bucket += 1;
    counts[bucket]! += 1;
  }
  for (const [bucket, count] of counts.entries()) {
    const to = bounds[bucket + 1] ?? null;
    if (to !== null || count > 0) yield { from: bounds[bucket], to, count };
  }
}

function draw(rows: readonly Row[], field: string, output: Io['output']): string {
  const bound = (value: unknown): string => humanText(field, value, output.utf8);
  const dash = output.utf8 ? '–' : '-';
  const bars = rows.map(({ from, to, count }) => ({
    label: to === null ? `over ${bound(from)}` : `${bound(from)} ${dash} ${bound(to)}`,
    value: Number(count),
    text: formatCount(Number(count)),
  }));
  return drawBars(bars, output);
}
