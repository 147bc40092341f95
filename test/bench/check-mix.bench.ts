/**
 * How long a dead-heavy list takes beside the least it can: the sum of all waiting divided by the connections that wait at
 * once, and one timeout for the last of them. What is above that, RefBot wastes; what is below, only shorter waiting saves.
 */
import { Checker } from '../../src/checker/checker.ts';
import { planJudge } from '../../src/checker/plan-judge.ts';
import { PROTOCOL_BIT } from '../../src/model/proxy.ts';
import type { CheckTask } from '../../src/model/report.ts';
import { openBlackHole } from './help/black-hole.ts';
import { atMost, verdict } from './help/budget.ts';
import { aboutUrl, type Ports } from './help/check-kinds.ts';
import { deadHeavyList, goodIn, REFUSED_PORT } from './help/dead-heavy-list.ts';
import { startFarm } from './help/farm.ts';
import { Peer } from './help/peer.ts';

type Row = Record<string, string | number>;

const PROXIES = 20_000;
const TIMEOUT_MS = 2_000;
const CONCURRENCIES = [10_000, 5_000, 2_000, 400];
const policy = { only: 'loopback', allowPrivate: false } as const;

export default {
  name: `A list of ${PROXIES} that is 5 % good, 15 % refused, 80 % silent, ${TIMEOUT_MS / 1_000} s to connect: seconds beside the least possible`,
  async run(): Promise<readonly Row[]> {
    const { peer: upstream, first: ports } = await Peer.start<Ports>('upstream.ts');
    const farm = await startFarm({ weights: { elite: 1 }, latencyMs: [50, 500] });
    const hole = await openBlackHole();
    const checker = new Checker();
    try {
      const list = deadHeavyList(PROXIES, { good: farm.port, refused: REFUSED_PORT, hole: hole.port });
      const tasks = list.map(({ host, port }, index): CheckTask => ({
        id: index + 1,
        host,
        port,
        user: null,
        password: null,
        claimed: PROTOCOL_BIT.http,
      }));
      const plan = await planJudge({
        judge: aboutUrl('http', ports),
        allLoopback: true,
        startOwn: () => Promise.reject(new Error('not wanted')),
        policy,
        verifyChain: false,
      });
      const rows: Row[] = [];
      for (const wanted of CONCURRENCIES) {
        let good = 0;
        const cpu = process.cpuUsage();
        const options = { plan, policy, concurrency: wanted, connectTimeoutMs: TIMEOUT_MS, retries: 0 };
        const { concurrency, ms, busyMs, peakConnections } = await checker.check(
          tasks[Symbol.iterator](),
          options,
          undefined,
          (reports) => {
            for (const { results } of reports) if (results.some(({ outcome }) => outcome === 'confirmed')) good++;
          },
        );
        const { user, system } = process.cpuUsage(cpu);
        const bound = atMost(1.05, ms, busyMs / concurrency + TIMEOUT_MS, 'least');
        rows.push({
          'at once': concurrency,
          'peak connections': peakConnections,
          seconds: (ms / 1_000).toFixed(1),
          'Σt/C + T': ((busyMs / concurrency + TIMEOUT_MS) / 1_000).toFixed(1),
          'CPU s': ((user + system) / 1e6).toFixed(1),
          [`good of ${goodIn(PROXIES)}`]: good,
          target: bound.text,
          met: verdict([bound]),
        });
      }
      return rows;
    } finally {
      await checker.stop();
      hole.stop();
      await farm.stop();
      await upstream.stop();
    }
  },
};
