/** `metrics list`: what the pool was like and what was done, a row for each stretch of time. */
import { defineCommand } from '../../src/command/define.ts';
import { duration as durationType } from '../../src/command/types/duration.ts';
import { count, duration, percent, plain, time } from '../_show.ts';
import { FIELDS, lengthFor, minutes, shownRow } from './_row.ts';

const MINUTE_MS = 60_000;

export default defineCommand({
  summary: 'Lists what the pool was like and what was done, a row for each stretch of time, oldest first',
  description:
    'There is a row a minute for a day and a row an hour for 90 days (`metrics.minutes_kept_hours`, `metrics.hours_kept_days`); where only hours are kept no row is shorter. Checks and finds are those of the stretch, the other numbers are as they were at its end. Times in which RefBot did not run have no rows.',
  flags: {
    since: { type: durationType, help: 'how far back; absent = 6h' },
    every: { type: minutes, help: 'length of a stretch, whole minutes; absent = what gives a screenful' },
  },
  effect: 'read',
  output: 'rows',
  columns: [
    time('at', 'from'),
    count('total'),
    count('working'),
    count('checks'),
    plain('checksPerSecond', 'checks/s'),
    percent('passRate', 'passed'),
    duration('p50LatencyMs', 'median latency'),
    duration('p95LatencyMs', 'p95 latency'),
    count('answered'),
    count('failed'),
    count('new'),
    count('http'),
    count('https'),
    count('socks4'),
    count('socks5'),
    count('found'),
    count('added'),
    count('fetched', 'lists'),
    count('fetchErrors', 'list errors'),
  ],
  fields: [...FIELDS],
  empty: () => 'nothing is known of that time',
  examples: [
    'metrics list',
    'metrics list --since 24h --every 1h',
    'metrics list --since 7d | chart line working by at',
    'metrics list --since 90d | to csv > pool.csv',
  ],
  async run({ engine }, { since = 6 * 3_600_000, every }) {
    const everyMinutes = every === undefined ? lengthFor(since) : every / MINUTE_MS;
    const from = Math.max(0, engine.clock.now() - since);
    return (await engine.view.metrics({ from, everyMinutes })).map(shownRow);
  },
});
