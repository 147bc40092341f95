/**
 * A long session: a million candidates imported, a hundred thousand of them checked, by the whole of RefBot with its state
 * on the disk. What grows here grows without end: memory and the delay of the main thread must be flat.
 */
import { createReadStream, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { CheckOptions, Engine } from '../../src/engine/types.ts';
import { openBenchEngine } from './help/bench-engine.ts';
import { aboutUrl, type Ports } from './help/check-kinds.ts';
import { REFUSED_PORT } from './help/dead-heavy.ts';
import { startFarm } from './help/farm.ts';
import type { OpenedState } from './help/open-state.ts';
import { Peer } from './help/peer.ts';
import { writePublishedLists } from './help/published-lists.ts';
import { Sampler, stretch, type Sample, type Stretch } from './help/session-samples.ts';
import type { Table } from './run.ts';

type Row = Record<string, string | number>;

const CANDIDATES = 1_000_000;
const CHECKS = 100_000;
/** Of the same proxies once more: nothing new is remembered then, so what still grows is a leak. */
const AGAIN = 50_000;
const CONCURRENCY = 1_000;
/** Silent ones cost this long each. */
const TIMEOUT_MS = 2_000;
/** A row of the table for each. */
const PART = 10_000;
/** The last quarter may differ from the second by so much. */
const FLAT = 0.1;
/** Below this a delay is the clock's, not ours: no ratio of such figures means anything. */
const NO_DELAY_MS = 2;

const mb = (bytes: number): number => Math.round(bytes / 1e6);

/** How long it took, what memory there was after it, and how late the main thread was meanwhile. */
async function step<T>(what: string, work: () => Promise<T>, note: (result: T) => string): Promise<[Row, T]> {
  const sampler = new Sampler(() => 0);
  const startedAt = performance.now();
  const result = await work();
  const seconds = (performance.now() - startedAt) / 1_000;
  // The last second is not over yet: its delay belongs to the step all the same.
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  sampler.stop();
  const longest = (pick: (sample: Sample) => number): string => Math.max(...sampler.samples.map(pick)).toFixed(1);
  const row = {
    what,
    seconds: seconds.toFixed(2),
    'RSS MB': mb(process.memoryUsage().rss),
    'longest delay ms': longest(({ max }) => max),
    'longest task ms': longest(({ task }) => task),
    note: note(result),
  };
  return [row, result];
}

/** One row for each part, and whether the last quarter is like the second. */
function rowsOf(samples: readonly Sample[], total: number): Row[] {
  const rows: Row[] = [];
  for (let upTo = PART; upTo <= total; upTo += PART) {
    const found = stretch(samples, total, (upTo - PART) / total, upTo / total);
    if (!found) continue;
    rows.push({
      checked: upTo.toLocaleString('en'),
      'RSS MB': Math.round(found.rssMb),
      'heap MB': Math.round(found.heapMb),
      'loop p99 ms': found.p99.toFixed(1),
      'loop max ms': found.max.toFixed(1),
      'longest task ms': found.task.toFixed(1),
      'checks/s': Math.round(found.perSecond),
    });
  }
  const [second, last] = [stretch(samples, total, 0.25, 0.5), stretch(samples, total, 0.75, 1)];
  if (!second || !last) return [...rows, { checked: 'too quick to say' }];
  const growth = (pick: (found: Stretch) => number): number => pick(last) / pick(second);
  const [rss, p99] = [growth(({ rssMb }) => rssMb), growth(({ p99 }) => p99)];
  const isFlat = rss <= 1 + FLAT && (last.p99 <= NO_DELAY_MS || p99 <= 1 + FLAT);
  rows.push({
    checked: 'last quarter ÷ second',
    'RSS MB': rss.toFixed(2),
    'heap MB': growth(({ heapMb }) => heapMb).toFixed(2),
    'loop p99 ms': p99.toFixed(2),
    'checks/s': growth(({ perSecond }) => perSecond).toFixed(2),
    flat: isFlat ? 'yes' : 'no',
  });
  return rows;
}

/** A check watched while it runs. */
async function watched(
  engine: Engine,
  total: number,
  ports: Ports,
  which: Pick<CheckOptions, 'select' | 'limit'>,
): Promise<{ rows: Row[]; step: Row }> {
  let done = 0;
  const sampler = new Sampler(() => done);
  const { ms, working } = await engine.act.check({
    ...which,
    judge: aboutUrl('http', ports),
    concurrency: CONCURRENCY,
    timeoutMs: TIMEOUT_MS,
    onProgress: (facts) => (done = facts.done),
  });
  sampler.stop();
  return {
    rows: rowsOf(sampler.samples, total),
    step: { what: `check of ${total}`, seconds: (ms / 1_000).toFixed(2), note: `${working} work` },
  };
}

async function session(ports: Ports, farmPort: number): Promise<readonly Table[]> {
  const steps: Row[] = [];
  const first = await openBenchEngine();
  const { engine, stateFile } = first;
  const portOf = (n: number): number => (n % 2 === 0 ? farmPort : REFUSED_PORT);
  const lists = await writePublishedLists(dirname(stateFile), CANDIDATES, portOf);
  const [imported] = await step(
    `import of ${CANDIDATES} in five formats, a quarter more lines that repeat`,
    async () => {
      let [read, added] = [0, 0];
      for (const list of lists) {
        const result = await engine.act.import(createReadStream(list), { source: basename(list), protocols: ['http'] });
        [read, added] = [read + result.read, added + result.added];
      }
      return { read, added };
    },
    ({ read, added }) => `${read} lines read, ${added} proxies`,
  );
  const [saved] = await step(
    'snapshot of the state',
    () => engine.act.save(),
    ({ bytes }) => `${mb(bytes)} MB on the disk`,
  );
  steps.push(imported, saved);

  const checked: number[] = [];
  const stopHearing = engine.bus.on('proxy.checked', ({ reports }) => {
    for (const { id } of reports) checked.push(id);
  });
  const fresh = await watched(engine, CHECKS, ports, { select: 'due', limit: CHECKS });
  stopHearing();
  const again = await watched(engine, AGAIN, ports, { select: checked.slice(0, AGAIN) });
  steps.push(fresh.step, again.step);

  const [closed] = await step(
    'end of the session',
    () => first.close(),
    () => `state of ${mb(statSync(stateFile).size)} MB`,
  );
  const { peer, first: opened } = await Peer.start<OpenedState>('open-state.ts', { args: [dirname(stateFile)] });
  await peer.stop();
  const { seconds, rss, delayMs, taskMs, proxies } = opened;
  steps.push(closed, {
    what: 'start with that state, in a new process',
    seconds: seconds.toFixed(2),
    'RSS MB': mb(rss),
    'longest delay ms': delayMs.toFixed(1),
    'longest task ms': taskMs.toFixed(1),
    note: `${proxies} proxies`,
  });
  return [
    { title: `A session: ${CHECKS} never checked ones of ${CANDIDATES} proxies`, rows: fresh.rows },
    { title: `The same session: ${AGAIN} of them once more`, rows: again.rows },
    { title: 'What the session began and ended with', rows: steps },
  ];
}

export default {
  name: 'A long session',
  async run(): Promise<readonly Table[]> {
    const { peer: upstream, first: ports } = await Peer.start<Ports>('upstream.ts');
    const farm = await startFarm({
      weights: { elite: 10, transparent: 5, anonymous: 5, 'closes-early': 60, 'black-hole': 20 },
      latencyMs: [20, 200],
    });
    try {
      return await session(ports, farm.port);
    } finally {
      await farm.stop();
      await upstream.stop();
    }
  },
};
