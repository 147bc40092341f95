/** Why proxies fail: the last reason of each that failed, most frequent first, and what each reason means. */
import { formatCount } from '../../lib/units.ts';
import { FAILURE_REASONS } from '../../model/report.ts';
import { paintShares } from '../charts/shares.ts';
import { paintWhyEmpty } from '../charts/why-empty.ts';
import { definePanel, type Scene } from '../define-panel.ts';
import type { Brush } from '../paint/brush.ts';

/** The longest name of a reason. */
const LABEL = Math.max(...Object.keys(FAILURE_REASONS).map((reason) => reason.length));
/** With fewer rows the meanings would leave room for too few reasons. */
const ROWS_WITH_WORDS = 6;

export default definePanel({
  title: 'failure reasons',
  tab: 'reasons',
  number: null,
  create: () => ({
    heading: (scene) => (scene.facts ? `failed ${formatCount(scene.facts.stats.failed)}` : ''),
    paint: paintReasons,
  }),
});

function paintReasons(brush: Brush, { facts }: Scene): void {
  if (paintWhyEmpty(brush, facts, 'checked') || !facts) return;
  const { reasons } = facts.stats;
  if (reasons.length === 0) return void brush.text(0, 0, 'nothing failed', brush.theme.dim);
  paintShares(
    brush,
    reasons.map(({ reason, count }) => ({ label: reason, count, words: FAILURE_REASONS[reason] })),
    {
      labelCells: LABEL,
      whole: reasons.reduce((sum, { count }) => sum + count, 0),
      step: brush.height >= ROWS_WITH_WORDS ? 2 : 1,
    },
  );
}
