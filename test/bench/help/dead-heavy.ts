/**
 * A list as fresh ones are, with everything behind it: 5 % good proxies, 15 % where a connection is refused, 80 % that never
 * answer; shuffled, always the same way. Proxies, judge and silence are other processes.
 */
import { Checker, type CheckRunOptions, type CheckRunResult } from '../../../src/checker/checker.ts';
import { planJudge } from '../../../src/checker/plan-judge.ts';
import { hash32, seededRandom } from '../../../src/demo/random.ts';
import { PROTOCOL_BIT } from '../../../src/model/proxy.ts';
import type { CheckTask } from '../../../src/model/report.ts';
import { openBlackHole } from './black-hole.ts';
import { aboutUrl, type Ports } from './check-kinds.ts';
import { startFarm } from './farm.ts';
import { loopbackAddress } from './loopback-list.ts';
import { Peer } from './peer.ts';

/** Nobody listens there: reserved for the multiplexer of TCP ports, which nobody runs. */
export const REFUSED_PORT = 1;

export interface DeadHeavy {
  /** How many of the list are good. */
  readonly good: number;
  /** Checks the whole list. */
  check(options: Partial<CheckRunOptions>): Promise<CheckRunResult & { readonly found: number }>;
  stop(): Promise<void>;
}

const policy = { only: 'loopback', allowPrivate: false } as const;

export async function openDeadHeavy(count: number): Promise<DeadHeavy> {
  const { peer: upstream, first: ports } = await Peer.start<Ports>('upstream.ts');
  const farm = await startFarm({ weights: { elite: 1 }, latencyMs: [50, 500] });
  const hole = await openBlackHole();
  const checker = new Checker();
  const plan = await planJudge({
    judge: aboutUrl('http', ports),
    allLoopback: true,
    startOwn: () => Promise.reject(new Error('not wanted')),
    policy,
    verifyChain: false,
  });
  const good = Math.round(count * 0.05);
  const tasks = shuffledTasks(count, (n) =>
    n < good ? farm.port : n < Math.round(count * 0.2) ? REFUSED_PORT : hole.port,
  );
  return {
    good,
    async check(options) {
      let found = 0;
      const result = await checker.check(
        tasks[Symbol.iterator](),
        { plan, policy, ...options },
        undefined,
        (reports) => {
          for (const { results } of reports) if (results.some(({ outcome }) => outcome === 'confirmed')) found++;
        },
      );
      return { ...result, found };
    },
    async stop() {
      await checker.stop();
      hole.stop();
      await farm.stop();
      await upstream.stop();
    },
  };
}

/** All addresses differ. */
function shuffledTasks(count: number, portOf: (n: number) => number): CheckTask[] {
  const tasks = Array.from({ length: count }, (_, n): CheckTask => ({
    id: n + 1,
    host: loopbackAddress(n),
    port: portOf(n),
    user: null,
    password: null,
    claimed: PROTOCOL_BIT.http,
  }));
  const random = seededRandom(hash32('dead-heavy'));
  for (let at = count - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [tasks[at], tasks[other]] = [tasks[other]!, tasks[at]!];
  }
  return tasks;
}
