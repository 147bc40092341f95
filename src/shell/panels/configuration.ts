/** The settings that shape what is going on now, as they are in force; all of them are shown by `config show`. */
import { exactDuration } from '../../lib/units.ts';
import { definePanel, type Scene } from '../define-panel.ts';
import type { Facts } from '../feed/facts.ts';
import type { Brush } from '../paint/brush.ts';
import { drawnWidth } from '../paint/glyphs.ts';

export default definePanel({
  title: 'configuration',
  tab: 'config',
  number: 5,
  create: () => ({ paint: paintConfiguration }),
});

function settings({ config, status }: Facts): [string, string][] {
  return [
    ['timeout', exactDuration(config.get('timeout'))],
    ['connect', exactDuration(config.get('connect_timeout'))],
    ['retries', String(config.get('retries'))],
    ['at once', String(config.get('concurrency') ?? 'auto')],
    ['tls', config.get('verify_ssl') ? 'verified' : 'any'],
    ['judge', status.judge.inUse ?? (status.judge.running ? 'own' : 'auto')],
    ['scrape', `${config.get('scraper_interval_minutes')}m`],
    ['recheck', `${config.get('proxy_revalidate_hours')}h`],
    ['save', `${config.get('save_state_interval_seconds')}s`],
    ['refresh', `${config.get('dashboard_refresh_rate')}/s`],
    ['network', status.network],
  ];
}

function paintConfiguration(brush: Brush, scene: Scene): void {
  if (!scene.facts) return;
  const { theme } = brush;
  let x = 0;
  let y = 0;
  for (const [label, value] of settings(scene.facts)) {
    const width = drawnWidth(label) + 1 + drawnWidth(value);
    if (x > 0 && x + width > brush.width) {
      x = 0;
      y++;
    }
    if (y >= brush.height) return;
    x =
      brush.line(x, y, [
        [label, theme.dim],
        [' ', theme.text],
        [value, theme.text],
      ]) + 2;
  }
}
