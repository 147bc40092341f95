/** `chart bar`: bars of what the rows hold: how often each value occurs, the number of each row, or means by a field. */
import { defineCommand } from '../../src/command/define.ts';
import type { Row } from '../../src/command/define.ts';
import type { Io } from '../../src/command/io.ts';
import { valueAt } from '../../src/command/render/shape.ts';
import { drawBars } from '../../src/command/render/chart-bars.ts';
import { Moments } from '../../src/lib/moments.ts';
import { sortSliced } from '../../src/lib/slices.ts';
import { formatCount } from '../../src/lib/units.ts';
import { fail } from '../../src/model/errors.ts';
import { numberAt, tidy } from '../_numbers.ts';
import { CHART_ARGS, drawn, isNothing, isNumber, items, labelOf, obtain, resolved, shown } from './_chart.ts';
import type { ChartArgs, Meant } from './_chart.ts';

/** Bars that are drawn; behind them it is said how many there are. */
const MOST = 40;

/** What is drawn, known with the first row. */
interface Axes {
  label: string;
  value: string;
}

export default defineCommand({
  summary: 'Draws bars: how often each value occurs, or a number of each row, or its mean by another field',
  description:
    'Text is counted. A number is drawn row by row, named by the first text of the row; with `by`, its mean for each value of that field. Other formats give the rows behind the bars.',
  args: CHART_ARGS,
  effect: 'read',
  output: 'rows',
  input: 'rows',
  needs: 'none',
  outputFields: () => null,
  examples: [
    'proxies list | chart bar country',
    'proxies list | chart bar latency by country',
    'proxies list | group by country --p95 latency | first 10 | chart bar p95Latency',
    'proxies top 10 | chart bar score',
  ],
  run({ input, present, signal }, args) {
    const axes: Axes = { label: '', value: '' };
    labelOf(args);
    return drawn(present, bars(input!, args, axes, signal), (rows, output) => draw(rows, axes, output));
  },
});

async function* bars(input: AsyncIterable<Row>, args: ChartArgs, axes: Axes, signal: AbortSignal): AsyncGenerator<Row> {
  const counts = new Map<string, { readonly value: unknown; count: number }>();
  const means = new Map<string, { readonly value: unknown; readonly moments: Moments }>();
  let kind: 'counts' | 'means' | 'rows' | null = null;
  let number = 0;
  let meant: Meant | null = null;
  for await (const row of input) {
    const { field, label } = (meant ??= resolved(args, row));
    const value = valueAt(row, field);
    number += 1;
    if (kind === null && !isNothing(value)) {
      kind = !isNumber(value) ? 'counts' : label === null ? 'rows' : 'means';
      if (kind === 'counts' && label !== null) throw notByText(field);
      axes.value = kind === 'counts' ? 'count' : field;
      axes.label = kind === 'counts' ? field : (label ?? nameField(row, field));
    }
    if (kind === 'rows') {
      const drawn = numberAt(row, field, 'chart bar');
      if (drawn === null) continue;
      yield { [axes.label]: axes.label === 'row' ? number : valueAt(row, axes.label), [field]: drawn };
    } else if (kind === 'means') {
      const drawn = numberAt(row, field, 'chart bar');
      if (drawn === null) continue;
      for (const item of items(valueAt(row, label!)))
        obtain(means, item, () => ({ value: item, moments: new Moments() })).moments.add(drawn);
    } else for (const item of items(value)) obtain(counts, item, () => ({ value: item, count: 0 })).count += 1;
  }
  if (kind === 'means') {
    const rows = [...means.values()].map(({ value, moments }) => ({ value, mean: tidy(moments.mean) ?? 0 }));
    for (const { value, mean } of await sortSliced(rows, (a, b) => b.mean - a.mean, signal))
      yield { [axes.label]: value, [axes.value]: mean };
  } else if (kind === 'counts') {
    for (const { value, count } of await sortSliced([...counts.values()], (a, b) => b.count - a.count, signal))
      yield { [axes.label]: value, count };
  }
}

function draw(rows: readonly Row[], axes: Axes, output: Io['output']): string {
  const bars = rows.slice(0, MOST).map((row) => ({
    label: shown(row, axes.label, output),
    value: numberAt(row, axes.value, 'chart bar') ?? 0,
    text: shown(row, axes.value, output),
  }));
  const more = rows.length - bars.length;
  return drawBars(bars, output) + (more > 0 ? `${formatCount(more)} more\n` : '');
}

/** What names a row: its first text. */
function nameField(row: Row, field: string): string {
  const named = Object.entries(row).find(([name, value]) => name !== field && typeof value === 'string');
  return named?.[0] ?? 'row';
}

function notByText(field: string): Error {
  return fail('bad-value', `${field} holds no numbers that could be compared by another field`, {
    hint: `\`chart bar ${field}\` counts how often each occurs`,
  });
}
