/**
 * Replays one made-up life (test/help/proxy-life.ts) through the real pool in different orders of the due proxies, and
 * counts how many working ones the first checks of each round find.
 */
import type { Pool } from '../../src/pool/pool.ts';
import { createWorld, RULES, START } from './pool-world.ts';
import type { ListOrder } from './proxy-life.ts';
import { HOUR, ProxyLife } from './proxy-life.ts';

/**
 * `worth`: the pool's own. `oldest`: whose last check is longest ago, never checked first. `due`: who has been due longest,
 * never checked first; the interval, and so the due time, knows already who was seen alive.
 */
export type Order = 'worth' | 'oldest' | 'due';

export interface Replay {
  /** Checks made in the measured rounds, and how many of them passed. */
  readonly checks: number;
  readonly working: number;
  /** Working ones found by the first fifth, and by the first twentieth, of the checks of each round. */
  readonly inFifth: number;
  readonly inTwentieth: number;
  /** Mean share of the listed proxies that were alive, as the world has it. */
  readonly alive: number;
}

/** Hours of the day at which somebody checks what is due; the nights are quiet. */
const ROUNDS_AT = [7, 10, 13, 16, 19, 22] as const;
const WARM_UP_DAYS = 1;
const MEASURED_DAYS = 2;
const BATCH = 200;
const CHECKS_PER_SECOND = 500;

/** @param budget share of the due ones that each round has time for */
export async function replay(order: Order, count: number, seed: number, budget = 1): Promise<Replay> {
  const { pool, clock } = createWorld();
  // As the program is configured by default: everybody is due within the hour.
  await pool.configure({ ...RULES, revalidateMs: HOUR });
  const midnight = START - (START % (24 * HOUR));
  const days = WARM_UP_DAYS + MEASURED_DAYS;
  const life = new ProxyLife(count, seed, midnight, days * 24 * HOUR);
  const sum = { checks: 0, working: 0, inFifth: 0, inTwentieth: 0, alive: 0 };
  for (let day = 0; day < days; day += 1) {
    for (const hour of ROUNDS_AT) {
      clock.at = midnight + day * 24 * HOUR + hour * HOUR;
      await life.list(pool, clock.at);
      const passes = await checkDue(pool, clock, life, order, budget);
      if (day < WARM_UP_DAYS) continue;
      sum.checks += passes.length;
      sum.working += foundIn(passes, 1);
      sum.inFifth += foundIn(passes, 0.2);
      sum.inTwentieth += foundIn(passes, 0.05);
      sum.alive += life.alive(clock.at) / (MEASURED_DAYS * ROUNDS_AT.length);
    }
  }
  return sum;
}

/** The first round of a new pool, of which nothing is known but the lists. */
export async function firstRound(
  order: Order,
  count: number,
  seed: number,
  lists: ListOrder = 'mixed',
): Promise<Omit<Replay, 'checks' | 'alive'>> {
  const { pool, clock } = createWorld();
  clock.at = START - (START % (24 * HOUR)) + 10 * HOUR;
  const life = new ProxyLife(count, seed, clock.at, 24 * HOUR);
  await life.list(pool, clock.at, lists);
  const passes = await checkDue(pool, clock, life, order, 1);
  return { working: foundIn(passes, 1), inFifth: foundIn(passes, 0.2), inTwentieth: foundIn(passes, 0.05) };
}

/** How many passed in the first share of the checks. */
function foundIn(passes: readonly boolean[], share: number): number {
  return passes.slice(0, Math.floor(passes.length * share)).filter(Boolean).length;
}

/** Checks who is due, in batches as a check worker reports them. @returns who passed, in the order of the checks */
async function checkDue(
  pool: Pool,
  clock: { at: number },
  life: ProxyLife,
  order: Order,
  budget: number,
): Promise<boolean[]> {
  const limit = Math.ceil((await pool.dueCount()) * budget);
  const run =
    order === 'worth' ? pool.dueTasks(limit) : pool.tasksOf(inOrder(pool, clock.at, ORDERED_BY[order]).slice(0, limit));
  await run.prepare();
  const passes: boolean[] = [];
  for (let over = false; !over;) {
    const reports = [];
    while (reports.length < BATCH) {
      const { done, value } = run.next();
      if (done === true) {
        over = true;
        break;
      }
      reports.push(life.check(value.id, value.host, clock.at));
    }
    pool.apply(reports);
    passes.push(...reports.map(({ reason }) => reason === null));
    clock.at += (BATCH / CHECKS_PER_SECOND) * 1_000;
  }
  await run.close();
  return passes;
}

const ORDERED_BY = { oldest: 'checkedAt', due: 'dueAt' } as const;

/** The due ones, never checked first, then by a column, equal ones by id. */
function inOrder(pool: Pool, now: number, column: 'checkedAt' | 'dueAt'): number[] {
  const places = ['id', 'checks', 'dueAt', column].map((name) => pool.images.columns.indexOf(name));
  const [id, checks, dueAt, by] = places as [number, number, number, number];
  return ([...pool.images.images()] as number[][])
    .filter((row) => row[dueAt]! <= now)
    .sort((a, b) => Math.min(a[checks]!, 1) - Math.min(b[checks]!, 1) || a[by]! - b[by]! || a[id]! - b[id]!)
    .map((row) => row[id]!);
}
