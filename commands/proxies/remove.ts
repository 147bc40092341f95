/** `proxies remove`: forgets proxies and their history. */
import { defineCommand } from '../../src/command/define.ts';
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
