/**
 * What a connect timeout saves that is learnt from those who answer: the same list, mostly silent addresses, by the whole
 * of RefBot with its defaults, learning off and on. No good proxy may be lost by it.
 */
import { openBenchEngine } from './help/bench-engine.ts';
import { openBlackHole } from './help/black-hole.ts';
import { atLeast, verdict } from './help/budget.ts';
import { aboutUrl, type Ports } from './help/check-kinds.ts';
import { deadHeavyList, goodIn, REFUSED_PORT, type DeadHeavyPorts } from './help/dead-heavy-list.ts';
import { startFarm } from './help/farm.ts';
import { Peer } from './help/peer.ts';

type Row = Record<string, string | number>;

const PROXIES = 10_000;
const CONCURRENCY = 2_000;

interface Run {
  readonly seconds: number;
  readonly good: number;
}

async function checkAll(learn: boolean, judge: string, ports: DeadHeavyPorts): Promise<Run> {
  const { engine, stop } = await openBenchEngine({ learn_connect_timeout: learn });
  try {
    const lines = deadHeavyList(PROXIES, ports).map(({ host, port }) => `${host}:${port}\n`);
    const text = async function* (): AsyncGenerator<Buffer> {
      yield Buffer.from(lines.join(''));
    };
    await engine.act.import(text(), { source: 'bench', protocols: ['http'] });
    const { ms, working } = await engine.act.check({ select: 'due', judge, concurrency: CONCURRENCY });
    return { seconds: ms / 1_000, good: working };
  } finally {
    await stop();
  }
}

export default {
  name: `A learnt connect timeout: ${PROXIES} proxies, 80 % of them silent, ${CONCURRENCY} at once`,
  async run(): Promise<readonly Row[]> {
    const { peer: upstream, first } = await Peer.start<Ports>('upstream.ts');
    const farm = await startFarm({ weights: { elite: 1 }, latencyMs: [50, 500] });
    const hole = await openBlackHole();
    try {
      const ports = { good: farm.port, refused: REFUSED_PORT, hole: hole.port };
      const judge = aboutUrl('http', first);
      const off = await checkAll(false, judge, ports);
      const on = await checkAll(true, judge, ports);
      const faster = atLeast(3, off.seconds, on.seconds, 'faster');
      const none = { text: 'no good proxy lost', met: on.good >= off.good };
      const good = `good of ${goodIn(PROXIES)}`;
      return [
        { learning: 'off', seconds: off.seconds.toFixed(1), [good]: off.good },
        {
          learning: 'on',
          seconds: on.seconds.toFixed(1),
          [good]: on.good,
          target: `${faster.text}, ${none.text}`,
          met: verdict([faster, none]),
        },
      ];
    } finally {
      hole.stop();
      await farm.stop();
      await upstream.stop();
    }
  },
};
