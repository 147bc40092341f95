/** How fast the working proxies answer: how many within each stretch of time. */
import { formatDuration } from '../../lib/units.ts';
import { paintColumns } from '../charts/columns.ts';
import { paintWhyEmpty } from '../charts/why-empty.ts';
import { definePanel, type Scene } from '../define-panel.ts';
import type { Brush } from '../paint/brush.ts';

export default definePanel({
  title: 'latency',
  tab: 'latency',
  number: null,
  create: () => ({
    heading: (scene) => {
      const { avgLatencyMs = null, p95LatencyMs = null } = scene.facts?.stats ?? {};
      if (avgLatencyMs === null) return '';
      return `avg ${formatDuration(avgLatencyMs)} p95 ${formatDuration(p95LatencyMs ?? avgLatencyMs)}`;
    },
    paint: paintLatency,
  }),
});

function paintLatency(brush: Brush, scene: Scene): void {
  const { facts } = scene;
  if (paintWhyEmpty(brush, facts, 'working') || !facts) return;
  const { latencies } = facts.stats;
  paintColumns(
    brush,
    latencies.map(({ underMs, count }, bucket) => ({
      label: underMs === null ? `${inSeconds(latencies[bucket - 1]?.underMs ?? 0)}+` : inSeconds(underMs),
      count,
    })),
    'seconds',
  );
}

/** `.3`, `1.5`, `8`: as short as can be, because it stands below a narrow bar. */
function inSeconds(ms: number): string {
  return String(ms / 1000).replace(/^0/, '');
}
