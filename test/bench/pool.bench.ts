/**
 * What the pool costs beside a Map of objects that gives the same answers (test/help/naive-pool.ts): admitting, memory,
 * applying reports, ranking, statistics, saving and loading. CPU time of this thread, so that a busy machine changes
 * little; only the longest task is by the clock.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { formatIpv4 } from '../../src/lib/address.ts';
import type { CandidateBatch } from '../../src/model/candidate.ts';
import type { CheckReport } from '../../src/model/report.ts';
import { NaivePool } from '../help/naive-pool.ts';
import type { Candidate } from '../help/pool-world.ts';
import { bad, createWorld, good, loopbackBatch, report, START } from '../help/pool-world.ts';

const MANY = 1_000_000;
/** The naive pool takes about a kilobyte a proxy: fewer are enough to measure it. */
const FEW = 200_000;
const CHECKED = 100_000;
const REPORTS_A_BATCH = 200;
const TOP = 20;

type Row = Record<string, string | number>;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

async function cpuUs(work: () => unknown): Promise<number> {
  const before = process.threadCpuUsage();
  await work();
  const { user, system } = process.threadCpuUsage(before);
  return user + system;
}

/** Least of three, each the mean of so many runs (the system counts CPU time in steps of milliseconds). */
async function leastUs(times: number, work: () => unknown): Promise<number> {
  let least = Infinity;
  for (let i = 0; i < 3; i += 1) {
    const us = await cpuUs(async () => {
      for (let run = 0; run < times; run += 1) await work();
    });
    least = Math.min(least, us / times);
  }
  return least;
}

/** What is really in memory: pages that were reserved and never written do not count. */
function bytesInUse(): number {
  collect();
  collect();
  return process.memoryUsage().rss;
}

/** Runs work and watches for the longest time the event loop got no turn, in milliseconds. */
async function longestTask(work: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let last = performance.now();
  let busy = true;
  const watch = (): void => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (busy) setImmediate(watch);
  };
  setImmediate(watch);
  await work();
  busy = false;
  return longest;
}

function* candidatesOf({ count, ipv4, port }: CandidateBatch): IterableIterator<Candidate> {
  for (let i = 0; i < count; i += 1) yield { host: formatIpv4(ipv4[i]!), port: port[i]! };
}

/** One in twenty fails: ranking has work to do. */
function reportsOn(ids: readonly number[]): CheckReport[] {
  return ids.map((id, i) =>
    i % 20 === 0
      ? report(id, START + i, [bad('refused')])
      : report(id, START + i, [good({ latencyMs: 20 + ((i * 7_919) % 5_000) })], { country: 'DE' }),
  );
}

const fixed = (value: number, digits: number): number => Number(value.toFixed(digits));

function beside(what: string, unit: string, digits: number, pool: number, naive: number): Row {
  return {
    what,
    unit,
    pool: fixed(pool, digits),
    'Map of objects': fixed(naive, digits),
    ratio: fixed(naive / pool, 1),
  };
}

async function run(): Promise<readonly Row[]> {
  const rows: Row[] = [];
  const many = loopbackBatch(MANY);
  const few = loopbackBatch(FEW);

  const before = bytesInUse();
  const big = createWorld();
  const admitUs = await cpuUs(() => big.pool.admit(many, { source: 'bench' }));
  const bigBytes = (bytesInUse() - before) / big.pool.size;
  const knownUs = await cpuUs(() => big.pool.admit(many, { source: 'again' }));
  const block = await longestTask(() => createWorld().pool.admit(many, { source: 'bench' }));
  big.pool.images.clear();

  const naiveBefore = bytesInUse();
  const naive = new NaivePool();
  const naiveAdmitUs = await cpuUs(() => naive.admit(candidatesOf(few), 'bench'));
  const naiveBytes = (bytesInUse() - naiveBefore) / naive.byId.size;
  const naiveKnownUs = await cpuUs(() => naive.admit(candidatesOf(few), 'again'));
  rows.push(
    beside(`admit ${MANY} new (Map: ${FEW})`, 'ns each', 0, (admitUs / MANY) * 1_000, (naiveAdmitUs / FEW) * 1_000),
    beside('admit them again, all known', 'ns each', 0, (knownUs / MANY) * 1_000, (naiveKnownUs / FEW) * 1_000),
    beside('memory, never checked', 'B each', 0, bigBytes, naiveBytes),
    { what: `longest task while admitting ${MANY}`, unit: 'ms', pool: fixed(block, 1) },
  );

  const { pool } = createWorld();
  await pool.admit(few, { source: 'bench' });
  const ids = [...pool.rows()].slice(0, CHECKED).map(({ id }) => id);
  const reports = reportsOn(ids);
  const applyUs = await cpuUs(() => {
    for (let i = 0; i < reports.length; i += REPORTS_A_BATCH) pool.apply(reports.slice(i, i + REPORTS_A_BATCH));
  });
  const naiveApplyUs = await cpuUs(() => {
    for (const one of reports) naive.apply(one);
  });
  const top = pool.rank(TOP).map(({ id }) => id);
  const naiveTop = naive.rank(TOP).map(({ id }) => id);
  if (top.join() !== naiveTop.join())
    throw new Error(`the pools rank differently: ${top.join()} and ${naiveTop.join()}`);
  const size = pool.count();
  rows.push(
    beside('apply a report', 'µs', 2, applyUs / CHECKED, naiveApplyUs / CHECKED),
    beside(
      `rank(${TOP}) of ${size} working`,
      'ms',
      2,
      (await leastUs(30, () => pool.rank(TOP))) / 1_000,
      (await leastUs(1, () => naive.rank(TOP))) / 1_000,
    ),
    beside(
      'statistics',
      'ms',
      3,
      (await leastUs(1_000, () => pool.stats())) / 1_000,
      (await leastUs(1, () => naive.stats())) / 1_000,
    ),
    beside(
      'count of who is due',
      'ms',
      2,
      (await leastUs(50, () => pool.dueCount())) / 1_000,
      (await leastUs(2, () => naive.due(START).length)) / 1_000,
    ),
  );
  rows.push(
    {
      what: 'rank with a filter of two fields',
      unit: 'ms',
      pool: fixed(
        (await leastUs(20, () =>
          pool.rank(TOP, { where: (row) => row.latencyMs !== null && row.latencyMs < 400 && row.country === 'DE' }),
        )) / 1_000,
        2,
      ),
    },
    {
      what: `rank(40) at place ${CHECKED / 2}`,
      unit: 'ms',
      pool: fixed((await leastUs(10, () => pool.rank(40, { offset: CHECKED / 2 }))) / 1_000, 2),
    },
  );

  let text = '';
  const saveUs = await cpuUs(() => {
    text = JSON.stringify([...pool.images.images()]);
  });
  const images = JSON.parse(text) as unknown[][];
  const loadUs = await leastUs(1, () => createWorld().pool.images.restore(images, pool.images.columns));
  rows.push(
    { what: 'save a row (half of them checked)', unit: 'µs', pool: fixed(saveUs / FEW, 2) },
    { what: 'load a row', unit: 'µs', pool: fixed(loadUs / FEW, 2) },
    { what: 'a row in the file', unit: 'B', pool: fixed(text.length / FEW, 0) },
  );
  return rows;
}

export default { name: 'pool: columns beside a Map of objects', run };
