/** How many of the checked proxies work: a gauge, and the counts it is made of. */
import { formatCount } from '../../lib/units.ts';
import { paintWhyEmpty } from '../charts/why-empty.ts';
import { colorOf, inkOn } from '../contrib/colors.ts';
import { shellHand } from '../contrib/shell-hand.ts';
import { definePanel, type Scene } from '../define-panel.ts';
import { paintGauge } from '../paint/gauge.ts';
import type { Brush } from '../paint/brush.ts';
import { countFigure, percentFigure } from '../paint/figures.ts';

const GAUGE_ROWS = 3;
const LABEL = 9;
const COUNT = 9;
const SHARE = 9;

export default definePanel({
  title: 'success',
  tab: 'success',
  number: null,
  create: () => ({
    heading: (scene) => {
      const { working, answered, failed } = scene.facts?.stats ?? { working: 0, answered: 0, failed: 0 };
      const checked = working + answered + failed;
      return checked > 0 ? `${formatCount(working)} of ${formatCount(checked)}` : '';
    },
    paint: paintSuccess,
  }),
});

function paintSuccess(brush: Brush, { facts }: Scene): void {
  if (paintWhyEmpty(brush, facts, 'checked') || !facts) return;
  const { theme } = brush;
  const { working, answered, failed, successRate } = facts.stats;
  const rows = Math.min(GAUGE_ROWS, brush.height);
  paintShare(brush.part(0, 0, brush.width, rows), successRate ?? 0);
  const checked = working + answered + failed;
  const lines = [
    ['working', working, theme.good],
    ['answered', answered, theme.warn],
    ['failed', failed, theme.bad],
  ] as const;
  const room = brush.height - rows;
  if (room < lines.length) return;
  const first = rows + (room > lines.length ? 1 : 0);
  for (const [index, [label, count, look]] of lines.entries()) {
    const y = first + index;
    brush.text(0, y, label, theme.dim);
    brush.text(LABEL, y, countFigure(count, COUNT), look);
    brush.right(LABEL + COUNT + SHARE, y, percentFigure(count / checked), theme.dim);
  }
}

/** The widget shows its value by colour alone, and in whole percents. */
function paintShare(brush: Brush, share: number): void {
  const { theme, width } = brush;
  const color = colorOf(theme.fill) ?? colorOf(theme.accent);
  const middle = Math.floor(brush.height / 2);
  paintGauge(brush, 1, middle, width - 2, 0);
  const isDrawn =
    brush.utf8 &&
    color !== null &&
    brush.height === GAUGE_ROWS &&
    shellHand.draw(brush, 'success', { kind: 'gauge', share, color, ink: inkOn(color) });
  if (isDrawn) return;
  brush.band(middle, theme.text);
  paintGauge(brush, 1, middle, width - 2 - SHARE, share);
  brush.right(width - 1, middle, percentFigure(share), theme.strong);
}
