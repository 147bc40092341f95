/** `proxies import`: takes the candidates of a file or of standard input into the pool. */
import { basename } from 'node:path';
import { defineCommand } from '../../src/command/define.ts';
import { listOf } from '../../src/command/types/list-of.ts';
import { path } from '../../src/command/types/path.ts';
import { protocol } from '../../src/command/types/protocol.ts';
import { safeText } from '../../src/lib/safe-text.ts';
import type { Refusal } from '../../src/model/candidate.ts';
import type { Row } from '../../src/command/define.ts';
import type { Io } from '../../src/command/io.ts';
import { formatCount } from '../../src/lib/units.ts';
import { count } from '../_show.ts';
import { counted, detail } from '../_summary.ts';

const SHOWN_REFUSALS = 3;
/** As many as the result holds at most. */
const LISTED_REFUSALS = 100;

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
    `read ${formatCount(Number(row['read']))}: ${counted(row, ['added', 'known', 'refused'], ['added'])}\n${refusalsText(row, output)}`,
  examples: [
    'proxies import list.txt',
    'proxies import socks.txt --protocol socks5',
    'proxies import lab.txt --ranges --allow-private',
    'proxies import - --protocol http,https',
  ],
  async run({ engine, io, options, signal }, args) {
    const result = await engine.act.import(io.openRead(args.file), {
      source: args.file === '-' ? 'stdin' : safeText(basename(args.file), 100),
      ...(args.protocol ? { protocols: args.protocol } : {}),
      ...(options.allowPrivate ? { allowPrivate: true } : {}),
      ...(args.ranges ? { ranges: true } : {}),
      signal,
    });
    const { read, added, known, refused, refusals } = result;
    return { read, added, known, refused, refusals };
  },
});

function refusalsText(row: Row, output: Io['output']): string {
  const refusals = row['refusals'] as readonly Refusal[];
  const more = Number(row['refused']) - Math.min(refusals.length, SHOWN_REFUSALS);
  return [
    ...refusals
      .slice(0, SHOWN_REFUSALS)
      .map(({ line, text, reason }) => detail('refused', `line ${line}: ${text}: ${reason}`, output)),
    more > 0 ? detail('refused', `${formatCount(more)} more; --json names the first ${LISTED_REFUSALS}`, output) : '',
  ].join('');
}
