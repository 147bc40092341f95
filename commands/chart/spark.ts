/** `chart spark`: the numbers of a field in one line, or one line for each value of another field. */
import { defineCommand } from '../../src/command/define.ts';
import type { Row } from '../../src/command/define.ts';
import type { Io } from '../../src/command/io.ts';
import { humanText } from '../../src/command/render/cell.ts';
import { sparkLine, thinned } from '../../src/command/render/chart-spark.ts';
import { paint } from '../../src/command/render/colour.ts';
import { valueAt } from '../../src/command/render/shape.ts';
import { safeText } from '../../src/lib/safe-text.ts';
import { displayWidth, fitToWidth } from '../../src/lib/width.ts';
import { numberAt, tidy } from '../_numbers.ts';
import { CHART_ARGS, drawn, items, labelOf, obtain, resolved, shown } from './_chart.ts';
import type { ChartArgs, Meant } from './_chart.ts';

/** Values of a line in the rows behind it. */
const KEPT = 200;
const MOST_CELLS = 60;
const LABEL_CELLS = 24;

interface Axes {
  label: string | null;
  value: string;
}

export default defineCommand({
  summary: 'Draws the numbers of a field in one line, or in one line for each value of another field',
  description:
    'In the order of the rows, each line on its own scale, with its least, greatest and last value. Other formats give one row a line.',
  args: CHART_ARGS,
  effect: 'read',
  output: 'rows',
  input: 'rows',
  needs: 'none',
  outputFields: () => null,
  examples: ['proxies list | chart spark latency', 'proxies list | chart spark latency by country'],
  run({ input, present }, args) {
    labelOf(args);
    const axes: Axes = { label: null, value: args.field };
    return drawn(present, lines(input!, args, axes), (rows, output) => draw(rows, axes, output));
  },
});

async function* lines(input: AsyncIterable<Row>, args: ChartArgs, axes: Axes): AsyncGenerator<Row> {
  const found = new Map<string, { readonly label: unknown; readonly values: number[] }>();
  let meant: Meant | null = null;
  for await (const row of input) {
    const { field, label } = (meant ??= resolved(args, row));
    axes.value = field;
    axes.label = label;
    const value = numberAt(row, field, 'chart spark');
    if (value === null) continue;
    for (const item of label === null ? [null] : items(valueAt(row, label)))
      obtain(found, item, () => ({ label: item, values: [] })).values.push(value);
  }
  for (const { label, values } of found.values()) {
    let [min, max] = [Infinity, -Infinity];
    for (const value of values) [min, max] = [Math.min(min, value), Math.max(max, value)];
    const kept = thinned(values, KEPT).map(tidy);
    yield { ...(axes.label === null ? {} : { [axes.label]: label }), values: kept, min, max, last: values.at(-1) };
  }
}

function draw(rows: readonly Row[], { label, value }: Axes, output: Io['output']): string {
  const labels = rows.map((row) => (label === null ? '' : safeText(shown(row, label, output), 200)));
  const labelWidth = Math.min(LABEL_CELLS, Math.max(0, ...labels.map(displayWidth)));
  const facts = rows.map((row) =>
    (['min', 'max', 'last'] as const).map((name) => `${name} ${humanText(value, row[name], output.utf8)}`),
  );
  const widths = [0, 1, 2].map((at) => Math.max(0, ...facts.map((texts) => displayWidth(texts[at]!))));
  const room = output.columns - widths.reduce((sum, width) => sum + width + 2, labelWidth === 0 ? 0 : labelWidth + 2);
  const cells = Math.max(8, Math.min(MOST_CELLS, room));
  return rows
    .map((row, index) => {
      const values = Array.isArray(row['values']) ? (row['values'] as readonly number[]) : [];
      const line = sparkLine(thinned(values, cells), output.utf8);
      const parts = [
        ...(labelWidth === 0 ? [] : [fitToWidth(labels[index]!, labelWidth, 'left', output.utf8 ? '…' : '~')]),
        paint(line, 'cyan', output.color) +
          ' '.repeat(Math.max(0, Math.min(cells, longest(rows)) - displayWidth(line))),
        ...facts[index]!.map((text, at) => fitToWidth(text, widths[at]!)),
      ];
      return `${parts.join('  ').trimEnd()}\n`;
    })
    .join('');
}

function longest(rows: readonly Row[]): number {
  return Math.max(0, ...rows.map((row) => (Array.isArray(row['values']) ? row['values'].length : 0)));
}
