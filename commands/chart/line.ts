/** `chart line`: the numbers of a field as a line, in the order of the rows or along another field. */
import { defineCommand } from '../../src/command/define.ts';
import type { Row } from '../../src/command/define.ts';
import type { Io } from '../../src/command/io.ts';
import { humanText } from '../../src/command/render/cell.ts';
import { drawLine } from '../../src/command/render/chart-line.ts';
import { valueAt } from '../../src/command/render/shape.ts';
import { SLICE_MS, Slicer, sortSliced } from '../../src/lib/slices.ts';
import { fail } from '../../src/model/errors.ts';
import { numberAt } from '../_numbers.ts';
import { CHART_ARGS, drawn, isNothing, labelOf, resolved } from './_chart.ts';
import type { ChartArgs, Meant } from './_chart.ts';

/** Points that are kept for the picture: of longer series the least and the greatest of each part. */
const MOST = 1_000;

interface Axes {
  x: string;
  y: string;
  /** The x values are times. */
  times: boolean;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

export default defineCommand({
  summary: 'Draws the numbers of a field as a line, in the order of the rows or along another field',
  description:
    'With `by` along that field, which holds numbers or times. Of more than a thousand rows the least and the greatest of each part are kept, so that no spike is lost. Other formats give the points.',
  args: CHART_ARGS,
  effect: 'read',
  output: 'rows',
  input: 'rows',
  needs: 'none',
  outputFields: () => null,
  examples: ['proxies list | sort latency | chart line latency', 'proxies list | chart line latency by lastChecked'],
  run({ input, present, signal }, args) {
    labelOf(args);
    const axes: Axes = { x: 'row', y: args.field, times: false };
    return drawn(present, points(input!, args, axes, signal), (rows, output) => draw(rows, axes, output));
  },
});

async function* points(
  input: AsyncIterable<Row>,
  args: ChartArgs,
  axes: Axes,
  signal: AbortSignal,
): AsyncGenerator<Row> {
  const found: Point[] = [];
  let number = 0;
  let meant: Meant | null = null;
  for await (const row of input) {
    const { field, label } = (meant ??= resolved(args, row));
    number += 1;
    axes.x = label ?? 'row';
    axes.y = field;
    const y = numberAt(row, field, 'chart line');
    const x = label === null ? number : placeAt(row, label, axes);
    if (x !== null && y !== null) found.push({ x, y });
  }
  const sorted = args.label === undefined ? found : await sortSliced(found, (a, b) => a.x - b.x, signal);
  for (const { x, y } of await outline(sorted, signal)) {
    yield { [axes.x]: axes.times ? new Date(x).toISOString() : x, [axes.y]: y };
  }
}

/** @throws bad-value for what is neither a number nor a time */
function placeAt(row: Row, field: string, axes: Axes): number | null {
  const value = valueAt(row, field);
  if (isNothing(value)) return null;
  if (typeof value !== 'string') return numberAt(row, field, 'chart line by');
  const time = Date.parse(value);
  if (Number.isNaN(time)) {
    throw fail('bad-value', `a line goes along numbers or times, and ${field} is neither`, {
      hint: 'chart line latency by lastChecked; `chart bar latency by country` compares texts',
    });
  }
  axes.times = true;
  return time;
}

async function outline(points: readonly Point[], signal: AbortSignal): Promise<readonly Point[]> {
  if (points.length <= MOST) return points;
  const slicer = new Slicer(SLICE_MS, signal);
  const kept: Point[] = [];
  for (let part = 0; part < MOST / 2; part += 1) {
    const from = Math.floor((part * points.length * 2) / MOST);
    const to = Math.floor(((part + 1) * points.length * 2) / MOST);
    let least = from;
    let most = from;
    for (let i = from; i < to; i += 1) {
      if (points[i]!.y < points[least]!.y) least = i;
      if (points[i]!.y > points[most]!.y) most = i;
    }
    kept.push(points[Math.min(least, most)]!);
    if (least !== most) kept.push(points[Math.max(least, most)]!);
    if (slicer.due()) await slicer.breathe();
  }
  return kept;
}

function draw(rows: readonly Row[], axes: Axes, output: Io['output']): string {
  const places = rows.map((row) => (axes.times ? Date.parse(String(row[axes.x])) : Number(row[axes.x])));
  const [first, last] = [places[0]!, places.at(-1)!];
  const end = (row: Row): string => humanText(axes.times ? 'At' : axes.x, row[axes.x], output.utf8);
  return drawLine(
    {
      x: places.map((place) => (last > first ? (place - first) / (last - first) : 0)),
      y: rows.map((row) => Number(row[axes.y])),
      ends: [end(rows[0]!), end(rows.at(-1)!)],
      text: (value) => humanText(axes.y, value, output.utf8),
    },
    output,
  );
}
