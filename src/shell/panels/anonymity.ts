/** What the working proxies give away: a ring each for elite, anonymous and transparent ones. */
import { formatCount } from '../../lib/units.ts';
import { paintShares } from '../charts/shares.ts';
import { paintWhyEmpty } from '../charts/why-empty.ts';
import { colorOf } from '../contrib/colors.ts';
import { shellHand } from '../contrib/shell-hand.ts';
import { definePanel, type Scene } from '../define-panel.ts';
import type { Brush } from '../paint/brush.ts';
import type { Style } from '../paint/style.ts';

/** Below this a ring is a blot. */
const RING_ROWS = 6;
const RING_COLUMNS = 30;
const LABEL = 11;

export default definePanel({
  title: 'anonymity',
  tab: 'anonymity',
  number: null,
  create: () => ({
    heading: (scene) => {
      const unknown = scene.facts?.stats.anonymity.unknown ?? 0;
      return unknown > 0 ? `unknown ${formatCount(unknown)}` : '';
    },
    paint: paintAnonymity,
  }),
});

function paintAnonymity(brush: Brush, { facts }: Scene): void {
  if (paintWhyEmpty(brush, facts, 'working') || !facts) return;
  const { anonymity, working } = facts.stats;
  const isDrawn =
    brush.graph === 'braille' &&
    brush.height >= RING_ROWS &&
    brush.width >= RING_COLUMNS &&
    paintRings(brush, anonymity, working);
  if (isDrawn) return;
  const names = ['elite', 'anonymous', 'transparent', 'unknown'] as const;
  const shares = names.map((label) => ({ label, count: anonymity[label] }));
  paintShares(brush, shares, { labelCells: LABEL, whole: working, step: 1 });
}

function paintRings(brush: Brush, anonymity: Readonly<Record<string, number>>, working: number): boolean {
  const { theme } = brush;
  const restColor = colorOf(theme.track);
  const color = (look: Style): number | null => colorOf(look) ?? colorOf(theme.accent);
  const rings = [
    ['elite', color(theme.good)],
    ['anonymous', color(theme.accent)],
    ['transparent', color(theme.warn)],
  ] as const;
  if (restColor === null) return false;
  const parts = rings.flatMap(([label, color]) =>
    color === null ? [] : [{ label, share: (anonymity[label] ?? 0) / working, color }],
  );
  return parts.length > 0 && shellHand.draw(brush, 'anonymity', { kind: 'donut', parts, restColor });
}
