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
  const { breaker, anonymity } = stats;
  return [
    [
      'working',
      formatCount(stats.working),
      theme.good,
      [[stats.successRate === null ? '' : formatPercent(stats.successRate), theme.dim]],
    ],
    [
      'answered',
      formatCount(stats.answered),
      theme.text,
      [
        ['failed ', theme.dim],
        [formatCount(stats.failed), theme.text],
      ],
    ],
    [
      'new',
      formatCount(stats.new),
      theme.text,
      [
        ['testing ', theme.dim],
        [formatCount(stats.testing), theme.text],
      ],
    ],
    [
      'latency',
      duration(stats.avgLatencyMs),
      theme.text,
      [
        ['p95 ', theme.dim],
        [duration(stats.p95LatencyMs), theme.text],
      ],
    ],
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
    [
      'score',
      stats.avgScore === null ? '–' : stats.avgScore.toFixed(3),
      theme.text,
      [
        ['banned ', theme.dim],
        [formatCount(stats.banned), theme.text],
      ],
    ],
    [
      'elite',
      formatCount(anonymity.elite),
      theme.text,
      [
        ['anonymous ', theme.dim],
        [formatCount(anonymity.anonymous), theme.text],
      ],
    ],
    [
      'transparent',
      formatCount(anonymity.transparent),
      theme.text,
      [
        ['unknown ', theme.dim],
        [formatCount(anonymity.unknown), theme.text],
      ],
    ],
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
