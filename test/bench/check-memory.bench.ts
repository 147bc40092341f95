/** What a check takes while it waits: memory of the whole process with thousands of silent proxies in flight, beside as many requests of undici's ProxyAgent. */
import { defaultConcurrency } from '../../src/checker/fd-limit.ts';
import { limit, verdict } from './help/budget.ts';
import type { Ports } from './help/check-kinds.ts';
import { type Held, hold } from './help/hold.ts';
import { Peer } from './help/peer.ts';

type Row = Record<string, string | number>;

const WANTED = 10_000;

async function rowOf(
  client: string,
  hasBudget: boolean,
  ...held: readonly [string, number, ...string[]]
): Promise<Row> {
  const [module, count, ...args] = held;
  // The first run compiles what was edited since the last one, and the RSS has to be that of a program that did so before.
  const heap = await hold(module, 'heap', count, ...args);
  const rss = await hold(module, 'rss', count, ...args);
  const each = ({ inFlight, before, after }: Held): number => (after - before) / inFlight / 1_000;
  const budgets = [limit(2.5, each(heap)), limit(6, each(rss)), limit(160, rss.after / 1e6)];
  return {
    client,
    'in flight': rss.inFlight,
    'heap kB each': each(heap).toFixed(2),
    'RSS kB each': each(rss).toFixed(2),
    'process MB': Math.round(rss.after / 1e6),
    'before MB': Math.round(rss.before / 1e6),
    ...(hasBudget ? { target: '≤ 2.5 kB, ≤ 6 kB, ≤ 160 MB', met: verdict(budgets) } : {}),
  };
}

export default {
  name: 'What a check in flight takes: silent proxies, memory of the whole process',
  async run(): Promise<readonly Row[]> {
    const count = Math.min(WANTED, defaultConcurrency());
    const { peer: upstream, first: ports } = await Peer.start<Ports>('upstream.ts');
    try {
      return [
        await rowOf('RefBot, whole', true, 'hold-refbot.ts', count, JSON.stringify(ports)),
        await rowOf('undici ProxyAgent', false, 'hold-agent.ts', count),
      ];
    } finally {
      await upstream.stop();
    }
  },
};
