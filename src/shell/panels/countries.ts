/** Where the working proxies come out: the countries with most of them. */
import { formatCount } from '../../lib/units.ts';
import { paintShares } from '../charts/shares.ts';
import { paintWhyEmpty } from '../charts/why-empty.ts';
import { definePanel, type Scene } from '../define-panel.ts';
import type { Brush } from '../paint/brush.ts';

const LABEL = 3;
const UNKNOWN = '??';

export default definePanel({
  title: 'countries',
  tab: 'countries',
  number: null,
  create: () => ({
    heading: (scene) => {
      const known = scene.facts?.stats.countries.filter(({ country }) => country !== UNKNOWN).length ?? 0;
      if (known === 0) return '';
      return known === 1 ? '1 country' : `${formatCount(known)} countries`;
    },
    paint: paintCountries,
  }),
});

function paintCountries(brush: Brush, { facts }: Scene): void {
  if (paintWhyEmpty(brush, facts, 'working') || !facts) return;
  // On loopback, or without a database of countries.
  if (facts.stats.countries.every(({ country }) => country === UNKNOWN))
    return void brush.text(0, 0, 'no exit country is known', brush.theme.dim);
  const shares = facts.stats.countries.map(({ country, working }) => ({ label: country, count: working }));
  paintShares(brush, shares, { labelCells: LABEL, whole: facts.stats.working, step: 1 });
}
