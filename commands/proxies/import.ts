/** `proxies import`: takes the candidates of a file or of standard input into the pool. */
import { basename } from 'node:path';
import { defineCommand } from '../../src/command/define.ts';
import { listOf } from '../../src/command/types/list-of.ts';
import { path } from '../../src/command/types/path.ts';
import { protocol } from '../../src/command/types/protocol.ts';
import { safeText } from '../../src/lib/safe-text.ts';
import { formatCount } from '../../src/lib/units.ts';
import { count } from '../_show.ts';
import { counted, refusalLines } from '../_summary.ts';

export default defineCommand({
  summary: 'Takes proxies from a list into the pool',
  description:
    'Understands plain lists in many spellings, CSV, JSON, NDJSON, HTML, XML, YAML and PAC. Entries that are not taken are named with line and reason; addresses of private networks are refused unless --allow-private or network.allow_private says otherwise.',
  args: [{ name: 'file', type: path, help: 'the list, or - for standard input' }],
  flags: {
    protocol: { type: listOf(protocol), help: 'what lines without a protocol are' },
    ranges: { help: 'take a.b.c.d/n:port as every address of the range, /16 at the widest' },
  },
  effect: 'write',
  output: 'value',
  columns: [count('read'), count('added'), count('known'), count('refused')],
  show: (row, output) =>
    `read ${formatCount(Number(row['read']))}: ${counted(row, ['added', 'known', 'refused'], ['added'])}\n${refusalLines(row, output)}`,
  examples: [
    'proxies import list.txt',
    'proxies import socks.txt --protocol socks5',
    'proxies import lab.txt --ranges --allow-private',
    'proxies import - --protocol http,https',
  ],
  async run({ engine, io, note, options, signal }, args) {
    const result = await engine.act.import(io.openRead(args.file), {
      source: args.file === '-' ? 'stdin' : safeText(basename(args.file), 100),
      ...(args.protocol ? { protocols: args.protocol } : {}),
      ...(options.allowPrivate ? { allowPrivate: true } : {}),
      ...(args.ranges ? { ranges: true } : {}),
      signal,
    });
    const { read, added, known, recalled, refused, refusals } = result;
    if (recalled > 0)
      note(`${formatCount(recalled)} had failed for so long that they were given up: they are due again`);
    return { read, added, known, refused, refusals };
  },
});
