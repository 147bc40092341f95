/** RefBot's check alone: tasks from an iterator through the check worker to reports. No pool, no store. */
import { Checker } from '../../../../src/checker/checker.ts';
import { planJudge } from '../../../../src/checker/plan-judge.ts';
import { PROTOCOL_BIT } from '../../../../src/model/proxy.ts';
import type { CheckTask } from '../../../../src/model/report.ts';
import { aboutUrl, IN_FLIGHT, type MakeClient } from '../check-kinds.ts';
import { loopbackAddress } from '../loopback-list.ts';

const policy = { only: 'loopback', allowPrivate: false } as const;

const make: MakeClient = async (kind, ports) => {
  const checker = new Checker();
  const claimed = PROTOCOL_BIT[kind === 'https-resumed' ? 'https' : kind];
  const plan = await planJudge({
    judge: aboutUrl(kind, ports),
    allLoopback: true,
    startOwn: () => Promise.reject(new Error('not wanted')),
    policy,
    verifyChain: false,
  });
  let proxies = 0;
  return {
    async check(times) {
      const tasks = function* (): Generator<CheckTask> {
        for (let id = 1; id <= times; id++)
          yield { id, host: loopbackAddress(proxies++), port: ports.proxy, user: null, password: null, claimed };
      };
      let confirmed = 0;
      await checker.check(tasks(), { plan, policy, concurrency: IN_FLIGHT }, undefined, (reports) => {
        for (const report of reports) if (report.results.every((result) => result.outcome === 'confirmed')) confirmed++;
      });
      if (confirmed !== times) throw new Error(`${times - confirmed} of ${times} checks did not confirm`);
    },
    stop: () => checker.stop(),
  };
};

export default make;
