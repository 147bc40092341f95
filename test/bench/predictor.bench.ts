/**
 * What the survival predictor finds, and what it costs: a made-up life of 50,000 proxies (test/help/proxy-life.ts) checked
 * in its order and in two orders by age; a forecast, a lesson and a task of the due order at 100,000. CPU time of this thread.
 */
import { median } from '../../src/lib/stats.ts';
import { DueOrder } from '../../src/pool/due-order.ts';
import { Forecast } from '../../src/pool/forecast.ts';
import { Records } from '../../src/pool/records.ts';
import type { Replay } from '../help/predictor-replay.ts';
import type { ListOrder } from '../help/proxy-life.ts';
import { firstRound, replay } from '../help/predictor-replay.ts';

const LIVES = 50_000;
const SEED = 11;
const BUDGETS = [1, 0.2] as const;
const POOL = 100_000;
const SOURCES = 40;
/** As many as one message to a check worker carries. */
const MESSAGE = 256;
const NOW = 1_800_000_000_000;

type Row = Record<string, string | number>;

function cpuUs(work: () => void): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return user + system;
}

async function cpuUsOf(work: () => Promise<void>): Promise<number> {
  const before = process.threadCpuUsage();
  await work();
  const { user, system } = process.threadCpuUsage(before);
  return user + system;
}

const fixed = (value: number, digits: number): number => Number(value.toFixed(digits));

async function found(budget: number): Promise<Row[]> {
  const worth = await replay('worth', LIVES, SEED, budget);
  const oldest = await replay('oldest', LIVES, SEED, budget);
  const due = await replay('due', LIVES, SEED, budget);
  const beside = (what: string, of: (replay: Replay) => number): Row => ({
    what,
    predictor: of(worth),
    'oldest check first': of(oldest),
    ratio: fixed(of(worth) / of(oldest), 2),
    'longest due first': of(due),
    'ratio to that': fixed(of(worth) / of(due), 2),
  });
  const when = budget === 1 ? 'all due are checked' : `time for ${100 * budget} % of those due`;
  return [
    beside(`${when}: working in the first fifth`, ({ inFifth }) => inFifth),
    beside(`${when}: in the first twentieth`, ({ inTwentieth }) => inTwentieth),
    beside(`${when}: in all checks`, ({ working }) => working),
    beside(`${when}: checks`, ({ checks }) => checks),
  ];
}

/** Every third passed its last checks; all were named by a few of many sources and are due. */
function pool(): Records {
  const records = new Records();
  for (let id = 1; id <= POOL; id += 1) {
    records.create(id, 0x7f00_0000 + id, false, 80, 0, (slot) => {
      const c = records.columns;
      c.sources[slot] = records.sources.of([`s${id % SOURCES}`, `s${(id * 7) % SOURCES}`]);
      c.firstSeen[slot] = NOW / 1_000 - 86_400;
      if (id % 4 === 0) return;
      c.checks[slot] = 9;
      c.checkedAt[slot] = NOW - (id % 5_000) * 1_000;
      c.checkTally[slot] = 6;
      c.claimed[slot] = id % 16;
      if (id % 3 !== 0) return;
      c.status[slot] = 2;
      c.passes[slot] = 8;
      c.passTally[slot] = 5;
      c.history[slot] = 0x2a_aaaa;
      c.country[slot] = 1 + (id % 60);
    });
  }
  return records;
}

async function costs(): Promise<Row[]> {
  const records = pool();
  const forecast = new Forecast(records);
  const order = new DueOrder(records, forecast);
  const all = (work: (slot: number) => void): number => {
    const run = (): number => cpuUs(() => Array.from({ length: POOL }).forEach((_, slot) => work(slot)));
    return Math.min(run(), run(), run()) / POOL;
  };
  let sum = 0;
  const predictUs = all((slot) => (sum += forecast.chance(slot, NOW)));
  const learnUs = all((slot) => forecast.learn(slot, NOW, slot % 3 === 0));
  const round = order.round(NOW);
  const prepareUs = (await cpuUsOf(() => round.prepare())) / POOL;
  const tasksMs: number[] = [];
  const takeUs =
    cpuUs(() => {
      for (let left = POOL; left > 0; left -= MESSAGE) {
        const startedAt = performance.now();
        for (let i = 0; i < Math.min(MESSAGE, left); i += 1) records.beginTest(round.next(), order);
        tasksMs.push(performance.now() - startedAt);
      }
    }) / POOL;
  if (!Number.isFinite(sum) || records.testing.size !== POOL) throw new Error('not everybody was handed out');
  const taskMs = median(tasksMs)!;
  return [
    { what: `a forecast, µs CPU at ${POOL}`, predictor: fixed(predictUs, 2) },
    { what: 'a lesson, µs CPU', predictor: fixed(learnUs, 2) },
    { what: 'scoring and ordering before a round, each, µs CPU', predictor: fixed(prepareUs, 2) },
    { what: 'handing out one, µs CPU', predictor: fixed(takeUs, 2) },
    { what: `handing out ${MESSAGE}, median, ms by the clock`, predictor: fixed(taskMs, 2) },
  ];
}

async function newPool(lists: ListOrder): Promise<Row> {
  const worth = await firstRound('worth', LIVES, SEED, lists);
  const oldest = await firstRound('oldest', LIVES, SEED, lists);
  const came = lists === 'mixed' ? 'in no order' : `the ${lists} first`;
  return {
    what: `first round of a new pool, lists came ${came}: working in the first fifth`,
    predictor: worth.inFifth,
    'oldest check first': oldest.inFifth,
    ratio: fixed(worth.inFifth / oldest.inFifth, 2),
  };
}

async function run(): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const budget of BUDGETS) rows.push(...(await found(budget)));
  for (const lists of ['mixed', 'best', 'worst'] as const) rows.push(await newPool(lists));
  return [...rows, ...(await costs())];
}

export default { name: `predictor: a made-up life of ${LIVES} proxies, 6 % alive`, run };
