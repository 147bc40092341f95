/**
 * A table over many rows: order, filter, cursor, marks and freezing of one panel. Asks its source for the rows on the
 * screen only; the order of all of them is worked out aside (row-index.ts).
 */
import { formatCount } from '../../lib/units.ts';
import type { PanelAction } from '../../command/screen.ts';
import type { PanelPort, Scene } from '../define-panel.ts';
import type { Brush } from '../paint/brush.ts';
import { placeColumns } from '../paint/table.ts';
import { arrow, type Column, dress, type DressedColumn, isDescending, resorted, type Sorting } from './column.ts';
import { Marks } from './marks.ts';
import { orderRows } from './order-rows.ts';
import { GUTTER, paintAbout, paintEmpty, paintRows } from './paint-rows.ts';
import { loadNow, siblingModule } from '../../lib/sibling.ts';
import { problemOf } from '../problem-of.ts';
import type { RowFilter } from './row-filter.ts';
import { RowIndex } from './row-index.ts';
import type { RowId } from './source.ts';
import type { TableSpec } from './spec.ts';
import { TableWindow } from './window.ts';
import { copied, copiedRows, tsvRow } from './tsv.ts';

/** With fewer rows of room nothing is told of the row under the cursor. */
const ABOUT_ROWS = 12;
const PREVIEW_ROWS = 120;

export class Table<T extends object> {
  readonly #spec: TableSpec<T>;
  readonly #index: RowIndex;
  readonly #window = new TableWindow();
  readonly #marks = new Marks();
  #sorting: Sorting;
  #filter: RowFilter<T> | null = null;
  /** Rows as they were when the list was stopped, and each one seen since. */
  #frozen: Map<RowId, T> | null = null;
  #scene: Scene | null = null;
  #placed: readonly DressedColumn<T>[] = [];
  /** The row under the cursor, and whether it was out of use when the cursor came to it. */
  #came: { readonly id: RowId; readonly isOut: boolean } | null = null;
  /** The row that was clicked last. */
  #clicked: RowId | null = null;
  /** The order and the marks that the last look at the rows was about. */
  #version = -1;
  #watched = -1;

  constructor(spec: TableSpec<T>, index = new RowIndex()) {
    this.#spec = spec;
    this.#index = index;
    this.#sorting = { field: spec.sortedBy, turned: false };
  }

  heading(scene: Scene): string {
    if (!scene.facts) return '';
    const { offset, visible } = this.#window;
    const total = this.#index.ids.length;
    const range = total === 0 ? '0' : `${formatCount(offset + 1)}-${formatCount(offset + visible.length)}`;
    return [
      this.#index.isPreview ? range : `${range} of ${formatCount(total)}`,
      `by ${this.#column.title}${arrow(this.#column, this.#sorting)}`,
      ...(this.#filter ? [`/ ${this.#filter.text}`] : []),
      ...(this.#index.isSearching ? ['… searching'] : []),
      ...(this.#marks.size > 0 ? [`${formatCount(this.#marks.size)} marked`] : []),
      ...(this.#frozen ? ['frozen'] : []),
    ].join('  ');
  }

  paint(brush: Brush, scene: Scene): void {
    this.#scene = scene;
    if (!scene.facts || !scene.view) return void brush.text(GUTTER, 0, 'opening state…', brush.theme.dim);
    this.#refresh(scene);
    const aboutRows = this.#spec.about ? this.#spec.about.lines + 1 : 0;
    const about = brush.height >= ABOUT_ROWS ? aboutRows : 0;
    const upper = brush.part(0, 0, brush.width, brush.height - about);
    // The rows of the question before hold no cursor: the answer is read from its beginning.
    const isAnswer = this.#index.isPreview || !this.#index.isSearching;
    this.#fit(upper.height - 1, scene.focused && isAnswer);
    const columns = dress(this.#spec.columns, this.#sorting, brush.theme, scene.now);
    this.#placed = placeColumns(columns, brush.width - GUTTER) as DressedColumn<T>[];
    const { visible, focus, isHeld } = this.#window;
    const rows = visible.map((id) => ({
      row: this.#row(id),
      isMarked: this.#marks.has(id),
      isUnderCursor: isHeld && id === focus,
    }));
    paintRows(upper, this.#placed, rows, scene.focused, this.#filter?.places ?? null);
    if (rows.length === 0) paintEmpty(upper, this.#whyEmpty(scene));
    const current = about === 0 || focus === null ? null : this.#row(focus);
    if (current !== null)
      paintAbout(brush.part(0, upper.height, brush.width, about), this.#spec.about!.of(current, brush.theme, scene));
  }

  act(action: PanelAction, scene: Scene, port: PanelPort): boolean {
    this.#scene = scene;
    if (action.kind !== 'copy') this.#clicked = null;
    // Keys that came before the next frame act on what it will show.
    if (scene.view) {
      this.#refresh(scene);
      this.#fit(this.#window.height, true);
    }
    if (this.#index.isSearching && isAboutAll(action)) {
      port.tell('still searching: again in a moment');
      return true;
    }
    if (action.kind === 'move') this.#move(action);
    else if (action.kind === 'open') this.#open(port);
    else if (action.kind === 'mark') this.#mark(action.what, port);
    else if (action.kind === 'sort') this.#sort(action.by, port);
    else if (action.kind === 'filter') this.#askFilter(action.text, port);
    else if (action.kind === 'copy') this.#copy(action.what, scene, port);
    else if (action.kind === 'freeze') this.#frozen = this.#frozen ? null : this.#snapshot();
    else return false;
    return true;
  }

  scroll(rows: number): void {
    this.#window.scroll(rows);
  }

  press(x: number, y: number, again: boolean, port: PanelPort): boolean {
    if (y === 0) return this.#pressHead(x - GUTTER);
    const id = this.#window.visible[y - 1];
    if (y < 0 || id === undefined) return false;
    const isOpened = again || id === this.#clicked;
    this.#window.put(this.#window.offset + y - 1);
    this.#clicked = isOpened ? null : id;
    if (isOpened) this.#open(port);
    return true;
  }

  selected(which: 'focus' | 'shown' | 'marked'): readonly RowId[] {
    if (which === 'marked') return [...this.#marks.ids];
    const { focus } = this.#window;
    // Until the answer is there, the rows of the question before are not what anybody means.
    if (which === 'shown') return this.#index.isSearching ? [] : this.#index.ids;
    return focus === null ? [] : [focus];
  }

  get row(): T | null {
    const { focus } = this.#window;
    return focus === null ? null : this.#row(focus);
  }

  get #column(): Column<T> {
    return this.#spec.columns.find(({ field }) => field === this.#sorting.field)!;
  }

  /** While the list is stopped only another question brings another order. */
  #refresh(scene: Scene): void {
    const { source } = this.#spec;
    const column = this.#column;
    const filter = this.#filter;
    const key = `${this.#sorting.field} ${this.#sorting.turned} ${filter?.text ?? ''}`;
    this.#index.ask({
      key,
      revision: source.revision(scene),
      isHeld: this.#frozen !== null,
      build: (budget) => {
        this.#watched = this.#marks.revision;
        return orderRows(
          (visit) => source.scan(scene, filter?.text ?? '', visit),
          {
            idOf: source.idOf,
            test: filter?.test ?? (() => true),
            value: column.value,
            group: column.group ?? (() => 0),
            descending: isDescending(column, this.#sorting),
            watched: this.#marks.ids,
          },
          budget,
        );
      },
      preview: () => (filter ? [] : source.preview(scene, PREVIEW_ROWS).map(source.idOf)),
      onReady: () => scene.touch(),
    });
    if (this.#index.version === this.#version) return;
    this.#version = this.#index.version;
    // Marks that were made while the rows were looked at were not looked for.
    if (this.#watched === this.#marks.revision) this.#marks.keep(this.#index.met);
  }

  #fit(height: number, isUsed: boolean): void {
    const isOut = this.#isOut();
    const isLeft = isOut !== null && this.#came?.id === this.#window.focus && this.#came.isOut !== isOut;
    this.#window.fit(this.#index.ids, height, isUsed, isLeft);
    const { focus } = this.#window;
    if (focus === null || focus !== this.#came?.id)
      this.#came = focus === null ? null : { id: focus, isOut: this.#isOut() ?? false };
  }

  /** Whether the row under the cursor is out of use; null where that is not known. */
  #isOut(): boolean | null {
    const { isOut } = this.#spec;
    const row = isOut ? this.row : null;
    return row && isOut!(row);
  }

  #row(id: RowId): T | null {
    const kept = this.#frozen?.get(id);
    if (kept !== undefined || this.#scene === null) return kept ?? null;
    const row = this.#scene.view ? this.#spec.source.get(this.#scene, id) : null;
    if (row !== null) this.#frozen?.set(id, row);
    return row;
  }

  #snapshot(): Map<RowId, T> {
    const rows = this.#window.visible.map((id) => [id, this.#row(id)] as const);
    return new Map(rows.filter((entry): entry is [RowId, T] => entry[1] !== null));
  }

  #whyEmpty(scene: Scene): readonly string[] {
    if (this.#index.isSearching) return ['…'];
    if (!this.#filter) return this.#spec.empty(scene);
    return [`nothing passes the filter ${this.#filter.text}`, 'Backspace shows all again'];
  }

  #move(action: Extract<PanelAction, { kind: 'move' }>): void {
    if ('to' in action) this.#window.put(action.to === 'first' ? 0 : Infinity);
    else this.#window.move(action.by * (action.unit === 'page' ? this.#window.height : 1));
  }

  #open(port: PanelPort): void {
    const { row } = this;
    if (row) this.#spec.open(row, port);
    else port.tell('there is no row here');
  }

  #mark(what: Extract<PanelAction, { kind: 'mark' }>['what'], port: PanelPort): void {
    const { focus } = this.#window;
    const { ids } = this.#index;
    if (what === 'none') this.#marks.clear();
    else if (what === 'all') this.#marks.all(ids);
    else if (what === 'invert') this.#marks.invert(ids);
    else if (focus === null) port.tell('there is no row here');
    else if (what === 'toggle') {
      this.#marks.toggle(focus);
      this.#window.move(1);
    } else if (!this.#marks.range(ids, focus)) port.tell('mark a row first: a range goes from there to the cursor');
  }

  #sort(by: string, port: PanelPort): void {
    const { columns } = this.#spec;
    const problem = problemOf(() => this.#resort(resorted(by, this.#sorting, this.#placed, columns)));
    if (problem !== null) port.tell(problem);
  }

  #resort(sorting: Sorting): void {
    this.#sorting = sorting;
    this.#window.reset();
  }

  #pressHead(x: number): boolean {
    const hit = this.#placed.find((column) => x >= column.x && x < column.x + column.cells + 1);
    if (!hit) return false;
    const isSame = hit.field === this.#sorting.field;
    this.#resort({ field: hit.field, turned: isSame && !this.#sorting.turned });
    return true;
  }

  /** What is typed holds at once as far as it is a filter; giving up brings the one of before back. */
  #askFilter(text: string | null, port: PanelPort): void {
    if (text !== null) {
      const problem = this.#setFilter(text);
      return problem === null ? undefined : port.tell(problem);
    }
    const before = this.#filter;
    const follow = (typed: string | null): void => {
      if (typed === null) this.#show(before);
      else this.#setFilter(typed);
      port.touch();
    };
    port.edit('filter', before?.text ?? '', (typed) => this.#setFilter(typed), follow);
  }

  #setFilter(text: string): string | null {
    return problemOf(() => this.#show(filtering().rowFilter(text, this.#spec)));
  }

  #show(filter: RowFilter<T> | null): void {
    if (filter?.text === this.#filter?.text) return;
    this.#filter = filter;
    this.#window.reset();
  }

  #copy(what: 'cell' | 'row' | 'all', scene: Scene, port: PanelPort): void {
    const { columns, copied: asCopied } = this.#spec;
    const { ids } = this.#index;
    const { row } = this;
    if (what !== 'all' && !row) return port.tell('there is no row here');
    const { text, told } =
      what === 'all' || !row
        ? copiedRows(columns, this.#rows(ids), ids.length, scene.now)
        : what === 'row' && asCopied
          ? copied(asCopied(row))
          : copied(tsvRow(what === 'row' ? columns : [this.#column], row, scene.now));
    port.copy(text);
    port.tell(told);
  }

  *#rows(ids: readonly RowId[]): Generator<T> {
    for (const id of ids) {
      const row = this.#row(id);
      if (row !== null) yield row;
    }
  }
}

type Filtering = typeof import('./row-filter.ts');

/** Loaded with the first letter of a filter: it takes the language of expressions along. */
function filtering(): Filtering {
  return loadNow<Filtering>(siblingModule(import.meta.url, './row-filter'));
}

/** What would take the rows of the question before. */
function isAboutAll(action: PanelAction): boolean {
  if (action.kind === 'mark') return action.what === 'all' || action.what === 'invert';
  return action.kind === 'copy' && action.what === 'all';
}
