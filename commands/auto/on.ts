/** `auto on`: switches scraping and checking in the background. */
import { defineCommand } from '../../src/command/define.ts';
import { yesNo } from '../_show.ts';

export default defineCommand({
  summary: 'Scrapes and checks in the background from now on',
  description: 'Scrapes every `scraper_interval_minutes` and checks what is due, until `auto off`. Kept over restarts.',
  effect: 'write',
  output: 'value',
  columns: [yesNo('auto')],
  examples: ['auto on'],
  async run({ engine }) {
    await engine.act.setAuto(true);
    return { auto: engine.view.status().auto };
  },
});
