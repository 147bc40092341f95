/** How a run of checks is divided between check workers, and how what they tell becomes one. Pure; called by the checker. */
import { BOUNDS, type Bound, type PaceFacts, type PaceNow, type PaceStep } from '../model/pace.ts';
import type { RunFacts } from './messages.ts';
import type { RunOptions } from './run-context.ts';

/** Unless the operator says so: the brain takes in alone what all of them find. */
const MOST = 4;

/**
 * How many check workers a run may have.
 * @param wanted 0 = by the machine: one core is the brain's
 */
export function laneCount(wanted: number, cores: number): number {
  return wanted > 0 ? wanted : Math.max(1, Math.min(MOST, cores - 1));
}

/**
 * What each worker is told: the ceilings of all together are the ceilings of the run. There are fewer workers than
 * `lanes` where a ceiling is too low to be divided between them: a worker that may not do anything would never end.
 */
export function sharesOf(options: RunOptions, lanes: number): RunOptions[] {
  const { concurrency, httpLimit, httpsLimit, perNetwork, startsPerSecond } = options;
  const ceilings = [concurrency, httpLimit, httpsLimit, perNetwork].filter((ceiling) => ceiling !== null);
  const count = Math.max(1, Math.min(lanes, ...ceilings));
  return Array.from({ length: count }, (_, index) => {
    const part = (total: number): number => Math.floor(total / count) + (index < total % count ? 1 : 0);
    return {
      ...options,
      concurrency: part(concurrency),
      httpLimit: httpLimit === null ? null : part(httpLimit),
      httpsLimit: httpsLimit === null ? null : part(httpsLimit),
      perNetwork: perNetwork === null ? null : part(perNetwork),
      startsPerSecond: startsPerSecond / count,
    };
  });
}

/** What all workers of a run cost together. Their peaks need not have come at one time: the sum is the most there can have been. */
export function sumFacts(facts: readonly RunFacts[], options: RunOptions): RunFacts {
  const sum = (of: (one: RunFacts) => number): number => facts.reduce((total, one) => total + of(one), 0);
  return {
    connections: sum((one) => one.connections),
    peakConnections: sum((one) => one.peakConnections),
    busyMs: sum((one) => one.busyMs),
    retried: sum((one) => one.retried),
    judgeProbes: sum((one) => one.judgeProbes),
    exhausted: sum((one) => one.exhausted),
    pace: sumPaces(
      facts.flatMap(({ pace }) => pace ?? []),
      options,
    ),
  };
}

function sumPaces(paces: readonly PaceFacts[], options: RunOptions): PaceFacts | null {
  const [first] = paces;
  if (!first || paces.length === 1) return first ?? null;
  const sum = (of: (one: PaceFacts) => number): number => paces.reduce((total, one) => total + of(one), 0);
  // Each of them was kept for so long at the same time: the run as a whole for the average.
  const mean = (bound: Bound): number => sum((one) => one.bound[bound]) / paces.length;
  return {
    wanted: sum((one) => one.wanted),
    allowed: first.allowed,
    steps: sumSteps(paces.map(({ steps }) => steps)),
    stepsLost: sum((one) => one.stepsLost),
    startsPerSecond: options.startsPerSecond,
    perNetwork: options.perNetwork,
    bound: Object.fromEntries(
      (Object.keys(BOUNDS) as Bound[]).map((bound) => [bound, Math.round(mean(bound))]),
    ) as PaceFacts['bound'],
    parked: sum((one) => one.parked),
    connectTimeoutMs: first.connectTimeoutMs,
    learntMs: {
      internet: longest(paces.map(({ learntMs }) => learntMs.internet)),
      loopback: longest(paces.map(({ learntMs }) => learntMs.loopback)),
    },
    isLearning: first.isLearning,
    timeouts: sum((one) => one.timeouts),
    timeoutsMs: sum((one) => one.timeoutsMs),
    rescued: sum((one) => one.rescued),
  };
}

/** One list in the order of time, each step with the limit of all workers at that moment. */
function sumSteps(lists: readonly (readonly PaceStep[])[]): PaceStep[] {
  const limits = lists.map((steps) => steps[0]?.limit ?? 0);
  return lists
    .flatMap((steps, lane) => steps.map((step) => ({ step, lane })))
    .sort((a, b) => a.step.atMs - b.step.atMs)
    .map(({ step, lane }) => {
      limits[lane] = step.limit;
      return { ...step, limit: limits.reduce((a, b) => a + b, 0) };
    });
}

/** The limits in force together, with the reason of the one that is held back most. */
export function sumPaceNow(paces: readonly PaceNow[]): PaceNow {
  const held = paces.reduce((a, b) => (b.limit * a.wanted < a.limit * b.wanted ? b : a));
  return {
    limit: paces.reduce((total, one) => total + one.limit, 0),
    wanted: paces.reduce((total, one) => total + one.wanted, 0),
    why: held.why,
    learntMs: longest(paces.map(({ learntMs }) => learntMs)),
  };
}

/** Nulls count only where there is nothing else: a proxy is given the longest time that any worker found necessary. */
function longest(times: readonly (number | null)[]): number | null {
  return times.reduce((a, b) => (a === null ? b : b === null ? a : Math.max(a, b)), null);
}
