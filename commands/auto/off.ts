/** `auto off`: switches scraping and checking in the background. */
import { defineCommand } from '../../src/command/define.ts';
import { yesNo } from '../_show.ts';

export default defineCommand({
  summary: 'Ends background scraping and checking',
  description: 'What is running now ends by itself; `jobs` shows it.',
  effect: 'write',
  output: 'value',
  columns: [yesNo('auto')],
  examples: ['auto off'],
  async run({ engine }) {
    await engine.act.setAuto(false);
    return { auto: engine.view.status().auto };
  },
});
