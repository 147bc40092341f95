/** Shows what a pipeline gave in the format that was asked for. */
import { machineFields, project } from '../render/shape.ts';
import { renderJsonRows, renderJsonValue } from '../render/json.ts';
import { renderMachine, renderMachineValue } from '../render/machine.ts';
import { renderTable } from '../render/table.ts';
import { renderValue } from '../render/value.ts';
import { safeJson } from '../../lib/safe-text.ts';
import { SLICE_MS, Slicer } from '../../lib/slices.ts';
import type { Presentation, Row } from '../define.ts';
import type { Format, RunOptions } from '../interpreter.ts';
import type { Outcome } from './run-pipeline.ts';
import type { Output } from './output.ts';
import type { Shape } from '../render/shape.ts';
import type { TableSize } from '../render/table.ts';

export interface Showing {
  readonly options: RunOptions;
  /** The format of the session, where neither the call nor the pipeline chooses one. */
  readonly usual: Format | null;
  readonly presentation: Presentation;
  /** Facts for `meta`, asked for when the rows are through. */
  facts(): Readonly<Record<string, unknown>>;
  note(text: string): void;
}

type Choice = Pick<Showing, 'options' | 'usual' | 'presentation'>;

export function formatOf({ options, usual, presentation }: Choice, output: Output): Format {
  return presentation.format ?? options.format ?? usual ?? (output.look.tty ? 'table' : 'tsv');
}

/** Reads the rows to their end. @throws whatever the commands throw while rows are made */
export async function show(outcome: Outcome, showing: Showing, output: Output): Promise<void> {
  const { returned } = outcome;
  // A page such as `help top` is for people, also through a pager; a format has to be asked for.
  const readable = outcome.page && (showing.presentation.format ?? showing.options.format) === undefined;
  const format = readable ? 'table' : formatOf(showing, output);
  if ('rows' in returned) {
    const slicer = new Slicer(SLICE_MS);
    const sizes: TableSize[] = [];
    const rows = renderRows(formatOf(showing, output), returned.rows, outcome, showing, output, (size) =>
      sizes.push(size),
    );
    for await (const chunk of rows) {
      await output.write(chunk);
      if (slicer.due()) await slicer.breathe();
    }
    for (const size of sizes) await remark(size, outcome, showing, output);
    return;
  }
  const wanted = showing.options.columns ?? null;
  const value = outcome.silent ? null : returned.value;
  if (format === 'json') {
    const none = value === null || value === undefined;
    // What was shown while the command ran stands for itself: no empty document behind it.
    if (!(none && output.wrote))
      await output.write(renderJsonValue(chosen(value, wanted), { count: none ? 0 : 1, ...showing.facts() }));
  } else if (format === 'table' && wanted === null && outcome.text && typeof value === 'object' && value !== null) {
    await output.write(outcome.text(value as Row, output.look));
  } else if (format === 'table') await output.write(renderValue(value, outcome.columns, output.look, wanted));
  else await output.write(renderMachineValue(format, value, wanted));
}

/** The value with the fields that were asked for. @throws unknown-field */
function chosen(value: unknown, wanted: readonly string[] | null): unknown {
  if (wanted === null || typeof value !== 'object' || value === null) return value;
  const row = value as Row;
  return project(row, machineFields({ wanted, columns: null, fields: null }, row));
}

/** What a person cannot see in the table itself, below it. */
async function remark(size: TableSize, outcome: Outcome, showing: Showing, output: Output): Promise<void> {
  if (!output.look.tty) return;
  await output.flush();
  if (size.rows === 0) showing.note(outcome.empty());
  if (size.hidden.length > 0) showing.note(`not shown: ${size.hidden.join(', ')} (--columns)`);
}

async function* renderRows(
  format: Format,
  rows: AsyncIterable<Row>,
  outcome: Outcome,
  showing: Showing,
  output: Output,
  done: (size: TableSize) => void,
): AsyncGenerator<string> {
  const { options } = showing;
  const shape: Shape = {
    // Asked for with the first row: only then has `select` said which fields there are.
    get wanted() {
      return options.columns ?? showing.presentation.fields ?? null;
    },
    columns: outcome.columns,
    fields: outcome.fields,
  };
  if (format === 'table') {
    const coming = rows[Symbol.asyncIterator]();
    const first = await coming.next();
    const all = first.done === true ? none() : following(first.value, coming);
    const { draw } = showing.presentation;
    // Fields that were chosen behind it are no picture.
    if (draw && first.done !== true && shape.wanted === null) yield draw(await gathered(all), output.look);
    else yield* renderTable(all, shape, output.look, done);
  } else if (format === 'json') {
    const chosen = options.columns === undefined ? rows : projected(rows, shape);
    yield* heldBack(renderJsonRows(chosen, (count) => ({ count, ...showing.facts() })));
  } else yield* renderMachine(format, rows, shape);
}

async function* none(): AsyncGenerator<Row> {}

async function* following(first: Row, rest: AsyncIterator<Row>): AsyncGenerator<Row> {
  yield first;
  yield* { [Symbol.asyncIterator]: () => rest };
}

async function gathered(rows: AsyncIterable<Row>): Promise<Row[]> {
  const all: Row[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

async function* projected(rows: AsyncIterable<Row>, shape: Shape): AsyncGenerator<Row> {
  let fields: readonly string[] | null = null;
  for await (const row of rows) {
    fields ??= machineFields(shape, row);
    yield project(row, fields);
  }
}

/** A JSON document is written whole or not at all: an error on the way must not leave half of one. */
async function* heldBack(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  const all: string[] = [];
  for await (const chunk of chunks) all.push(chunk);
  yield* all;
}

/** One bare line or a few, for a value that is shown while its command goes on. */
export function renderEmitted(value: Row, showing: Choice, output: Output): string {
  const format = formatOf(showing, output);
  const wanted = showing.options.columns ?? null;
  if (format === 'json' || format === 'jsonl') return `${safeJson(chosen(value, wanted))}\n`;
  return format === 'table' ? renderValue(value, null, output.look, wanted) : renderMachineValue(format, value, wanted);
}
