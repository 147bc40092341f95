/** `judge status`: whether the own judge runs, where, and which judge the last check used. */
import { defineCommand } from '../../src/command/define.ts';
import { plain, yesNo } from '../_show.ts';

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
  ],
  fields: ['running', 'http', 'https', 'inUse', 'configured', 'second'],
  examples: ['judge status'],
  run: ({ engine }) => ({
    ...engine.view.status().judge,
    configured: engine.config.get('judge.url'),
    second: engine.config.get('judge.second_url'),
  }),
});
