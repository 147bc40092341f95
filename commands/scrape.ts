/** `scrape`: fetches sources and takes their candidates into the pool, as a job. */
import { defineCommand } from '../src/command/define.ts';
import type { SourceRow } from '../src/engine/types.ts';
import { NOTHING, count, duration } from './_show.ts';
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
    { field: 'perSource', title: 'failures', show: (value) => failures(value as readonly SourceRow[]) },
  ],
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

function failures(sources: readonly SourceRow[]): string {
  const failing = sources.filter(({ state }) => state === 'failing');
  const shown = failing.slice(0, SHOWN).map(({ name, error }) => `${name}: ${error ?? 'failed'}`);
  if (failing.length > SHOWN) shown.push(`${failing.length - SHOWN} more in \`sources list\``);
  return shown.join('; ') || NOTHING;
}
