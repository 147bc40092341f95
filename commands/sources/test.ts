/** `sources test`: fetches and parses a source without taking anything from it. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { defineCommand } from '../../src/command/define.ts';
import { formatCount } from '../../src/lib/units.ts';
import { count, duration, plain, words } from '../_show.ts';
import { counted, detail, headline, refusalLines } from '../_summary.ts';
import { sourceLocation, sourceName } from './_row.ts';

export default defineCommand({
  summary: 'Fetches a source and shows what it holds, without taking anything',
  args: [
    {
      name: 'source',
      type: { ...sourceLocation, ...(sourceName.complete ? { complete: sourceName.complete } : {}) },
      help: 'its name, or a URL, file or folder',
    },
  ],
  effect: 'read',
  output: 'value',
  columns: [count('found'), count('refused'), plain('format'), duration('ms', 'took'), words('sample')],
  show: (row, output) =>
    headline(`found ${formatCount(Number(row['found']))}`, row['ms'], counted(row, ['refused'])) +
    detail('format ', String(row['format']), output) +
    detail('such as', (row['sample'] as readonly string[]).join(', '), output) +
    refusalLines(row, output),
  examples: ['sources test lab', 'sources test http://127.0.0.1:8000/proxies.txt'],
  async run({ engine, io, signal }, args) {
    const known = engine.view.sources().some(({ name }) => name === args.source);
    const file = resolve(io.cwd, args.source);
    const source = !known && existsSync(file) ? file : args.source;
    return { ...(await engine.act.testSource(source, signal)) };
  },
});
