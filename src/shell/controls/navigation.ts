/**
 * Where the person is: the view and the way that led there, the panel with the keys, zoom, the room of the output and
 * the borders that were moved. Values and moves between them; knows no keys and paints nothing.
 */
import type { ViewWish } from '../define-view.ts';
import { type LayoutChoice, LAYOUTS } from '../layout/layout.ts';
import type { NamedView } from '../view-set.ts';

interface Place {
  readonly view: NamedView;
  /** What the view is about; null for everything. */
  readonly subject: string | null;
  /** The panel that has, or last had, the keys. */
  readonly focus: string;
}

/** Steps back that are remembered. */
const MAX_WAY = 30;
const STEP_COLUMNS = 4;
const STEP_ROWS = 1;
const MAX_SHIFT = 200;

export class Navigation {
  readonly #views: readonly NamedView[];
  /** The way from the dashboard to here; the last place is where the person is. */
  #way: Place[];
  /** Where the person was before the last jump. */
  #last: Place | null = null;
  #output: ViewWish['output'] = 'closed';
  /** The focus to go back to when a wide output gives its room up. */
  #focusBefore: string | null = null;
  /** Ids of the table that the subject was opened from, as they were shown. */
  among: readonly number[] = [];
  zoomed = false;
  choice: LayoutChoice = 'auto';
  shift: ViewWish['shift'] = { columns: 0, rows: 0 };

  constructor(views: readonly NamedView[]) {
    this.#views = views;
    this.#way = [placeOf(views[0]!, null)];
  }

  get views(): readonly NamedView[] {
    return this.#views;
  }
  get view(): NamedView {
    return this.#here.view;
  }
  get subject(): string | null {
    return this.#here.subject;
  }
  get focus(): string {
    return this.#here.focus;
  }
  get output(): ViewWish['output'] {
    return this.#output;
  }
  /**
   * The way here in words: `dashboard`, `proxies`, `192.0.2.7:3128`.
   * @param nameOf what the subject of a view is called
   */
  crumbs(nameOf = (subject: string, _view: NamedView): string => subject): readonly string[] {
    return this.#way.map(({ view, subject }) => (subject === null ? view.title : nameOf(subject, view)));
  }

  get #here(): Place {
    return this.#way.at(-1)!;
  }

  find(name: string): NamedView | undefined {
    return this.#views.find((view) => view.name === name);
  }

  /** Shows a view. Those of the row of views start a new way; the others go on from here. */
  show(view: NamedView, subject: string | null = null): void {
    if (view === this.view && subject === this.subject) return;
    this.#last = this.#here;
    const known = this.#way.findIndex((place) => place.view === view && place.subject === subject);
    if (known >= 0) this.#way = this.#way.slice(0, known + 1);
    else if (view.order === null) this.#way = [...this.#way, placeOf(view, subject)].slice(-MAX_WAY);
    else this.#way = [this.#way[0]!, placeOf(view, subject)];
    this.#leaveOutput();
  }

  /** Another subject takes the place of this one: back leads where it led before. */
  exchange(subject: string): void {
    this.#way = [...this.#way.slice(0, -1), placeOf(this.view, subject)];
    this.#leaveOutput();
  }

  /** @returns false when there is nowhere to go back to */
  back(): boolean {
    if (this.#way.length < 2) return false;
    this.#last = this.#here;
    this.#way = this.#way.slice(0, -1);
    this.#leaveOutput();
    return true;
  }

  /** The view before the last jump; jumping twice comes back. */
  last(): boolean {
    const last = this.#last;
    if (!last) return false;
    this.show(last.view, last.subject);
    return true;
  }

  /** Along the row of views, round its ends. */
  step(by: 1 | -1): void {
    const row = this.#views.filter(({ order }) => order !== null);
    const here = row.findIndex(({ name }) => name === this.view.name);
    this.show(row.at((Math.max(here, 0) + by) % row.length)!);
  }

  lookAt(panel: string): void {
    if (panel === this.focus) return;
    if (this.#output === 'wide') this.#output = 'usual';
    this.#focusBefore = null;
    this.#setFocus(panel);
  }

  /** A result was asked for: it gets a place, or all the room it needs. */
  openOutput(room: 'usual' | 'wide'): void {
    if (room === 'wide' && this.#output !== 'wide') {
      this.#focusBefore = this.focus;
      this.#setFocus('output');
    }
    if (this.#output !== 'wide') this.#output = room;
  }

  /** @returns false when the output took no room from anything */
  closeOutput(): boolean {
    const onDashboard = this.view.name === 'dashboard';
    if (this.#output === 'closed' || (onDashboard && this.#output === 'usual')) return false;
    if (this.focus === 'output') this.#setFocus(this.#focusBefore ?? this.view.panel);
    this.#focusBefore = null;
    this.#output = 'closed';
    return true;
  }

  /** @returns the layout that is wished for now */
  chooseLayout(name: string): LayoutChoice {
    const next = LAYOUTS[(LAYOUTS.indexOf(this.choice) + 1) % LAYOUTS.length]!;
    this.choice = LAYOUTS.find((layout) => layout === name) ?? next;
    return this.choice;
  }

  resize(which: 'wider' | 'narrower' | 'taller' | 'shorter' | 'reset'): void {
    const { columns, rows } = this.shift;
    const clamp = (value: number): number => Math.max(-MAX_SHIFT, Math.min(MAX_SHIFT, value));
    if (which === 'reset') this.shift = { columns: 0, rows: 0 };
    else if (which === 'wider' || which === 'narrower')
      this.shift = { rows, columns: clamp(columns + (which === 'wider' ? STEP_COLUMNS : -STEP_COLUMNS)) };
    else this.shift = { columns, rows: clamp(rows + (which === 'taller' ? STEP_ROWS : -STEP_ROWS)) };
  }

  #leaveOutput(): void {
    this.#output = 'closed';
    this.#focusBefore = null;
    if (this.focus === 'output' && this.view.name !== 'dashboard') this.#setFocus(this.view.panel);
  }

  #setFocus(focus: string): void {
    this.#way = [...this.#way.slice(0, -1), { ...this.#here, focus }];
  }
}

function placeOf(view: NamedView, subject: string | null): Place {
  return { view, subject, focus: view.panel };
}
