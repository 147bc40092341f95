/** `chart`: the chart that fits what a field holds: numbers are spread over a histogram, texts are counted in bars. */
import { defineCommand } from '../src/command/define.ts';
import type { CommandContext, Row } from '../src/command/define.ts';
import { valueAt } from '../src/command/render/shape.ts';
import { CHART_ARGS, isNothing, isNumber, labelOf, resolved } from './chart/_chart.ts';
import type { ChartArgs, Meant } from './chart/_chart.ts';
import bar from './chart/bar.ts';
import histogram from './chart/histogram.ts';

export default defineCommand({
  summary: 'Draws the chart that fits a field: numbers as a histogram, texts counted in bars',
  description:
    'With `by` bars of the mean for each value of that field. `chart bar`, `line`, `spark` and `histogram` draw what you choose. Other formats give the rows behind the chart.',
  args: CHART_ARGS,
  effect: 'read',
  output: 'rows',
  input: 'rows',
  needs: 'none',
  outputFields: () => null,
  examples: ['proxies list | chart latency', 'proxies list | chart country', 'proxies list | chart latency by country'],
  async run(context, args) {
    const label = labelOf(args);
    const { value, rows } = await peeked(context.input!, reader(args));
    const chosen: CommandContext = { ...context, input: rows };
    return (label === null && isNumber(value) ? histogram : bar).run(chosen, args);
  },
});

function reader(args: ChartArgs): (row: Row) => unknown {
  let meant: Meant | null = null;
  return (row) => valueAt(row, (meant ??= resolved(args, row)).field);
}

/** The first value that there is, and all the rows; those without a value are as good as the first of them. */
async function peeked(
  input: AsyncIterable<Row>,
  read: (row: Row) => unknown,
): Promise<{ readonly value: unknown; readonly rows: AsyncIterable<Row> }> {
  const rest = input[Symbol.asyncIterator]();
  let empty: Row = {};
  let empties = 0;
  let found: Row | null = null;
  while (found === null) {
    const next = await rest.next();
    if (next.done === true) break;
    if (!isNothing(read(next.value))) found = next.value;
    else if (empties++ === 0) empty = next.value;
  }
  const rows = async function* (): AsyncGenerator<Row> {
    for (let i = 0; i < empties; i += 1) yield empty;
    if (found === null) return;
    yield found;
    yield* { [Symbol.asyncIterator]: () => rest };
  };
  return { value: found === null ? null : read(found), rows: rows() };
}
