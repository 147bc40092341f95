/** `metrics show`: the last hours in one summary. */
import { defineCommand } from '../../src/command/define.ts';
import { duration as durationType } from '../../src/command/types/duration.ts';
import type { MetricsRow } from '../../src/engine/types.ts';
import { count, duration, percent, plain, time } from '../_show.ts';
import { share } from './_row.ts';

export default defineCommand({
  summary: 'Sums up what the pool was like and what was done over the last hours',
  description:
    'Least and most are over the minutes that are kept, further back over hours. `ran` is how long RefBot ran in that time.',
  flags: { since: { type: durationType, help: 'how far back; absent = 24h' } },
  effect: 'read',
  output: 'value',
  columns: [
    time('from'),
    time('to'),
    duration('ranMs', 'ran'),
    count('total'),
    count('working'),
    count('leastWorking', 'least working'),
    count('mostWorking', 'most working'),
    count('checks'),
    count('passed'),
    percent('passRate', 'pass rate'),
    plain('checksPerSecond', 'checks/s'),
    plain('mostChecksPerSecond', 'most checks/s'),
    duration('p50LatencyMs', 'median latency'),
    duration('p95LatencyMs', 'p95 latency'),
    count('fetched', 'lists fetched'),
    count('fetchErrors', 'list errors'),
    count('found'),
    count('added'),
  ],
  examples: ['metrics show', 'metrics show --since 7d', 'let rate = (metrics show --since 1h).passRate'],
  async run({ engine }, { since = 24 * 3_600_000 }) {
    const rows = await engine.view.metrics({ from: Math.max(0, engine.clock.now() - since), everyMinutes: 1 });
    const last = rows.at(-1);
    const sum = (name: keyof MetricsRow): number => rows.reduce((all, row) => all + Number(row[name]), 0);
    const [seconds, checks, passed] = [sum('seconds'), sum('checks'), sum('passed')];
    const rates = rows.map((row) => row.checks / row.seconds);
    const working = rows.map((row) => row.working);
    return {
      from: rows[0]?.at ?? null,
      to: last === undefined ? null : new Date(engine.clock.now()).toISOString(),
      ranMs: seconds * 1_000,
      total: last?.total ?? null,
      working: last?.working ?? null,
      leastWorking: last === undefined ? null : Math.min(...working),
      mostWorking: last === undefined ? null : Math.max(...working),
      checks,
      passed,
      passRate: share(passed, checks),
      checksPerSecond: rate(seconds === 0 ? 0 : checks / seconds),
      mostChecksPerSecond: rate(Math.max(0, ...rates)),
      p50LatencyMs: last?.p50LatencyMs || null,
      p95LatencyMs: last?.p95LatencyMs || null,
      fetched: sum('fetched'),
      fetchErrors: sum('fetchErrors'),
      found: sum('found'),
      added: sum('added'),
    };
  },
});

function rate(perSecond: number): number {
  return Math.round(perSecond * 100) / 100;
}
