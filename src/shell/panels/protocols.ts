/**
 * Working proxies by protocol: a bar, the count, the share and, where there is room, how the count went in the last
 * minutes; below, the view by kind: HTTP only, HTTPS only, both.
 */
import { PROTOCOLS } from '../../model/proxy.ts';
import { definePanel, type Scene } from '../define-panel.ts';
import { type Facts, TRAIL_SECONDS } from '../feed/facts.ts';
import { sparkText } from '../paint/bar.ts';
import type { Brush } from '../paint/brush.ts';
import { secondParts } from '../paint/chart.ts';
import { countFigure, percentFigure } from '../paint/figures.ts';
import { paintGauge } from '../paint/gauge.ts';

export default definePanel({
  title: 'protocols',
  tab: 'protocols',
  number: 3,
  create: () => ({
    heading: (scene) => (scene.facts ? `working ${countFigure(scene.facts.stats.working, COUNT).trimStart()}` : ''),
    paint: paintProtocols,
  }),
});

const LABEL = 6;
const COUNT = 7;
const SHARE = 6;
/** A count in the line of kinds. */
const KIND_COUNT = 5;
const GAP = 1;
/** Width from which on there is a line of the last minutes, and from which on it is a long one. */
const TREND_WIDTH = 40;
const LONG_TREND_WIDTH = 60;
const TREND = 8;
const LONG_TREND = 16;
/** The first minute fills the line; then it stands for all that is remembered. */
const FIRST_SECONDS = 60;

function paintProtocols(brush: Brush, scene: Scene): void {
  const { facts } = scene;
  if (!facts) return;
  const { theme, width, height } = brush;
  const { stats } = facts;
  const trend = width < TREND_WIDTH ? 0 : width < LONG_TREND_WIDTH ? TREND : LONG_TREND;
  const bar = Math.max(4, width - LABEL - GAP - COUNT - GAP - SHARE - (trend > 0 ? trend + GAP : 0));
  const isTall = height >= PROTOCOLS.length + 5;
  const { http, https, both } = stats.kinds;
  const kinds: readonly [string, number][] = [
    ['HTTP', http],
    ['HTTPS', https],
    ['BOTH', both],
  ];
  const counts = [...PROTOCOLS.map((name) => stats.protocols[name]), ...(isTall ? [http, https, both] : [])];
  const top = Math.max(1, ...counts);
  const row = (y: number, label: string, count: number): number => {
    brush.text(0, y, label, theme.dim);
    paintGauge(brush, LABEL + GAP, y, bar, count / top);
    let x = LABEL + GAP + bar;
    x = brush.text(x, y, countFigure(count, COUNT)) + GAP;
    return brush.text(x, y, percentFigure(stats.working > 0 ? count / stats.working : Number.NaN), theme.dim);
  };
  for (const [y, name] of PROTOCOLS.entries()) {
    const x = row(y, name, stats.protocols[name]);
    if (trend > 0) brush.right(x + GAP + trend, y, trendOf(facts, name, trend, brush), theme.fill);
  }
  const y = PROTOCOLS.length;
  if (isTall) for (const [index, [name, count]] of kinds.entries()) row(y + 1 + index, name, count);
  else paintKinds(brush, y, kinds);
}

function trendOf(facts: Facts, name: (typeof PROTOCOLS)[number], cells: number, brush: Brush): string {
  const trail = facts.protocolTrails[name];
  const seconds = trail.length <= FIRST_SECONDS ? FIRST_SECONDS : TRAIL_SECONDS;
  const parts = secondParts(trail, cells, seconds, facts.trailEnd).filter((part) => part !== null);
  return sparkText(
    parts.map(({ low, high }) => (low + high) / 2),
    brush.graph,
    'low',
  );
}

function paintKinds(brush: Brush, y: number, kinds: readonly (readonly [string, number])[]): void {
  const { theme, width } = brush;
  const each = Math.floor(width / kinds.length);
  for (const [index, [name, count]] of kinds.entries()) {
    const x = brush.text(index * each, y, `${name} `, theme.dim);
    brush.text(x, y, countFigure(count, Math.min(KIND_COUNT, each - name.length - 1 - GAP)), theme.text);
  }
}
