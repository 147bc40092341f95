/** `proxies list`: the proxies of the pool in the order they were found, a row each, streamed. */
import { defineCommand } from '../../src/command/define.ts';
import { PROXY_FIELDS } from '../../src/command/proxy-fields.ts';
import { choice } from '../../src/command/types/choice.ts';
import { int } from '../../src/command/types/int.ts';
import { listOf } from '../../src/command/types/list-of.ts';
import { SLICE_MS, Slicer } from '../../src/lib/slices.ts';
import { STATUSES } from '../../src/model/proxy.ts';
import { PROXY_COLUMNS, emptyPool } from './_columns.ts';
import { FILTER_FLAGS, predicateOf, withTarget } from './_filter-flags.ts';

export default defineCommand({
  summary: 'Lists proxies in the order they were found',
  description: 'All proxies of the pool, checked or not. `proxies top` gives the best ones, ranked.',
  flags: {
    status: { type: listOf(choice(...STATUSES, 'testing')), help: 'only these' },
    ...FILTER_FLAGS,
    limit: { type: int({ min: 1 }), short: 'n', help: 'most rows' },
  },
  effect: 'read',
  output: 'rows',
  columns: PROXY_COLUMNS,
  fields: [...PROXY_FIELDS, 'target'],
  empty: emptyPool,
  aliases: ['ls'],
  examples: [
    'proxies list --status working --country DE,FR',
    'proxies list --target shop.example | sort target.latencyMs | first 10',
    'proxies list --evicted',
    'proxies list --where latency < 300ms and anonymity = elite',
    'proxies list | where country = DE | sort -score | first 20 | select address,latency',
  ],
  async *run({ engine, signal }, args) {
    const where = predicateOf(args, engine.view);
    const shown = withTarget(args, engine.view);
    const slicer = new Slicer(SLICE_MS, signal);
    let left = args.limit ?? Infinity;
    // The filter is asked here and not by the view: a long run of rows it refuses is then sliced, too.
    for (const row of engine.view.rows(args.status ? { status: args.status } : {})) {
      if (slicer.due()) await slicer.breathe();
      if (where && !where(row)) continue;
      yield shown(row);
      if (--left === 0) return;
    }
  },
});
