/**
 * How long a dead-heavy list takes beside the least it can: the sum of all waiting divided by the connections that wait at
 * once, and one timeout for the last of them. What is above that, RefBot wastes; what is below, only shorter waiting saves.
 */
import { atMost, verdict } from './help/budget.ts';
import { openDeadHeavy } from './help/dead-heavy.ts';

type Row = Record<string, string | number>;

const PROXIES = 20_000;
const TIMEOUT_MS = 2_000;
const CONCURRENCIES = [10_000, 5_000, 2_000, 400];

const seconds = (ms: number): string => (ms / 1_000).toFixed(1);

export default {
  name: `A list of ${PROXIES}: 5 % good, 15 % refused, 80 % silent, ${TIMEOUT_MS / 1_000} s to connect`,
  async run(): Promise<readonly Row[]> {
    const world = await openDeadHeavy(PROXIES);
    try {
      const rows: Row[] = [];
      for (const wanted of CONCURRENCIES) {
        const cpu = process.cpuUsage();
        const run = await world.check({ concurrency: wanted, connectTimeoutMs: TIMEOUT_MS, retries: 0 });
        const { user, system } = process.cpuUsage(cpu);
        const leastMs = run.busyMs / run.concurrency + TIMEOUT_MS;
        const budget = atMost(1.05, run.ms, leastMs, 'Σt/C + T');
        rows.push({
          'at once (C)': run.concurrency,
          'peak connections': run.peakConnections,
          seconds: seconds(run.ms),
          'Σt/C + T': seconds(leastMs),
          'CPU s': ((user + system) / 1e6).toFixed(1),
          [`good of ${world.good}`]: run.found,
          target: budget.text,
          met: verdict([budget]),
        });
      }
      return rows;
    } finally {
      await world.stop();
    }
  },
};
