/** `metrics export`: the history of the pool as a file that other programs read, whole or not at all. */
import { mkdir, stat } from 'node:fs/promises';
import { dirname, extname, resolve } from 'node:path';
import { defineCommand } from '../../src/command/define.ts';
import { choice } from '../../src/command/types/choice.ts';
import { duration as durationType } from '../../src/command/types/duration.ts';
import { path } from '../../src/command/types/path.ts';
import { writeFileAtomic } from '../../src/core/atomic-file.ts';
import { fileError } from '../../src/core/file-error.ts';
import type { MetricsRow } from '../../src/engine/types.ts';
import { csvCell } from '../../src/lib/csv.ts';
import { safeJson } from '../../src/lib/safe-text.ts';
import { SLICE_MS, Slicer } from '../../src/lib/slices.ts';
import { fail } from '../../src/model/errors.ts';
import { count, plain, time } from '../_show.ts';
import { FIELDS, minutes, shownRow } from './_row.ts';

const FORMATS = ['json', 'jsonl', 'csv'] as const;
type Format = (typeof FORMATS)[number];

const MINUTE_MS = 60_000;
/** Text is handed to the file in pieces of about this many characters. */
const PIECE = 64 * 1024;
/** Nothing in it is secret: as readable as the shell makes files. */
const MODE = 0o666;

export default defineCommand({
  summary: 'Writes the history of the pool to a file that other programs read',
  description:
    'The rows of `metrics list` with raw numbers: json (one list), jsonl or csv, as --format or the end of the name says, else json. A row a minute where there is one, else a row an hour. The file is replaced as a whole: who reads it meanwhile sees the one before. Given now and then (cron, a timer) it keeps what other programs look at up to date.',
  args: [
    { name: 'file', type: path, required: false, help: 'absent = the file of metrics_file; - for standard output' },
  ],
  flags: {
    format: { type: choice(...FORMATS), help: 'json, jsonl or csv' },
    since: { type: durationType, help: 'how far back; absent = all that is kept' },
    every: { type: minutes, help: 'length of a stretch, whole minutes; absent = 1m' },
  },
  effect: 'read',
  output: 'value',
  columns: [plain('file'), plain('format'), count('rows'), time('from'), time('to')],
  examples: ['metrics export', 'metrics export pool.csv --since 7d --every 1h', 'metrics export - --format jsonl'],
  async run({ engine, io, signal }, { file, format, since, every = MINUTE_MS }) {
    const name = file ?? engine.config.get('metrics_file');
    const target = file === undefined ? engine.config.getPath('metrics_file')! : resolve(io.cwd, file);
    const form = format ?? formatOf(name);
    const from = since === undefined ? 0 : Math.max(0, engine.clock.now() - since);
    const rows = await engine.view.metrics({ from, everyMinutes: every / MINUTE_MS });
    const text = textOf(form, rows, signal);
    // On standard output the data itself is the result.
    if (file === '-') {
      for await (const piece of text) await io.write(piece);
      return undefined;
    }
    await refuseOthers(target, name);
    try {
      // The folder of the configuration may not be there yet.
      if (file === undefined) await mkdir(dirname(target), { recursive: true, mode: 0o700 });
      await writeFileAtomic(target, text, { mode: MODE });
    } catch (error) {
      signal.throwIfAborted();
      throw fileError(error, name);
    }
    return { file: target, format: form, rows: rows.length, from: rows[0]?.at ?? null, to: rows.at(-1)?.at ?? null };
  },
});

function formatOf(file: string): Format {
  const ending = extname(file).slice(1).toLowerCase();
  return ending === 'ndjson' ? 'jsonl' : (FORMATS.find((format) => format === ending) ?? 'json');
}

/** A pipe or a device would be replaced by a file. */
async function refuseOthers(target: string, name: string): Promise<void> {
  const found = await stat(target).catch(() => null);
  if (found === null || found.isFile()) return;
  throw fail('file-io', `${name}: that is not a file`, { hint: '- writes to standard output' });
}

async function* textOf(format: Format, rows: readonly MetricsRow[], signal: AbortSignal): AsyncGenerator<string> {
  const slicer = new Slicer(SLICE_MS, signal);
  let piece = format === 'csv' ? `${FIELDS.join(',')}\r\n` : format === 'json' ? '[' : '';
  let between = '\n';
  for (const one of rows) {
    if (slicer.due()) await slicer.breathe();
    if (piece.length > PIECE) {
      yield piece;
      piece = '';
    }
    const row = shownRow(one);
    if (format === 'csv') piece += `${FIELDS.map((field) => csvCell(row[field])).join(',')}\r\n`;
    else if (format === 'jsonl') piece += `${safeJson(row)}\n`;
    else piece += `${between}${safeJson(row)}`;
    between = ',\n';
  }
  yield format === 'json' ? `${piece}${rows.length === 0 ? '' : '\n'}]\n` : piece;
}
