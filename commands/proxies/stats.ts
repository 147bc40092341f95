/** `proxies stats`: the pool in numbers. */
import { defineCommand } from '../../src/command/define.ts';
import { geoAge, geoDatabase } from '../../src/checker/geo-database.ts';
import { formatDuration } from '../../src/lib/units.ts';
import { NOTHING, count, duration, percent, plain, prose, score } from '../_show.ts';

const SHOWN = 8;

export default defineCommand({
  summary: 'Shows how many proxies there are, by status, protocol and country, with averages',
  effect: 'read',
  output: 'value',
  columns: [
    count('total'),
    count('working'),
    count('answered'),
    count('failed'),
    count('new'),
    count('testing'),
    count('banned'),
    count('evicted'),
    percent('successRate', 'success rate'),
    duration('avgLatencyMs', 'mean latency'),
    duration('p50LatencyMs', 'median latency'),
    duration('p95LatencyMs', 'p95 latency'),
    score('avgScore', 'mean score'),
    { field: 'latencies', show: latencies },
    plain('protocols'),
    plain('kinds', 'http / https / both'),
    plain('anonymity'),
    plain('breaker'),
    { field: 'countries', show: (value) => pairs(value, 'country', 'working') },
    prose('countryData', 24, 'countries by'),
    { field: 'reasons', title: 'failures', show: (value) => pairs(value, 'reason', 'count') },
  ],
  examples: ['proxies stats', 'proxies stats --json', 'let alive = (proxies stats).working'],
  run: async ({ engine }) => ({
    ...engine.view.stats(),
    countryData: await countryData(engine.config.getPath('geo.database'), engine.clock.now()),
  }),
});

/** Whose database says where exits are, and how old it is; null without one. */
async function countryData(file: string | null, now: number): Promise<string | null> {
  try {
    const database = await geoDatabase(file);
    const { text, isOld } = geoAge(database, now);
    return `${database.attribution}, of ${text}${isOld ? ': `doctor` tells how to get a newer one' : ''}`;
  } catch {
    return null;
  }
}

function latencies(value: unknown): string {
  const buckets = value as readonly { underMs: number | null; count: number }[];
  const shown = buckets.flatMap(({ underMs, count }, i) => {
    if (count === 0) return [];
    const bound = underMs ?? buckets[i - 1]!.underMs!;
    return `${underMs === null ? 'over' : 'under'} ${formatDuration(bound)} ${count}`;
  });
  return shown.join('  ') || NOTHING;
}

function pairs(value: unknown, name: string, number: string): string {
  const entries = value as readonly Readonly<Record<string, string | number>>[];
  const shown = entries.slice(0, SHOWN).map((entry) => `${entry[name]} ${entry[number]}`);
  if (entries.length > SHOWN) shown.push(`and ${entries.length - SHOWN} more`);
  return shown.join('  ') || NOTHING;
}
