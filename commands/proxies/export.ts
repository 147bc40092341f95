/** `proxies export`: writes proxies to a file that other programs read. Holds no password unless that is asked for. */
import { extname } from 'node:path';
import { defineCommand } from '../../src/command/define.ts';
import { choice } from '../../src/command/types/choice.ts';
import { int } from '../../src/command/types/int.ts';
import { listOf } from '../../src/command/types/list-of.ts';
import { path } from '../../src/command/types/path.ts';
import { SLICE_MS, Slicer } from '../../src/lib/slices.ts';
import { formatCount } from '../../src/lib/units.ts';
import { STATUSES } from '../../src/model/proxy.ts';
import { count, plain } from '../_show.ts';
import { EXPORT_FORMATS, type ExportFormat, exporter } from './_export-formats.ts';
import { FILTER_FLAGS, predicateOf } from './_filter-flags.ts';

/** What reads these tries the first ones first. */
const IN_ORDER: ReadonlySet<ExportFormat> = new Set(['proxychains', 'clash', 'pac']);

/** Text is handed to the file in pieces of about this many characters. */
const PIECE = 64 * 1024;

export default defineCommand({
  summary: 'Writes proxies to a file that other programs read',
  description:
    'Working proxies, unless --status says otherwise. Formats: txt is host:port, url is protocol://host:port (one line for each protocol), json, jsonl and csv hold the whole row; proxychains, clash and pac are what those clients read as their configuration, the best proxies first, and leave out what they cannot use. Without --format the name of the file decides. Passwords are left out unless --with-credentials is given; the file is not protected then.',
  args: [{ name: 'file', type: path, help: 'the file, or - for standard output' }],
  flags: {
    format: { type: choice(...EXPORT_FORMATS), help: 'txt, url, json, jsonl, csv, proxychains, clash or pac' },
    status: { type: listOf(choice(...STATUSES, 'testing')), default: ['working'], help: 'only these' },
    ...FILTER_FLAGS,
    limit: { type: int({ min: 1 }), short: 'n', help: 'most proxies' },
    'with-credentials': { help: 'write user names with their passwords' },
  },
  effect: 'read',
  output: 'value',
  columns: [plain('file'), plain('format'), count('written')],
  examples: [
    'proxies export working.txt',
    'proxies export elite.csv --where anonymity = elite and latency < 500ms',
    'proxies export - --format url --protocol socks5 --limit 20',
    'proxies export shop.txt --target shop.example',
    'proxies export browser.pac --limit 50',
    'proxies export all.json --status working,answered,failed',
  ],
  async run({ engine, io, note, signal }, args) {
    const format = args.format ?? formatOf(args.file);
    const where = predicateOf(args, engine.view);
    const text = exporter(format, args['with-credentials'] ? (id) => engine.view.endpoint(id) : null);
    const slicer = new Slicer(SLICE_MS, signal);
    const sink =
      args.file === '-'
        ? { write: (piece: string) => io.write(piece), close: async () => {} }
        : await io.openWrite(args.file, false);
    let written = 0;
    let unfit = 0;
    try {
      let piece = text.head;
      const rows = IN_ORDER.has(format)
        ? engine.view.ranked(Infinity, { status: args.status })
        : engine.view.rows({ status: args.status });
      for await (const row of rows) {
        if (slicer.due()) await slicer.breathe();
        if (where && !where(row)) continue;
        const line = text.row(row, written === 0);
        if (line === '') {
          unfit++;
          continue;
        }
        piece += line;
        written++;
        if (piece.length > PIECE) {
          await sink.write(piece);
          piece = '';
        }
        if (written === args.limit) break;
      }
      await sink.write(piece + text.tail);
    } finally {
      await sink.close();
    }
    if (unfit > 0) note(`${formatCount(unfit)} left out: ${format} cannot use them`);
    else if (written === 0)
      note(`no proxy to write: none is ${args.status.join(' or ')}${where ? ' and fits the filter' : ''}`);
    // On standard output the data itself is the result.
    return args.file === '-' ? undefined : { file: args.file, format, written };
  },
});

const ENDINGS: Readonly<Record<string, ExportFormat>> = {
  ndjson: 'jsonl',
  yaml: 'clash',
  yml: 'clash',
  conf: 'proxychains',
};

function formatOf(file: string): ExportFormat {
  const ending = extname(file).slice(1).toLowerCase();
  return ENDINGS[ending] ?? EXPORT_FORMATS.find((format) => format === ending) ?? 'txt';
}
