/**
 * How late the main thread is while checks run: the whole of RefBot with a pool of 100,000, at rest and at about 3,000
 * checks a second. The farm is another process; its main thread has nothing to do and says what the machine itself takes.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openBenchEngine } from './help/bench-engine.ts';
import { limit, verdict } from './help/budget.ts';
import { aboutUrl, type Ports } from './help/check-kinds.ts';
import { startFarm } from './help/farm.ts';
import type { LoopFacts } from './help/loop-probe.ts';
import { REFUSED_PORT } from './help/dead-heavy.ts';
import { loopbackList } from './help/loopback-list.ts';
import { Peer } from './help/peer.ts';
import { Probe } from './help/probed.ts';

type Row = Record<string, string | number>;

const PROXIES = 100_000;
/** A quarter works and takes this long for each of two replies, the others refuse: so many at once make 3,000 a second. */
const LATENCY_MS = 120;
const IN_FLIGHT = 200;
const WORKS_EVERY = 4;
const MEASURE_MS = 10_000;
/** Compiling, and the first connections, are over. */
const SETTLE_MS = 4_000;

const self = { signal: (name: NodeJS.Signals) => process.kill(process.pid, name) };
const round = (value: number): string => value.toFixed(1);

function rowOf(when: string, { delay, longestWorkMs, over5ms }: LoopFacts): Row {
  return {
    when,
    'p50 ms': round(delay.p50),
    'p99 ms': round(delay.p99),
    'max ms': round(delay.max),
    'longest task ms': round(longestWorkMs),
    'tasks > 5 ms': over5ms,
  };
}

export default {
  name: `How late the main thread is: pool of ${PROXIES}, at rest and checking`,
  async run(): Promise<readonly Row[]> {
    const folder = mkdtempSync(join(tmpdir(), 'refbot-bench-'));
    const [ownFile, farmFile] = [join(folder, 'own'), join(folder, 'farm')];
    const { peer: upstream, first: ports } = await Peer.start<Ports>('upstream.ts');
    const farm = await startFarm({ weights: { elite: 1 }, latencyMs: [LATENCY_MS, LATENCY_MS] }, farmFile);
    // The engine lives here, so the probe does, too.
    process.env['REFBOT_LOOP_PROBE'] = ownFile;
    await import('./help/loop-probe.ts');
    const [own, bystander] = [new Probe(ownFile), new Probe(farmFile)];
    const { engine, stop } = await openBenchEngine();
    try {
      await engine.act.import(
        loopbackList(PROXIES, (n) => (n % WORKS_EVERY === 0 ? farm.port : REFUSED_PORT)),
        { source: 'bench', protocols: ['http'] },
      );
      await delay(SETTLE_MS);
      await own.facts(self);
      await delay(MEASURE_MS);
      const idle = await own.facts(self);
      const abort = new AbortController();
      let done = 0;
      const running = engine.act.check({
        select: 'due',
        judge: aboutUrl('http', ports),
        concurrency: IN_FLIGHT,
        signal: abort.signal,
        onProgress: (facts) => (done = facts.done),
      });
      await delay(SETTLE_MS);
      const [from, fromDone] = [performance.now(), done];
      await own.facts(self);
      await bystander.facts(farm);
      await delay(MEASURE_MS);
      const busy = await own.facts(self);
      const beside = await bystander.facts(farm);
      const perSecond = Math.round((done - fromDone) / ((performance.now() - from) / 1_000));
      abort.abort();
      await running;
      const p99 = { text: 'p99 ≤ idle + 3', met: busy.delay.p99 <= idle.delay.p99 + 3 };
      const max = limit(20, busy.delay.max);
      return [
        rowOf('at rest', idle),
        {
          ...rowOf('checking', busy),
          'checks/s': perSecond,
          target: `${p99.text}, max ${max.text}`,
          met: verdict([p99, max]),
        },
        rowOf('an idle process beside it meanwhile', beside),
      ];
    } finally {
      await stop();
      await farm.stop();
      await upstream.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
