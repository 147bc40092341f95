/** `targets`: the pages of one's own that proxies were checked against. */
import { defineCommand } from '../src/command/define.ts';
import { ago, count, plain } from './_show.ts';
import { targetRow } from './targets/_columns.ts';

export default defineCommand({
  summary: 'Lists the pages of your own that proxies were checked against',
  description:
    '`check --target URL` adds one. The last sixteen are kept, each with its own results; what passes there is shown by `proxies list --target PAGE`.',
  effect: 'read',
  output: 'rows',
  columns: [plain('page'), count('checked'), count('passed'), ago('lastUsedAt', 'last used')],
  empty: () => 'no page yet: check --target URL',
  examples: ['targets', 'targets | where passed > 0'],
  run: ({ engine }) => engine.view.targets().map(targetRow),
});
