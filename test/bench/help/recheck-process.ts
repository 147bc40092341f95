/** The whole of RefBot in a process of its own, for the bench of rechecks: each question checks all its proxies once more. */
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { answerLines } from './answer-lines.ts';
import { openBenchEngine } from './bench-engine.ts';
import { REFUSED_PORT } from './dead-heavy.ts';
import { loopbackList } from './loopback-list.ts';

/** Command line: JSON. */
export interface RecheckArgs {
  readonly proxies: number;
  /** Every other proxy is there. */
  readonly farmPort: number;
  /** URL of a judge. */
  readonly judge: string;
}

/** After a round. Megabytes. */
export interface Round {
  readonly rss: number;
  /** Where the main thread makes objects: V8 doubles it when it thinks fit, up to 2 × 64 MB. */
  readonly young: number;
  /** Of the main thread, without garbage. */
  readonly heap: number;
  readonly arrays: number;
}

const CONCURRENCY = 400;
const mb = (bytes: number): number => bytes / 1e6;

const { proxies, farmPort, judge } = JSON.parse(process.argv[2]!) as RecheckArgs;
const { engine, stop } = await openBenchEngine();
await engine.act.import(
  loopbackList(proxies, (n) => (n % 2 === 0 ? farmPort : REFUSED_PORT)),
  { source: 'bench', protocols: ['http'] },
);
// After the start: nothing of the program is compiled otherwise because of it.
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

async function round(): Promise<Round> {
  await engine.act.check({ select: 'all', judge, concurrency: CONCURRENCY });
  const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')!.space_size;
  collect();
  const { rss, heapUsed, arrayBuffers } = process.memoryUsage();
  return { rss: mb(rss), young: mb(young), heap: mb(heapUsed), arrays: mb(arrayBuffers) };
}

await answerLines(true, round, stop);
