/** Working proxies by protocol as bars, and the view by kind: HTTP only, HTTPS only, both. */
import { formatCount, formatPercent } from '../../lib/units.ts';
import { PROTOCOLS } from '../../model/proxy.ts';
import { definePanel, type Scene } from '../define-panel.ts';
import { barText } from '../paint/bar.ts';
import type { Brush } from '../paint/brush.ts';

export default definePanel({
  title: 'protocols',
  tab: 'protocols',
  number: 3,
  create: () => ({
    heading: (scene) => (scene.facts ? `working ${formatCount(scene.facts.stats.working)}` : ''),
    paint: paintProtocols,
  }),
});

const LABEL = 7;
const COUNT = 7;
const SHARE = 7;

function paintProtocols(brush: Brush, scene: Scene): void {
  const stats = scene.facts?.stats;
  if (!stats) return;
  const { theme } = brush;
  const { http, https, both } = stats.kinds;
  const bars: [string, number][] = PROTOCOLS.map((name) => [name, stats.protocols[name]]);
  if (brush.height >= 9) bars.push(['', -1], ['HTTP', http], ['HTTPS', https], ['BOTH', both]);
  const top = Math.max(1, ...bars.map(([, count]) => count));
  const cells = Math.max(4, brush.width - LABEL - COUNT - SHARE);
  for (const [y, [label, count]] of bars.entries()) {
    if (y >= brush.height || count < 0) continue;
    brush.text(0, y, label, theme.dim);
    brush.fill(LABEL, y, cells, brush.utf8 ? '·' : '.', theme.faint);
    brush.text(LABEL, y, barText(count / top, cells), theme.accent);
    brush.right(LABEL + cells + COUNT, y, formatCount(count), theme.text);
    if (stats.working > 0) brush.right(brush.width, y, formatPercent(count / stats.working), theme.dim);
  }
  if (brush.height === 5 || brush.height === 6) {
    const label = theme.dim;
    brush.line(0, 4, [
      ['HTTP ', label],
      [formatCount(http), theme.text],
      ['  HTTPS ', label],
      [formatCount(https), theme.text],
      ['  BOTH ', label],
      [formatCount(both), theme.text],
    ]);
  }
}
