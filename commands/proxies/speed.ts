/** `proxies speed`: downloads a page through working proxies and keeps how fast it came, as a job that can be cancelled. */
import { defineCommand } from '../../src/command/define.ts';
import type { CommandContext } from '../../src/command/define.ts';
import { selectIds } from '../../src/command/select-ids.ts';
import { duration as durationType } from '../../src/command/types/duration.ts';
import { int } from '../../src/command/types/int.ts';
import { selector } from '../../src/command/types/selector.ts';
import type { Selection } from '../../src/command/types/selector.ts';
import { size } from '../../src/command/types/size.ts';
import { url } from '../../src/command/types/url.ts';
import type { SpeedSummary } from '../../src/engine/types.ts';
import { SLICE_MS, Slicer } from '../../src/lib/slices.ts';
import { formatBytes, formatCount } from '../../src/lib/units.ts';
import { fail } from '../../src/model/errors.ts';
import { count, duration, plain, rate } from '../_show.ts';
import { counted, detail, headline, histogram } from '../_summary.ts';

/** The most that a RefBot judge sends, and the least that says anything. */
const MOST_BYTES = 16 * 1024 * 1024;
const LEAST_BYTES = 1_024;
const SHOWN = 3;

export default defineCommand({
  summary: 'Measures how many KiB a second come through working proxies',
  description:
    'Downloads a page of the judge, from its first byte to its last. Few at once, since all of them share your own line. Only proxies that work take part; a slow one is not failed. Every byte of the judge’s page is compared: who sends other ones is named and gets no figure. A page of --url nobody knows in advance. `proxies top --by throughput` ranks by it.',
  args: [
    {
      name: 'selector',
      type: selector,
      required: false,
      help: '@top 10, where …, ids or addresses; default: all that work',
    },
  ],
  flags: {
    size: { type: size, default: 100_000, help: 'how much is downloaded, 16 MiB at most' },
    url: { type: url, help: 'a page to download instead of the one of the judge' },
    concurrency: { type: int({ min: 1, max: 1_000 }), default: 20, help: 'downloads at once' },
    timeout: { type: durationType, default: 20_000, help: 'longest time for one proxy; what came by then counts' },
    limit: { type: int({ min: 1 }), short: 'n', help: 'most proxies' },
  },
  effect: 'write',
  output: 'value',
  columns: [
    count('measured'),
    count('failed'),
    rate('medianKiBps', 'median'),
    rate('bestKiBps', 'best'),
    plain('reasons'),
    plain('tampered'),
    duration('ms', 'took'),
  ],
  examples: [
    'proxies speed',
    'proxies speed @top 20 --size 1mb',
    'proxies speed where country = DE --url http://127.0.0.1:8000/file.bin --concurrency 5',
  ],
  show: (row, output) => {
    const told = [rate('medianKiBps'), rate('bestKiBps')].map(({ field, show }) => show!(row[field], row, output.utf8));
    return (
      headline(`measured ${formatCount(Number(row['measured']))}`, row['ms'], counted(row, ['failed'])) +
      detail('median', row['medianKiBps'] === null ? '' : `${told[0]}, best ${told[1]}`, output) +
      detail('failed', histogram(row['reasons'] as Readonly<Record<string, number>>), output) +
      liars(row['tampered'] as SpeedSummary['tampered'])
        .map((text) => detail('tampered', text, output))
        .join('')
    );
  },
  async run(context, args) {
    const { engine, signal, progress, note, meta } = context;
    if (args.size < LEAST_BYTES || args.size > MOST_BYTES) {
      throw fail('bad-value', `a size from ${formatBytes(LEAST_BYTES)} to 16 MiB is wanted`, { hint: '--size 100kb' });
    }
    const ids = (await working(context, args.selector)).slice(0, args.limit);
    if (ids.length === 0) note('no proxy of these works');
    const result = await engine.act.measure({
      ids,
      bytes: args.size,
      concurrency: args.concurrency,
      timeoutMs: args.timeout,
      ...(args.url === undefined ? {} : { url: args.url }),
      signal,
      onProgress: progress,
    });
    const { partial, ...told } = result;
    if (partial) meta({ partial: true });
    return told;
  },
});

/** The first few, each with what it sent instead. */
function liars(tampered: SpeedSummary['tampered']): string[] {
  const more = tampered.length - SHOWN;
  return [
    ...tampered.slice(0, SHOWN).map(({ address, changed }) => `${address}: ${changed}`),
    ...(more > 0 ? [`${formatCount(more)} more; --json names the first 100`] : []),
  ];
}

/** Those of the selection that work; `testing` ones have their stored status. */
async function working({ engine, face, signal }: CommandContext, selection: Selection | undefined): Promise<number[]> {
  const wanted = selection === undefined ? null : new Set(await selectIds(selection, engine, face, signal));
  const slicer = new Slicer(SLICE_MS, signal);
  const ids: number[] = [];
  for (const { id } of engine.view.rows({ status: ['working'] })) {
    if (slicer.due()) await slicer.breathe();
    if (wanted === null || wanted.has(id)) ids.push(id);
  }
  return ids;
}
