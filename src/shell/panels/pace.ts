/** The last five minutes in two small lines: checks per second, and how many proxies work. */
import { formatCount } from '../../lib/units.ts';
import { meansOf } from '../charts/buckets.ts';
import { paintWhyEmpty } from '../charts/why-empty.ts';
import { colorOf } from '../contrib/colors.ts';
import { shellHand } from '../contrib/shell-hand.ts';
import { definePanel, type Scene } from '../define-panel.ts';
import { type Facts, TRAIL_SECONDS } from '../feed/facts.ts';
import { sparkText } from '../paint/bar.ts';
import type { Brush } from '../paint/brush.ts';

/** A title, a line and a blank one. */
const ROWS_EACH = 3;

export default definePanel({
  title: 'pace',
  tab: 'pace',
  number: null,
  create: () => ({ heading: () => `last ${TRAIL_SECONDS / 60} min`, paint: paintPace }),
});

interface Series {
  readonly title: string;
  readonly values: readonly number[];
  readonly now: number;
  /** Where its heights begin: what comes and goes at zero, what grows slowly at its least. */
  readonly from: 'zero' | 'low';
}

function paintPace(brush: Brush, scene: Scene): void {
  const { facts } = scene;
  if (paintWhyEmpty(brush, facts, 'checked') || !facts) return;
  const { theme } = brush;
  const fitting = Math.max(1, Math.floor((brush.height + 1) / ROWS_EACH));
  const series = seriesOf(facts, scene.now, brush.width).slice(0, fitting);
  const area = brush.part(0, 0, brush.width, Math.min(brush.height, series.length * ROWS_EACH));
  const color = colorOf(theme.fill);
  const isDrawn =
    brush.utf8 &&
    color !== null &&
    shellHand.draw(area, 'pace', {
      kind: 'sparkline',
      series: series.map(({ title, values, from }) => ({ title, values, range: rangeOf(values, from) })),
      color,
      titleColor: colorOf(theme.dim) ?? color,
    });
  for (const [index, { title, values, now, from }] of series.entries()) {
    const y = index * ROWS_EACH;
    if (!isDrawn) {
      brush.text(0, y, `${title}:`, theme.dim);
      brush.text(0, y + 1, sparkText(values, brush.graph, from), theme.fill);
    }
    brush.right(brush.width, y, formatCount(now), theme.text);
  }
}

function seriesOf(facts: Facts, nowMs: number, columns: number): Series[] {
  const seconds = Math.max(1, Math.ceil(TRAIL_SECONDS / Math.max(1, columns)));
  const count = Math.min(columns, Math.ceil(TRAIL_SECONDS / seconds));
  const checks = facts.throughput
    .slice(-TRAIL_SECONDS)
    .map(({ second, ok, failed }) => ({ second, value: ok + failed }));
  const now = Math.floor(nowMs / 1000);
  // What was before the first reading is not known; the line begins level.
  const unknown = Array.from<number>({ length: TRAIL_SECONDS - facts.workingTrail.length });
  const trail = [...unknown.fill(facts.workingTrail[0] ?? 0), ...facts.workingTrail];
  const working = trail.map((value, index) => ({ second: now - trail.length + 1 + index, value }));
  return [
    { title: 'checks/s', values: meansOf(checks, seconds, count), now: facts.status.checksPerSecond, from: 'zero' },
    { title: 'working', values: meansOf(working, seconds, count), now: facts.stats.working, from: 'low' },
  ];
}

/** As in `sparkText`: a trend over at least a tenth of its largest value, so that a small change stays small. */
function rangeOf(values: readonly number[], from: Series['from']): readonly [low: number, high: number] {
  const high = Math.max(0, ...values);
  if (from === 'zero') return [0, Math.max(1, high)];
  const low = Math.min(high, ...values);
  const span = Math.max(high - low, 1, high / 10);
  return high === 0 ? [0, 1] : [(high + low - span) / 2, (high + low + span) / 2];
}
