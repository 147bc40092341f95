/** `judge stop`: ends RefBot's own judge. */
import { defineCommand } from '../../src/command/define.ts';
import { yesNo } from '../_show.ts';

export default defineCommand({
  summary: 'Stops the judge of your own',
  effect: 'write',
  output: 'value',
  columns: [yesNo('running')],
  examples: ['judge stop'],
  async run({ engine }) {
    await engine.act.stopJudge();
    return { running: engine.view.status().judge.running };
  },
});
