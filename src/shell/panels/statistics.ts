/**
 * Counts by status, latency, score and breaker states, in columns as many as there is room for; with more rows also
 * anonymity, countries and failure reasons.
 */
import type { PoolStats } from '../../engine/types.ts';
import { formatCount } from '../../lib/units.ts';
import { definePanel, type Scene } from '../define-panel.ts';
import type { Brush } from '../paint/brush.ts';
import { countFigure, durationFigure, percentFigure } from '../paint/figures.ts';
import type { Style, Theme } from '../paint/style.ts';

export default definePanel({
  title: 'statistics',
  tab: 'stats',
  number: 2,
  create: () => ({
    heading: (scene) => (scene.facts ? `pool ${formatCount(scene.facts.stats.total)}` : ''),
    paint: paintStatistics,
  }),
});

const VALUE = 7;
const GAP = 2;
/** The longest label and a value. */
const LEAST_COLUMN = 14;
const WIDEST_COLUMN = 22;
/** Rows of pairs above the line of breakers. */
const FIRST_ROWS = 4;

type Entry = readonly [label: string, value: number | string, look?: Style];

/** Most wanted first, in pairs that belong together. Counts are numbers: how many digits fit depends on the label. */
function entriesOf(stats: PoolStats, theme: Theme): Entry[] {
  const { anonymity } = stats;
  return [
    ['working', stats.working, theme.good],
    ['success', percentFigure(stats.successRate ?? Number.NaN)],
    ['answered', stats.answered],
    ['failed', stats.failed],
    ['new', stats.new],
    ['testing', stats.testing],
    ['latency', durationFigure(stats.avgLatencyMs)],
    ['p95', durationFigure(stats.p95LatencyMs)],
    ['score', stats.avgScore === null ? '–' : stats.avgScore.toFixed(3)],
    ['banned', stats.banned],
    ['elite', anonymity.elite],
    ['anonym.', anonymity.anonymous],
    ['transp.', anonymity.transparent],
    ['unknown', anonymity.unknown],
  ];
}

function paintStatistics(brush: Brush, scene: Scene): void {
  const stats = scene.facts?.stats;
  if (!stats) return;
  const { theme, width, height } = brush;
  const columns = Math.max(1, Math.floor((width + GAP) / (LEAST_COLUMN + GAP)));
  const cells = Math.min(WIDEST_COLUMN, Math.floor((width + GAP) / columns) - GAP);
  const paint = (entry: Entry, index: number, top: number): void => {
    const [label, value, look = theme.text] = entry;
    const y = top + Math.floor(index / columns);
    const x = (index % columns) * (cells + GAP);
    if (y >= height) return;
    brush.text(x, y, label, theme.dim);
    const text = typeof value === 'string' ? value : countFigure(value, Math.min(VALUE, cells - label.length - 1));
    brush.right(x + cells, y, text, look);
  };
  const entries = entriesOf(stats, theme);
  const first = FIRST_ROWS * columns;
  for (const [index, entry] of entries.slice(0, first).entries()) paint(entry, index, 0);
  paintBreakers(brush, FIRST_ROWS, stats.breaker);
  for (const [index, entry] of entries.slice(first).entries()) paint(entry, index, FIRST_ROWS + 1);
  const y = FIRST_ROWS + 2 + Math.ceil(Math.max(0, entries.length - first) / columns);
  if (y < height) paintMore(brush.part(0, y, width, height - y), stats);
}

/** Each state has its sign, and its word where there is room. */
function paintBreakers(brush: Brush, y: number, { closed, halfOpen, open }: PoolStats['breaker']): void {
  const { theme, width } = brush;
  const label = brush.text(0, y, 'breaker ', theme.dim);
  const each = Math.floor((width - label) / 3);
  const isTight = each < VALUE + 2;
  const hasWords = each >= 'closed'.length + VALUE + 2;
  const states: readonly [sign: string, word: string, count: number, look: Style][] = [
    ['●', 'closed', closed, theme.text],
    ['◐', 'half', halfOpen, theme.warn],
    ['○', 'open', open, theme.bad],
  ];
  for (const [index, [sign, word, count, look]] of states.entries()) {
    const x = label + index * each;
    const next = brush.line(x, y, [
      [isTight ? sign : `${sign} `, look],
      [hasWords ? `${word} ` : '', theme.dim],
    ]);
    brush.text(next, y, countFigure(count, Math.min(VALUE, each - (next - x) - 1)), theme.text);
  }
}

/** Countries on one line, then why checks failed. */
function paintMore(brush: Brush, stats: PoolStats): void {
  const { theme } = brush;
  let y = 0;
  const countries = stats.countries
    .slice(0, 12)
    .map(({ country, working }) => `${country} ${formatCount(working)}`)
    .join('  ');
  if (countries !== '') {
    brush.line(0, 0, [
      ['countries  ', theme.dim],
      [countries, theme.text],
    ]);
    y += 2;
  }
  for (const { reason, count } of stats.reasons) {
    if (y >= brush.height) break;
    brush.text(0, y, reason, theme.dim);
    brush.right(28, y, formatCount(count), theme.text);
    y++;
  }
}
