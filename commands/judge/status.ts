/** `judge status`: whether the own judge runs, where, which judge the last check used, and what is wrong with that one. */
import { defineCommand } from '../../src/command/define.ts';
import { troubleText } from '../../src/model/judge.ts';
import { ago, count, plain, yesNo } from '../_show.ts';

export default defineCommand({
  summary: 'Says where the judge listens and which judge checks use',
  effect: 'read',
  output: 'value',
  columns: [
    yesNo('running'),
    plain('http'),
    plain('https'),
    plain('configured'),
    plain('second', 'second judge'),
    plain('inUse', 'last used'),
    plain('trouble'),
    ago('troubleSince', 'since'),
    count('spared', 'not blamed'),
  ],
  fields: ['running', 'http', 'https', 'inUse', 'configured', 'second', 'trouble', 'troubleSince', 'spared'],
  examples: ['judge status'],
  run({ engine }) {
    const { outage, ...judge } = engine.view.status().judge;
    return {
      ...judge,
      configured: engine.config.get('judge.url'),
      second: engine.config.get('judge.second_url'),
      trouble: outage && `the ${outage.who} at ${outage.at} ${troubleText(outage)}`,
      troubleSince: outage && new Date(outage.since).toISOString(),
      spared: outage?.spared ?? 0,
    };
  },
});
