/**
 * What a connect timeout saves that is learnt from those who answer: the same list, mostly silent addresses, with the
 * default timeouts and the late retry, learning off and on. No good proxy may be lost by it.
 */
import { atLeast, verdict } from './help/budget.ts';
import { openDeadHeavy } from './help/dead-heavy.ts';

type Row = Record<string, string | number>;

const PROXIES = 6_000;
const CONCURRENCY = 2_000;

export default {
  name: `A learnt connect timeout: ${PROXIES} proxies, 80 % of them silent, ${CONCURRENCY} at once`,
  async run(): Promise<readonly Row[]> {
    const world = await openDeadHeavy(PROXIES);
    try {
      const off = await world.check({ concurrency: CONCURRENCY, learnConnectTimeout: false });
      const on = await world.check({ concurrency: CONCURRENCY, learnConnectTimeout: true });
      const faster = atLeast(3, off.ms, on.ms, 'as fast');
      const lost = { text: 'no good one lost', met: on.found >= off.found };
      const row = (learning: string, { ms, found, retried }: typeof on): Row => ({
        learning,
        seconds: (ms / 1_000).toFixed(1),
        [`good of ${world.good}`]: found,
        'tried again': retried,
      });
      return [
        row('off', off),
        { ...row('on', on), target: `${faster.text}, ${lost.text}`, met: verdict([faster, lost]) },
      ];
    } finally {
      await world.stop();
    }
  },
};
