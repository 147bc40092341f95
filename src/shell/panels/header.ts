/** The first line: name, time, uptime, mode, pool, working proxies with their change, jobs, and what needs attention. */
import { formatCount, formatDuration } from '../../lib/units.ts';
import { definePanel, type Scene } from '../define-panel.ts';
import type { Brush, Segment } from '../paint/brush.ts';
import { clockTime } from '../paint/clock-time.ts';
import { drawnWidth } from '../paint/glyphs.ts';

export default definePanel({
  title: 'header',
  tab: '',
  number: null,
  create: () => ({ paint: paintHeader }),
});

function paintHeader(brush: Brush, scene: Scene): void {
  const { theme } = brush;
  const time = clockTime(scene.now);
  let column = brush.line(0, 0, [
    [' RefBot', theme.focus],
    ['  ', theme.text],
    [time, theme.text],
  ]);
  if (!scene.facts) {
    brush.text(column, 0, '  opening state…', theme.dim);
    return;
  }
  const { status, stats, jobs, workingChange } = scene.facts;
  const running = jobs.filter((job) => job.state === 'running').length;
  const warnings: Segment[] = [];
  if (status.storeError !== null) warnings.push(['⚠ state not saved', theme.bad]);
  if (status.demo.running) warnings.push(['demo', theme.warn]);
  else if (status.network === 'loopback') warnings.push(['loopback only', theme.warn]);
  const change: Segment =
    workingChange === 0
      ? ['', theme.dim]
      : workingChange > 0
        ? [` ▲${workingChange}`, theme.good]
        : [` ▼${-workingChange}`, theme.bad];
  const facts: Segment[][] = [
    [
      ['up ', theme.dim],
      [formatDuration(status.uptimeMs), theme.text],
    ],
    [
      ['mode ', theme.dim],
      [status.mode, theme.text],
    ],
    [
      ['pool ', theme.dim],
      [formatCount(stats.total), theme.strong],
    ],
    [['working ', theme.dim], [formatCount(stats.working), theme.strong], change],
    ...(status.auto
      ? [
          [
            ['auto ', theme.dim],
            ['on', theme.good],
          ] satisfies Segment[],
        ]
      : []),
    [
      ['jobs ', theme.dim],
      [String(running), running > 0 ? theme.accent : theme.text],
    ],
    ...warnings.map((warning) => [warning]),
  ];
  // What a narrow line has no room for goes, least needed first.
  const order = [1, 0, 2, facts.length - warnings.length - 1, facts.length - 1];
  const width = (parts: readonly Segment[]): number => 3 + parts.reduce((sum, [text]) => sum + drawnWidth(text), 0);
  const kept = new Set(facts.keys());
  for (const index of order)
    if ([...kept].reduce((sum, at) => sum + width(facts[at]!), column) > brush.width) kept.delete(index);
  for (const index of kept) column = brush.line(column, 0, [['   ', theme.text], ...facts[index]!]);
}
