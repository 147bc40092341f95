/** What `check --explain` tells: how fast the run was allowed to go and why, what it waited for, and which knob helps. Pure. */
import { adviceOf, leastMs } from '../../src/checker/pace/advice.ts';
import type { Io } from '../../src/command/io.ts';
import { formatCount, formatDuration } from '../../src/lib/units.ts';
import { BOUNDS, PACE_REASONS, type Bound, type CheckPace, type PaceStep } from '../../src/model/pace.ts';
import { detail } from '../_summary.ts';

/** What waited for less is not worth a word. */
const LEAST_WAIT_MS = 50;

/** The facts with what follows from them, for machine formats. */
export function explained(pace: CheckPace): Readonly<Record<string, unknown>> {
  return { ...pace, leastMs: Math.round(leastMs(pace)), advice: adviceOf(pace) };
}

/** @param who was asked directly */
export function explainText(pace: CheckPace, who: 'judge' | 'page', output: Io['output']): string {
  const lines: readonly (readonly [word: string, text: string])[] = [
    ['in flight', inFlight(pace)],
    ['limit', limits(pace)],
    ['waited for', waited(pace)],
    ['connect', connects(pace)],
    ['retries', retries(pace)],
    [
      'probes',
      pace.judgeProbes === 0 ? `none of the ${who}` : `${formatCount(pace.judgeProbes)} of the ${who}, asked directly`,
    ],
    [
      'least time',
      `Σt/C ${formatDuration(leastMs(pace))} at ${formatCount(pace.wanted)} of ${formatDuration(pace.runMs)}: ${adviceOf(pace)}`,
    ],
  ];
  const width = Math.max(...lines.map(([word]) => word.length));
  return lines.map(([word, text]) => detail(word.padEnd(width), text, output)).join('');
}

function inFlight({ wanted, allowed, peakConnections, connections }: CheckPace): string {
  return `${formatCount(wanted)} wanted, ${formatCount(allowed)} allowed by the file descriptors, ${formatCount(peakConnections)} at most were; ${counted(connections, 'connection')} in all`;
}

function limits({ steps, stepsLost }: CheckPace): string {
  const told = steps.map(stepText);
  if (stepsLost > 0) told.splice(1, 0, `… ${formatCount(stepsLost)} more`);
  return told.join(', ');
}

function stepText({ atMs, limit, why, times }: PaceStep): string {
  const again = times > 1 ? ` (${formatCount(times)} times)` : '';
  return `${formatDuration(atMs)} ${formatCount(limit)} ${PACE_REASONS[why]}${again}`;
}

function waited(pace: CheckPace): string {
  const names = (Object.keys(BOUNDS) as Bound[]).filter((name) => pace.bound[name] >= LEAST_WAIT_MS);
  if (names.length === 0) return 'nothing';
  return names
    .toSorted((a, b) => pace.bound[b] - pace.bound[a])
    .map((name) => `${boundText(name, pace)} ${formatDuration(pace.bound[name])}`)
    .join(', ');
}

function boundText(bound: Bound, { startsPerSecond, perNetwork, parked }: CheckPace): string {
  if (bound === 'starts') return `${BOUNDS.starts} (${formatCount(startsPerSecond)})`;
  if (bound === 'networks')
    return `${BOUNDS.networks} (${formatCount(perNetwork ?? 0)}; ${counted(parked, 'proxy', 'proxies')} waited)`;
  return BOUNDS[bound];
}

function connects({ connectTimeoutMs, learntMs, isLearning, timeouts, timeoutsMs }: CheckPace): string {
  const learnt = learntMs.internet ?? learntMs.loopback;
  const used = `timeout ${formatDuration(connectTimeoutMs)}`;
  const known =
    learnt === null
      ? isLearning
        ? ', none shorter was learnt'
        : ''
      : isLearning
        ? `, learnt ${formatDuration(learnt)}`
        : `, ${formatDuration(learnt)} would do`;
  return `${used}${known}; ${formatCount(timeouts)} timed out, ${formatDuration(timeoutsMs)} altogether`;
}

function retries({ retried, rescued }: CheckPace): string {
  return retried === 0 ? 'none' : `${formatCount(retried)} late, ${formatCount(rescued)} connected then`;
}

function counted(number: number, one: string, many = `${one}s`): string {
  return `${formatCount(number)} ${number === 1 ? one : many}`;
}
