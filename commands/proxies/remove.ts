/** `proxies remove`: forgets proxies and their history. */
import { defineCommand } from '../../src/command/define.ts';
import { selectIds } from '../../src/command/select-ids.ts';
import type { Selection } from '../../src/command/types/selector.ts';
import { formatCount } from '../../src/lib/units.ts';
import { count } from '../_show.ts';
import { hintUndo } from '../_undo.ts';
import { PROXIES_ARG, chosen } from './_change.ts';

export default defineCommand({
  summary: 'Forgets proxies and their history',
  description: 'A removed proxy comes back as a new one when a source names it again; `proxies ban` keeps it away.',
  args: [PROXIES_ARG],
  effect: 'danger',
  dryRun: true,
  output: 'value',
  columns: [count('removed')],
  examples: ['proxies remove where status = failed --yes', 'proxies remove 12 --yes', 'proxies remove @all --dry-run'],
  async question({ engine, face, signal }, args) {
    const ids = await selectIds(args['proxies'] as Selection, engine, face, signal);
    if (ids.length === 0) return null;
    if (ids.length === 1) return `forget ${engine.view.row(ids[0]!).address} and its history?`;
    return `forget ${formatCount(ids.length)} of ${formatCount(engine.view.stats().total)} proxies and their history?`;
  },
  async run(context, args) {
    const ids = await chosen(context, args.proxies);
    if (context.options.dryRun) {
      context.note(`${ids.length} would be removed`);
      return { removed: 0, wouldRemove: ids.length };
    }
    const removed = await context.engine.act.remove(ids);
    if (removed > 0) hintUndo(context, removed === 1 ? 'it' : 'them');
    return { removed };
  },
});
