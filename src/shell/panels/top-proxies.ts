/**
 * The pool as a table, best first: sorted by a column, filtered by an expression, scrolled through without end. Asks the
 * view for the visible rows only. Without a filter on the status it shows working proxies.
 */
import { filter } from '../../command/types/filter.ts';
import { PROXY_FIELDS } from '../../command/proxy-fields.ts';
import { formatCount } from '../../lib/units.ts';
import { toRefbotError } from '../../model/errors.ts';
import { type ProxyRow, STATUSES } from '../../model/proxy.ts';
import type { RankQuery } from '../../engine/types.ts';
import type { PanelAction } from '../../command/screen.ts';
import { definePanel, type Panel, type PanelPort, type Scene } from '../define-panel.ts';
import type { Facts } from '../facts.ts';
import { paintHead, paintRow, placeColumns } from '../paint/table.ts';
import { proxyColumns } from '../proxy-columns.ts';

type SortKey = NonNullable<RankQuery['by']>;
/** What `s` goes through; each with its natural direction first. */
const SORTS: readonly (readonly [key: SortKey, title: string])[] = [
  ['score', 'score'],
  ['latencyMs', 'latency'],
  ['success', 'success'],
  ['reliability', 'reliability'],
  ['lastCheckedAt', 'last check'],
  ['id', 'id'],
];

export default definePanel({
  title: 'top proxies',
  tab: 'proxies',
  number: 6,
  kind: 'table',
  create: () => new TopProxies(),
});

class TopProxies implements Panel {
  #sort = 0;
  #reverse = false;
  #filter = '';
  #where: RankQuery['where'];
  #offset = 0;
  #selected = 0;
  readonly #marked = new Set<number>();
  #rows: readonly ProxyRow[] = [];
  #total = 0;
  #height = 1;
  /** What the rows were asked for; they are asked for again when it changes. */
  #asked = '';
  #askedFacts: Facts | null = null;

  heading(scene: Scene): string {
    if (!scene.facts) return '';
    const first = this.#rows.length === 0 ? 0 : this.#offset + 1;
    const range = `${first}-${this.#offset + this.#rows.length} of ${formatCount(this.#total)}`;
    const marked = this.#marked.size > 0 ? `${this.#marked.size} marked  ` : '';
    const sorted = `by ${SORTS[this.#sort]![1]}${this.#reverse ? ' ▲' : ''}`;
    const filtered = this.#filter === '' ? '' : `  / ${this.#filter}`;
    return `${marked}${range}  ${sorted}${filtered}`;
  }

  paint(brush: Parameters<Panel['paint']>[0], scene: Scene): void {
    const { theme } = brush;
    const columns = placeColumns(proxyColumns(theme, scene.now), brush.width - 2);
    const body = brush.part(2, 0, brush.width - 2, brush.height);
    this.#height = Math.max(1, brush.height - 1);
    this.#read(scene);
    paintHead(body, 0, columns, theme.dim);
    for (const [index, row] of this.#rows.entries()) {
      const chosen = scene.focused && this.#offset + index === this.#selected;
      if (chosen) brush.band(index + 1, theme.selected);
      const mark = chosen ? '▶' : this.#marked.has(row.id) ? '*' : '';
      brush.text(0, index + 1, mark, chosen ? theme.selected : theme.accent);
      paintRow(body, index + 1, columns, row, chosen ? theme.selected : undefined);
    }
    if (this.#rows.length > 0 || !scene.facts) return;
    const hint = this.#filter !== '' ? 'no proxy passes the filter' : 'no working proxy yet; try: scrape; check';
    brush.text(2, 1, hint, theme.dim);
  }

  act(action: PanelAction, _scene: Scene, port: PanelPort): boolean {
    const chosen = this.#rows[this.#selected - this.#offset];
    if (action.kind === 'move')
      this.#move(
        'to' in action
          ? action.to === 'first'
            ? -Infinity
            : Infinity
          : action.by * (action.unit === 'page' ? this.#height : 1),
      );
    else if (action.kind === 'sort' && action.by === 'reverse') this.#resort(() => (this.#reverse = !this.#reverse));
    else if (action.kind === 'sort') this.#resort(() => (this.#sort = (this.#sort + 1) % SORTS.length));
    else if (action.kind === 'filter' && action.text === null)
      port.edit('filter', this.#filter, (text) => this.#setFilter(text));
    else if (action.kind === 'filter') this.#setFilter(action.text ?? '');
    else if (action.kind === 'mark' && chosen) {
      if (!this.#marked.delete(chosen.id)) this.#marked.add(chosen.id);
      this.#move(1);
    } else if (action.kind === 'open' && chosen) port.show('proxy', String(chosen.id));
    else return false;
    return true;
  }

  scroll(rows: number): void {
    this.#offset = Math.max(0, Math.min(this.#offset + rows, this.#total - this.#height));
    this.#selected = Math.max(this.#offset, Math.min(this.#selected, this.#offset + this.#height - 1));
  }

  selected(which: 'focus' | 'shown' | 'marked'): readonly number[] {
    if (which === 'marked') return [...this.#marked];
    if (which === 'shown') return this.#rows.map((row) => row.id);
    const chosen = this.#rows[this.#selected - this.#offset];
    return chosen ? [chosen.id] : [];
  }

  #move(rows: number): void {
    this.#selected = Math.max(0, Math.min(this.#selected + rows, this.#total - 1));
    if (this.#selected < this.#offset) this.#offset = this.#selected;
    if (this.#selected >= this.#offset + this.#height) this.#offset = this.#selected - this.#height + 1;
  }

  #resort(change: () => void): void {
    change();
    this.#offset = 0;
    this.#selected = 0;
  }

  #setFilter(text: string): string | null {
    try {
      const compiled = text.trim() === '' ? null : filter(PROXY_FIELDS).parse(text);
      this.#where = compiled ? (row) => compiled.test(row) : undefined;
    } catch (thrown) {
      const { message, details } = toRefbotError(thrown);
      return details.hint === undefined ? message : `${message}; ${details.hint}`;
    }
    this.#resort(() => (this.#filter = text.trim()));
    this.#asked = '';
    return null;
  }

  #read(scene: Scene): void {
    const { facts, view } = scene;
    if (!facts || !view) return;
    const status = /\bstatus\b/.test(this.#filter) ? STATUSES : (['working'] as const);
    const where = this.#where ? { where: this.#where } : {};
    // Counting a filtered view is a scan: once a refresh, not once a frame.
    if (facts !== this.#askedFacts || this.#asked === '') {
      this.#total = this.#where ? view.count({ status, ...where }) : facts.stats.working;
    }
    this.#offset = Math.max(0, Math.min(this.#offset, this.#total - this.#height));
    this.#selected = Math.max(0, Math.min(this.#selected, this.#total - 1));
    const asked = `${this.#filter}|${this.#sort}|${this.#reverse}|${this.#offset}|${this.#height}`;
    if (facts === this.#askedFacts && asked === this.#asked) return;
    this.#asked = asked;
    this.#askedFacts = facts;
    this.#rows = view.rank(this.#height, {
      by: SORTS[this.#sort]![0],
      reverse: this.#reverse,
      offset: this.#offset,
      status,
      ...where,
    });
  }
}
