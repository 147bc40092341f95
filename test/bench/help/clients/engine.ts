/**
 * The whole of RefBot: proxies of the pool by the due queue through the check worker, reports into pool, score and
 * predictor, every change in the journal on the disk before a round counts as done.
 */
import { openBenchEngine } from '../bench-engine.ts';
import { loopbackList } from '../loopback-list.ts';
import { aboutUrl, IN_FLIGHT, type MakeClient } from '../check-kinds.ts';

/** More than all rounds together take: every check is of a proxy that was never checked. */
const PROXIES = 80_000;

const make: MakeClient = async (kind, ports) => {
  const { engine, stop } = await openBenchEngine();
  await engine.act.import(loopbackList(PROXIES, ports.proxy), {
    source: 'bench',
    protocols: [kind === 'https-resumed' ? 'https' : kind],
  });
  return {
    async check(times) {
      const { working } = await engine.act.check({
        select: 'due',
        limit: times,
        judge: aboutUrl(kind, ports),
        concurrency: IN_FLIGHT,
      });
      if (working !== times) throw new Error(`${times - working} of ${times} checks did not confirm`);
    },
    stop,
  };
};

export default make;
