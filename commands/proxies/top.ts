/** `proxies top`: the best proxies, ranked by score or by one of its parts. */
import { defineCommand } from '../../src/command/define.ts';
import { PROXY_FIELDS } from '../../src/command/proxy-fields.ts';
import { choice } from '../../src/command/types/choice.ts';
import { int } from '../../src/command/types/int.ts';
import { PROXY_COLUMNS, emptyPool } from './_columns.ts';
import { FILTER_FLAGS, predicateOf, withTarget } from './_filter-flags.ts';

const ORDERS = {
  score: 'score',
  latency: 'latencyMs',
  success: 'success',
  speed: 'speed',
  reliability: 'reliability',
  throughput: 'throughput',
} as const;
type Order = keyof typeof ORDERS;

export default defineCommand({
  summary: 'Shows the best working proxies, best first',
  description: 'Ranked by score, the weighted sum of success, speed and reliability. Only working proxies take part.',
  args: [{ name: 'n', type: int({ min: 1, max: 1_000_000 }), default: 10, help: 'how many' }],
  flags: {
    by: { type: choice(...(Object.keys(ORDERS) as Order[])), default: 'score', help: 'what to rank by' },
    ...FILTER_FLAGS,
  },
  effect: 'read',
  output: 'rows',
  columns: PROXY_COLUMNS.filter(({ field }) => field !== 'failure'),
  fields: [...PROXY_FIELDS, 'target'],
  empty: (engine) => emptyPool(engine) ?? (engine.view.stats().working === 0 ? 'no proxy works yet: check' : null),
  aliases: ['top'],
  examples: [
    'proxies top 10',
    'proxies top 5 --country DE --protocol socks5',
    'proxies top 20 --by latency --anonymity elite',
    'proxies top 20 --by throughput',
    'top 50 --where latency < 800ms | select address',
  ],
  async *run({ engine }, args) {
    const where = predicateOf(args, engine.view);
    const shown = withTarget(args, engine.view);
    for await (const row of engine.view.ranked(args.n, { by: ORDERS[args.by], ...(where ? { where } : {}) })) {
      yield shown(row);
    }
  },
});
