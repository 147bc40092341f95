/** What the demo shows of itself. */
import type { Column } from '../../src/command/define.ts';
import { count, plain, yesNo } from '../_show.ts';

export const DEMO_COLUMNS: readonly Column[] = [
  yesNo('running'),
  count('proxies'),
  plain('listUrl', 'lists'),
  plain('behaviours'),
];
