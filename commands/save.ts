/** `save`: writes the rows of the pipeline to a file, in the format that its name asks for. */
import { stat } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { defineCommand } from '../src/command/define.ts';
import type { Row } from '../src/command/define.ts';
import type { MachineFormat } from '../src/command/render/machine.ts';
import { renderMachine } from '../src/command/render/machine.ts';
import { renderTable } from '../src/command/render/table.ts';
import { badValue } from '../src/command/types/bad-value.ts';
import { path } from '../src/command/types/path.ts';
import type { ArgType } from '../src/command/types.ts';
import { safeJson } from '../src/lib/safe-text.ts';
import { formatCount } from '../src/lib/units.ts';
import { fail } from '../src/model/errors.ts';

const FORMATS = ['csv', 'tsv', 'json', 'jsonl', 'md', 'txt'] as const;
type SaveFormat = (typeof FORMATS)[number];

/** Text is handed to the file in pieces of about this many characters. */
const PIECE = 64 * 1024;
const LOOK = { tty: false, columns: 80, color: false, utf8: true } as const;
const SHAPE = { wanted: null, columns: null, fields: null } as const;

const saveFile: ArgType<string> = {
  ...path,
  parse(text) {
    const file = path.parse(text);
    if (formatOf(file) === null) throw badValue(text, `a file ending in ${FORMATS.join(', ')}`, 'best.csv, best.json');
    return file;
  },
};

export default defineCommand({
  summary: 'Writes the rows to a file, in the format that its name ends in',
  description:
    'csv, tsv, json (one list), jsonl, md, or txt: bare values where the rows have one field, else a table. Raw numbers except in txt; in csv no text is a formula (see `to`). A file that is there is overwritten only when you say so.',
  args: [{ name: 'file', type: saveFile, help: 'ends in csv, tsv, json, jsonl, md or txt' }],
  flags: { append: { short: 'a', help: 'add to the file' } },
  effect: 'read',
  dryRun: true,
  output: 'none',
  input: 'rows',
  needs: 'none',
  examples: [
    'proxies top 20 | save best.csv',
    'proxies list | where country = DE | select address | save de.txt',
    'proxies stats | save history.jsonl --append',
  ],
  async run({ input, io, options, note, meta }, { file, append }) {
    const format = formatOf(file)!;
    if (append && format === 'json') {
      throw fail('bad-value', 'rows cannot be added to a JSON list', { hint: 'jsonl can be added to: one row a line' });
    }
    const size = await sizeOf(resolve(io.cwd, file));
    if (options.dryRun) return note(`would write ${file}`);
    if (size > 0 && !append && !options.yes && !(await io.confirm(`${file} exists: overwrite it?`))) {
      throw fail('not-confirmed', `${file} exists and was not overwritten`, {
        hint: '--append adds to it, --yes overwrites it',
      });
    }
    const counted = { rows: 0 };
    const sink = await io.openWrite(file, append);
    try {
      let piece = '';
      for await (const text of textOf(format, counting(input!, counted), append && size > 0)) {
        piece += text;
        if (piece.length < PIECE) continue;
        await sink.write(piece);
        piece = '';
      }
      await sink.write(piece);
    } finally {
      await sink.close();
    }
    meta({ file, rows: counted.rows });
    const rows = `${formatCount(counted.rows)} row${counted.rows === 1 ? '' : 's'}`;
    note(`${rows} ${append ? 'added' : 'written'} to ${file}`);
  },
});

function formatOf(file: string): SaveFormat | null {
  const ending = extname(file).slice(1).toLowerCase();
  return ending === 'ndjson' ? 'jsonl' : (FORMATS.find((format) => format === ending) ?? null);
}

/** Bytes of a file that is there already; 0 for pipes and devices, which nobody loses anything in. */
async function sizeOf(file: string): Promise<number> {
  try {
    const found = await stat(file);
    return found.isFile() ? found.size : 0;
  } catch {
    // What stands in the way of writing is said when the file is opened.
    return 0;
  }
}

async function* counting(rows: AsyncIterable<Row>, counted: { rows: number }): AsyncGenerator<Row> {
  for await (const row of rows) {
    counted.rows += 1;
    yield row;
  }
}

/** @param goesOn the file has a heading already */
async function* textOf(format: SaveFormat, rows: AsyncIterable<Row>, goesOn: boolean): AsyncGenerator<string> {
  if (format === 'json') yield* jsonList(rows);
  else if (format === 'txt') yield* plainText(rows);
  else {
    let headed = !goesOn || !HEADED.has(format);
    for await (const text of renderMachine(format, rows, SHAPE)) {
      if (headed) yield text;
      headed = true;
    }
  }
}

const HEADED: ReadonlySet<MachineFormat> = new Set(['csv', 'md']);

async function* jsonList(rows: AsyncIterable<Row>): AsyncGenerator<string> {
  let before = '[';
  for await (const row of rows) {
    yield `${before}\n${safeJson(row)}`;
    before = ',';
  }
  yield before === '[' ? '[]\n' : '\n]\n';
}

async function* plainText(rows: AsyncIterable<Row>): AsyncGenerator<string> {
  const all = rows[Symbol.asyncIterator]();
  const first = await all.next();
  if (first.done === true) return;
  const whole = again(first.value, all);
  if (Object.keys(first.value).length === 1) yield* renderMachine('tsv', whole, SHAPE);
  else yield* renderTable(whole, SHAPE, LOOK, () => {});
}

async function* again(first: Row, rest: AsyncIterator<Row>): AsyncGenerator<Row> {
  yield first;
  yield* { [Symbol.asyncIterator]: () => rest };
}
