/** `proxies score`: how the score of one proxy comes about. */
import { defineCommand } from '../../src/command/define.ts';
import { proxy } from '../../src/command/types/proxy.ts';
import { plain, prose, score } from '../_show.ts';

const PARTS = {
  success: 'share of good checks, the latest counting most',
  speed: 'median latency on a log scale: 100 ms is 1, the timeout is 0',
  reliability: 'passed rechecks over time, confirmed, without flapping',
} as const;

export default defineCommand({
  summary: 'Explains the score of a proxy part by part',
  description:
    'score = weight of success × success + weight of speed × speed + weight of reliability × reliability; the weights are configuration keys.',
  args: [{ name: 'proxy', type: proxy, help: 'its id or address' }],
  effect: 'read',
  output: 'rows',
  columns: [plain('part'), score('value'), score('weight'), score('points'), prose('meaning', 24)],
  examples: ['proxies score 12', 'proxies score 192.0.2.7:3128'],
  run({ engine }, args) {
    const row = engine.view.row(engine.view.resolve(args.proxy));
    const names = Object.keys(PARTS) as (keyof typeof PARTS)[];
    const sum = names.reduce((sum, name) => sum + engine.config.get(`weights.${name}`), 0);
    const parts = names.map((part) => {
      const weight = engine.config.get(`weights.${part}`) / sum;
      return { part, value: row[part], weight, points: weight * row[part], meaning: PARTS[part] };
    });
    return [...parts, { part: 'score', value: row.score, weight: 1, points: row.score, meaning: row.address }];
  },
});
