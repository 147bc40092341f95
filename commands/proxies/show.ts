/** `proxies show`: everything known about one proxy. */
import { defineCommand } from '../../src/command/define.ts';
import { PROXY_FIELDS } from '../../src/command/proxy-fields.ts';
import { proxy } from '../../src/command/types/proxy.ts';
import { sparkLine } from '../../src/command/render/chart-spark.ts';
import type { ProxyDetail } from '../../src/engine/types.ts';
import { formatDuration } from '../../src/lib/units.ts';
import { PROTOCOLS } from '../../src/model/proxy.ts';
import { chanceText } from './_chance.ts';
import { LISTED_COLUMN } from './_columns.ts';
import { NOTHING, ago, count, duration, plain, prose, rate, score, time, words, yesNo } from '../_show.ts';
import { resultText as pageText } from '../targets/_columns.ts';

/** Checks that are told in words. */
const LAST_SHOWN = 4;

type Timeline = ProxyDetail['timeline'];

interface Result {
  readonly protocol: string;
  readonly outcome: string;
  readonly latencyMs: number | null;
  readonly reason: string | null;
}

export default defineCommand({
  summary: 'Shows everything known about one proxy',
  args: [{ name: 'proxy', type: proxy, help: 'its id or address' }],
  effect: 'read',
  output: 'value',
  columns: [
    count('id'),
    plain('address'),
    plain('status'),
    yesNo('banned'),
    words('protocols'),
    score('score'),
    score('success'),
    score('speed'),
    score('reliability'),
    duration('latencyMs', 'latency'),
    {
      field: 'latencies',
      title: 'last latencies',
      show: (value) => (value as readonly number[]).map(formatDuration).join('  ') || NOTHING,
    },
    plain('anonymity'),
    plain('country', 'country of the exit'),
    plain('exit'),
    plain('tlsIntact', 'tls intact'),
    plain('tlsVerify', 'tls'),
    prose('changed', 24),
    LISTED_COLUMN,
    plain('breaker'),
    plain('failure'),
    {
      field: 'results',
      title: 'by protocol',
      show: (value) => (value as readonly Result[]).map(resultText).join('   ') || NOTHING,
    },
    { field: 'timeline', title: 'last checks', show: (value, _row, utf8) => timelineText(value as Timeline, utf8) },
    words('claimed'),
    count('checks'),
    count('passes'),
    words('sources'),
    words('tags'),
    yesNo('hasPassword', 'password'),
    time('firstSeenAt', 'first seen'),
    ago('lastCheckedAt', 'checked'),
    time('nextDueAt', 'next check'),
    yesNo('evicted'),
    rate('throughput'),
    ago('throughputAt', 'measured'),
    words('targets', 'passed at'),
    {
      field: 'ownPages',
      title: 'at own pages',
      show: (value) =>
        (value as ProxyDetail['ownPages']).map((page) => `${page.url} ${pageText(page)}`).join('   ') || NOTHING,
    },
    {
      field: 'survival',
      title: 'chance of passing',
      show: (value, row) => chanceText(value as ProxyDetail['survival'], row as unknown as ProxyDetail),
    },
  ],
  fields: [
    ...PROXY_FIELDS,
    'claimed',
    'exit',
    'tlsIntact',
    'checks',
    'passes',
    'firstSeenAt',
    'nextDueAt',
    'results',
    'latencies',
    'timeline',
    'hasPassword',
    'tlsVerify',
    'throughputAt',
    'ownPages',
    'survival',
  ],
  examples: ['proxies show 12', 'proxies show 192.0.2.7:3128', 'proxies show 12 --json'],
  run: ({ engine }, args) => ({ ...engine.view.detail(engine.view.resolve(args.proxy)) }),
});

/** A line for each protocol that passed, in it × where it failed; then the newest checks in words. */
function timelineText(timeline: Timeline, utf8: boolean): string {
  const lines = PROTOCOLS.flatMap((protocol) => {
    const latencies = timeline.filter((entry) => entry.protocol === protocol).map(({ latencyMs }) => latencyMs);
    return latencies.some((latency) => latency !== null) ? [`${protocol} ${sparkLine(latencies, utf8, 0)}`] : [];
  });
  const newest = timeline.slice(-LAST_SHOWN).reverse();
  const told = newest.map(
    (entry) => `${resultText(entry)} ${formatDuration(Math.max(0, Date.now() - Date.parse(entry.at)))} ago`,
  );
  return [...lines, ...told].join(utf8 ? ' · ' : ' | ') || 'none since the start';
}

function resultText({ protocol, outcome, latencyMs, reason }: Result): string {
  const detail = reason ?? (latencyMs === null ? '' : formatDuration(latencyMs));
  return `${protocol} ${outcome} ${detail}`.trimEnd();
}
