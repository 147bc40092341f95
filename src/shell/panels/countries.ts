/** Where the working proxies come out: the countries with most of them. */
import { formatCount } from '../../lib/units.ts';
import { paintShares } from '../charts/shares.ts';
import { paintWhyEmpty } from '../charts/why-empty.ts';
import { definePanel, type Scene } from '../define-panel.ts';
import type { Brush } from '../paint/brush.ts';

const LABEL = 3;

export default definePanel({
  title: 'countries',
  tab: 'countries',
  number: null,
  kind: 'chart',
  create: () => ({
    heading: (scene) => {
      const known = scene.facts?.stats.countries.filter(({ country }) => country !== '??').length ?? 0;
      return known > 0 ? `${formatCount(known)} countries` : '';
    },
    paint: paintCountries,
  }),
});

function paintCountries(brush: Brush, { facts }: Scene): void {
  if (paintWhyEmpty(brush, facts, 'working') || !facts) return;
  const shares = facts.stats.countries.map(({ country, working }) => ({ label: country, count: working }));
  paintShares(brush, shares, { labelCells: LABEL, whole: facts.stats.working, step: 1 });
}
