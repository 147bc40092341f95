/** `targets remove`: forgets a page of one's own and what came of checks against it. */
import { defineCommand } from '../../src/command/define.ts';
import { target } from '../../src/command/types/target.ts';
import { formatCount } from '../../src/lib/units.ts';
import { plain } from '../_show.ts';

export default defineCommand({
  summary: 'Forgets a page of your own and what came of checks against it',
  description: 'The proxies stay as they are. The least lately used page goes by itself when a seventeenth is checked.',
  args: [{ name: 'page', type: target, help: 'its URL, or a part of it that no other has' }],
  effect: 'danger',
  output: 'value',
  columns: [plain('removed')],
  examples: ['targets remove http://127.0.0.1:8000/ --yes'],
  question: async ({ engine }, { page }) => {
    const { shown, checked } = engine.view.target(String(page));
    return `forget ${shown} and the results of ${formatCount(checked)} proxies there?`;
  },
  run: async ({ engine }, args) => ({ removed: (await engine.act.removeTarget(args.page)).shown }),
});
