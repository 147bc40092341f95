/** `demo status`: whether simulated proxies run and what they are like. */
import { defineCommand } from '../../src/command/define.ts';
import { DEMO_COLUMNS } from './_columns.ts';

export default defineCommand({
  summary: 'Says whether simulated proxies run and how they behave',
  effect: 'read',
  output: 'value',
  columns: DEMO_COLUMNS,
  examples: ['demo status'],
  run: ({ engine }) => ({ ...engine.view.status().demo }),
});
