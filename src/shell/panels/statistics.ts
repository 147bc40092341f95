/** Counts by status, latency, score and breaker states; with more room also anonymity, countries and failure reasons. */
import { formatCount, formatDuration, formatPercent } from '../../lib/units.ts';
import type { PoolStats } from '../../engine/types.ts';
import { definePanel, type Scene } from '../define-panel.ts';
import type { Brush, Segment } from '../paint/brush.ts';
import type { Theme } from '../paint/style.ts';

export default definePanel({
  title: 'statistics',
  tab: 'stats',
  number: 2,
  create: () => ({
    heading: (scene) => (scene.facts ? `pool ${formatCount(scene.facts.stats.total)}` : ''),
    paint: paintStatistics,
  }),
});

type Entry = readonly [label: string, value: string, look: number, rest: Segment[]];

function entries(stats: PoolStats, theme: Theme): Entry[] {
  const duration = (ms: number | null): string => (ms === null ? '–' : formatDuration(ms));
  const two = (label: string, value: string, secondLabel: string, second: string): Entry => [
    label,
    value,
    theme.text,
    [
      [`${secondLabel} `, theme.dim],
      [second, theme.text],
    ],
  ];
  const { breaker, anonymity } = stats;
  const share = stats.successRate === null ? '' : formatPercent(stats.successRate);
  return [
    ['working', formatCount(stats.working), theme.good, [[share, theme.dim]]],
    two('answered', formatCount(stats.answered), 'failed', formatCount(stats.failed)),
    two('new', formatCount(stats.new), 'testing', formatCount(stats.testing)),
    two('latency', duration(stats.avgLatencyMs), 'p95', duration(stats.p95LatencyMs)),
    [
      'breaker',
      `● ${formatCount(breaker.closed)}`,
      theme.text,
      [
        ['◐ ', theme.warn],
        [formatCount(breaker.halfOpen), theme.text],
        [' ○ ', theme.bad],
        [formatCount(breaker.open), theme.text],
      ],
    ],
    two('score', stats.avgScore === null ? '–' : stats.avgScore.toFixed(3), 'banned', formatCount(stats.banned)),
    two('elite', formatCount(anonymity.elite), 'anonymous', formatCount(anonymity.anonymous)),
    two('transparent', formatCount(anonymity.transparent), 'unknown', formatCount(anonymity.unknown)),
  ];
}

function paintStatistics(brush: Brush, scene: Scene): void {
  const stats = scene.facts?.stats;
  if (!stats) return;
  const { theme } = brush;
  const list = entries(stats, theme);
  const labelWidth = brush.height > 5 ? 11 : 8;
  const second = labelWidth + 9;
  for (const [y, [label, value, look, rest]] of list.slice(0, brush.height).entries()) {
    brush.text(0, y, label, theme.dim);
    brush.right(labelWidth + 7, y, value, look);
    brush.line(second, y, rest);
  }
  let y = list.length + 1;
  const countries = stats.countries
    .slice(0, 12)
    .map(({ country, working }) => `${country} ${formatCount(working)}`)
    .join('  ');
  if (y < brush.height && countries !== '') {
    brush.line(0, y, [
      ['countries  ', theme.dim],
      [countries, theme.text],
    ]);
    y += 2;
  }
  for (const { reason, count } of stats.reasons) {
    if (y >= brush.height) break;
    brush.text(0, y, reason, theme.dim);
    brush.right(28, y, formatCount(count), theme.text);
    y++;
  }
}
