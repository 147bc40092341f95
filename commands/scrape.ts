/** `scrape`: fetches sources and takes their candidates into the pool, as a job. */
import { defineCommand } from '../src/command/define.ts';
import type { SourceRow } from '../src/engine/types.ts';
import type { Row } from '../src/command/define.ts';
import type { Io } from '../src/command/io.ts';
import { formatCount } from '../src/lib/units.ts';
import { count, duration } from './_show.ts';
import { counted, detail, headline } from './_summary.ts';
import { sourceName } from './sources/_row.ts';

const SHOWN = 3;

export default defineCommand({
  summary: 'Fetches sources and takes the proxies they list into the pool',
  description:
    'Without names every enabled source. A failing source is shown and never ends the round; a list that has not changed since costs one small request.',
  args: [
    {
      name: 'source',
      type: sourceName,
      required: false,
      rest: true,
      help: 'names of sources; default: all enabled ones',
    },
  ],
  effect: 'write',
  output: 'value',
  columns: [
    count('sources'),
    count('skipped'),
    count('failing'),
    count('unchanged'),
    count('read'),
    count('added'),
    count('known'),
    count('refused'),
    duration('ms', 'took'),
  ],
  show: report,
  examples: ['scrape', 'scrape lab', 'let found = (scrape).added'],
  async run({ engine, options, signal, progress, meta }, args) {
    const result = await engine.act.scrape({
      ...(args.source && args.source.length > 0 ? { sources: args.source } : {}),
      ...(options.allowPrivate ? { allowPrivate: true } : {}),
      signal,
      onProgress: progress,
    });
    if (signal.aborted) meta({ partial: true });
    return { ...result };
  },
});

function report(row: Row, output: Io['output']): string {
  const failing = (row['perSource'] as readonly SourceRow[]).filter(({ state }) => state === 'failing');
  const more = failing.length - SHOWN;
  const sources = Number(row['sources']);
  return [
    headline(
      `scraped ${formatCount(sources)} source${sources === 1 ? '' : 's'}`,
      row['ms'],
      counted(row, ['added', 'known', 'refused'], ['added']),
    ),
    detail('sources  ', counted(row, ['unchanged', 'skipped', 'failing']), output),
    ...failing.slice(0, SHOWN).map(({ name, error }) => detail('failing  ', `${name}: ${error ?? 'failed'}`, output)),
    more > 0 ? detail('failing  ', `${more} more: sources list | where state = failing`, output) : '',
  ].join('');
}
