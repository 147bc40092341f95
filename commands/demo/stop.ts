/** `demo stop`: ends the simulated proxies. */
import { defineCommand } from '../../src/command/define.ts';
import { DEMO_COLUMNS } from './_columns.ts';

export default defineCommand({
  summary: 'Stops the simulated proxies and forgets them',
  description: 'Proxies that another source names, too, stay in the pool.',
  effect: 'write',
  output: 'value',
  columns: DEMO_COLUMNS,
  examples: ['demo stop'],
  async run({ engine }) {
    await engine.act.stopDemo();
    return { ...engine.view.status().demo };
  },
});
