/**
 * Composes frames: lays out, paints the panels that are dirty, the prompt and what lies over them into one grid of cells,
 * and knows afterwards what stands where, for the mouse. Knows nothing of the terminal; a test hands it a size and reads the cells.
 */
import type { Scene } from '../define-panel.ts';
import { type Layout, layoutFor, type LayoutWish, MIN_COLUMNS, MIN_ROWS } from '../layout/layout.ts';
import type { Looks } from '../looks/looks.ts';
import type { Navigation } from '../controls/navigation.ts';
import type { Overlay } from '../overlays/overlay.ts';
import { Brush, type Rect, type Segment } from '../paint/brush.ts';
import { Cells } from '../paint/cells.ts';
import { paintFrame } from '../paint/frame.ts';
import { MENU_ROWS, paintHint, paintMenu, paintPrompt, promptRows } from '../paint/prompt-lines.ts';
import { paintToasts } from '../paint/toasts.ts';
import type { NamedPanel } from '../panel-set.ts';
import type { ShownPrompt } from '../paint/filmed-prompt.ts';
import type { Toast } from '../toasts/toasts.ts';
import type { Cursor } from '../terminal/terminal.ts';
import { contains, Hits } from './hits.ts';
import { paintTabs } from './tabs.ts';
import { Titles } from './titles.ts';

/** How the shell stands when a frame is painted. */
export interface Stance {
  readonly prompt: ShownPrompt;
  readonly navigation: Navigation;
  /** The keys go to the prompt. */
  readonly typing: boolean;
  readonly overlay: Overlay | null;
  /** Another list whenever it changed. */
  readonly toasts: readonly Toast[];
  readonly hint: Segment;
  readonly keys: readonly (readonly [key: string, does: string])[];
}

export class Stage {
  readonly #panels: ReadonlyMap<string, NamedPanel>;
  readonly #navigation: Navigation;
  readonly #titles = new Titles();
  /** What clicks mean. */
  readonly hits = new Hits();
  #looks: Looks;
  #cells: Cells;
  #layout: Layout;
  #layoutKey = '';
  #outputColumns: number;
  #toasts: readonly Toast[] = [];
  /** Something lies over the panels, or they were scrolled: the next frame paints all. */
  #isCurrent = false;

  constructor(panels: readonly NamedPanel[], navigation: Navigation, looks: Looks, columns: number, rows: number) {
    this.#looks = looks;
    this.#panels = new Map(panels.map((panel) => [panel.name, panel]));
    this.#navigation = navigation;
    this.#cells = new Cells(columns, rows);
    this.#layout = layoutFor(columns, rows, this.#plainWish());
    this.#outputColumns = this.#outputSize({ ...this.#plainWish(), output: 'wide' }).columns;
  }

  get cells(): Cells {
    return this.#cells;
  }
  get layout(): Layout {
    return this.#layout;
  }

  /** False when more than the prompt's rows has to be painted. */
  get isCurrent(): boolean {
    return this.#isCurrent && this.#layout.kind !== 'too-small';
  }

  /** The panels changed by a key that went to the prompt. */
  outdate(): void {
    this.#isCurrent = false;
  }

  /** Other colours or other signs from the next frame on. */
  dress(looks: Looks): void {
    this.#looks = looks;
    this.#isCurrent = false;
  }

  /** Panels that can be focused in the present view and shape. */
  focusable(): NamedPanel[] {
    const all = [...this.#panels.values()].filter((panel) => panel.number !== null);
    const onDashboard = this.#navigation.view.name === 'dashboard';
    if (onDashboard && this.#layout.tabs) return all;
    // Zoom hides the others without taking them away.
    const { columns, rows } = this.#cells;
    const shown = layoutFor(columns, rows, {
      ...this.#plainWish(),
      output: onDashboard ? 'usual' : this.#navigation.output,
    });
    return shown.panels.flatMap(({ name }) => this.#panels.get(name) ?? []).sort(byNumber);
  }

  /** Panels that are on the screen now. */
  shown(): NamedPanel[] {
    return this.#layout.panels.flatMap(({ name }) => this.#panels.get(name) ?? []);
  }

  /** The panel at a cell of the screen, and the cell of its inside. */
  panelAt(x: number, y: number): { readonly named: NamedPanel; readonly x: number; readonly y: number } | null {
    const { header, panels } = this.#layout;
    const hit = [...(header ? [{ name: 'header', rect: header }] : []), ...panels].find(({ rect }) =>
      contains(rect, x, y),
    );
    const named = hit && this.#panels.get(hit.name);
    if (!named) return null;
    const [left, top] = this.#isFramed(named) ? [2, 1] : [0, 0];
    return { named, x: x - hit.rect.x - left, y: y - hit.rect.y - top };
  }

  /** Columns of the output when it has all the room: what results are formatted for. */
  get outputColumns(): number {
    return this.#outputColumns;
  }

  /** Columns and rows of the output in its usual place. */
  usualOutput(): { readonly columns: number; readonly rows: number } {
    return this.#outputSize({ ...this.#plainWish(), output: 'usual' });
  }

  #plainWish(): LayoutWish {
    const { view, choice, shift } = this.#navigation;
    return { promptRows: 1, view, focus: 'output', zoomed: false, output: 'usual', choice, shift };
  }

  #outputSize(wish: LayoutWish): { columns: number; rows: number } {
    const layout = layoutFor(this.#cells.columns, this.#cells.rows, wish);
    const rect = layout.panels.find(({ name }) => name === 'output')?.rect ?? { width: this.#cells.columns, height: 1 };
    const isFramed = layout.kind !== 'tiny' && layout.kind !== 'too-small';
    return {
      columns: Math.max(1, rect.width - (isFramed ? 4 : 0)),
      rows: Math.max(1, rect.height - (isFramed ? 2 : 0)),
    };
  }

  /**
   * Paints the named panels, or everything.
   * @param sceneFor the scene for a panel, told whether it has the keys
   * @returns where the cursor belongs; null hides it
   */
  paint(
    columns: number,
    rows: number,
    stance: Stance,
    dirty: ReadonlySet<string> | 'all',
    sceneFor: (focused: boolean) => Scene,
  ): Cursor | null {
    const { view, subject, focus, zoomed, output, choice, shift } = stance.navigation;
    const wish = { promptRows: promptRows(stance.prompt), view, focus, zoomed, output, choice, shift };
    const layoutKey = `${columns}x${rows} ${wish.promptRows} ${view.name} ${subject} ${focus} ${zoomed} ${output} ${choice} ${shift.columns} ${shift.rows}`;
    let wanted = dirty;
    if (layoutKey !== this.#layoutKey) {
      this.#layoutKey = layoutKey;
      if (columns !== this.#cells.columns || rows !== this.#cells.rows) {
        this.#cells = new Cells(columns, rows);
        this.#outputColumns = this.#outputSize({ ...this.#plainWish(), output: 'wide' }).columns;
      }
      this.#layout = layoutFor(columns, rows, wish);
      wanted = 'all';
    }
    // What lay over the panels is painted over with them.
    const isCovered = stance.overlay !== null || stance.prompt.menu !== null;
    if (isCovered || !this.#isCurrent || stance.toasts !== this.#toasts) wanted = 'all';
    this.#toasts = stance.toasts;
    this.#isCurrent = !isCovered;
    if (wanted === 'all') {
      this.#cells.clear();
      this.hits.clear();
    }
    if (this.#layout.kind === 'too-small') return this.#paintTooSmall();
    const { header, tabs, panels } = this.#layout;
    const needs = (name: string): boolean => wanted === 'all' || wanted.has(name);
    if (header && needs('header')) this.#paintPanel('header', header, stance, sceneFor);
    if (tabs && wanted === 'all')
      this.hits.setTabs(tabs, paintTabs(this.#blank(tabs), [...this.#panels.values()], stance.navigation));
    for (const { name, rect } of panels) if (needs(name)) this.#paintPanel(name, rect, stance, sceneFor);
    const cursor = this.paintPrompt(stance);
    const overlayCursor = stance.overlay && this.#paintOverlay(stance.overlay);
    // Last: they lie over everything but the header and the prompt.
    const top = header ? header.y + header.height : 0;
    paintToasts(this.#brush({ x: 0, y: top, width: columns, height: this.#layout.prompt.y - top }), stance.toasts);
    return stance.overlay ? overlayCursor : cursor;
  }

  /** Paints a panel where nobody sees it: code that has run is compiled, and what it looks up is ready. */
  rehearse({ panel }: NamedPanel, scene: Scene): void {
    const { columns, rows } = this.#cells;
    const { theme, utf8, graph } = this.#looks;
    const rect = { x: 0, y: 0, width: Math.max(MIN_COLUMNS, columns - 4), height: Math.max(MIN_ROWS, rows - 6) };
    panel.paint(new Brush(new Cells(rect.width, rect.height), rect, theme, utf8, graph), scene);
    panel.heading?.(scene);
  }

  /** Paints the prompt, its hint and the menu above it only: the quick echo of a key. */
  paintPrompt(stance: Stance): Cursor | null {
    const { prompt, hint, kind } = this.#layout;
    if (kind === 'too-small') return null;
    if (hint) this.hits.setKeys(hint, paintHint(this.#blank(hint), stance.hint, stance.keys));
    if (stance.prompt.menu) {
      const height = Math.min(MENU_ROWS, stance.prompt.menu.candidates.length, prompt.y - 1);
      paintMenu(this.#brush({ x: 0, y: prompt.y - height, width: prompt.width, height }), stance.prompt.menu);
    }
    return this.#paintLine(stance);
  }

  /** The frame just painted with another prompt and hint in it: what a film shows. */
  filmed(stance: Stance, cursor: Cursor | null): { readonly cells: Cells; readonly cursor: Cursor | null } {
    const { hint, kind } = this.#layout;
    const cells = this.#cells;
    if (kind === 'too-small') return { cells, cursor };
    this.#cells = cells.copy();
    try {
      if (hint) paintHint(this.#blank(hint), stance.hint, stance.keys);
      const moved = this.#paintLine(stance);
      return { cells: this.#cells, cursor: stance.overlay ? cursor : moved };
    } finally {
      this.#cells = cells;
    }
  }

  #paintLine(stance: Stance): Cursor | null {
    const { prompt } = this.#layout;
    const cursor = paintPrompt(this.#blank(prompt), stance.prompt, stance.typing);
    return stance.typing || !stance.prompt.isPlain ? { x: prompt.x + cursor.x, y: prompt.y + cursor.y } : null;
  }

  #paintPanel(name: string, rect: Rect, stance: Stance, sceneFor: (focused: boolean) => Scene): void {
    const named = this.#panels.get(name);
    if (!named) return;
    const focused = !stance.typing && stance.navigation.focus === name;
    const scene = sceneFor(focused);
    const outer = this.#blank(rect);
    const framed = this.#isFramed(named);
    const { number, title } = this.#titles.of(named, stance.navigation, scene.view);
    const part = framed ? outer.part(2, 1, rect.width - 4, rect.height - 2) : outer;
    try {
      named.panel.paint(part, scene);
      if (framed) {
        const heading = named.panel.heading?.(scene) ?? '';
        paintFrame(outer, { number, title, heading, focused });
      }
    } catch (error) {
      // One broken panel must not take the screen with it.
      const inside = framed
        ? paintFrame(this.#blank(rect), { number, title, heading: '', focused })
        : this.#blank(rect);
      paintDefect(inside, error);
    }
  }

  /** The smallest shape has no room for borders; the header never has one. */
  #isFramed(named: NamedPanel): boolean {
    return this.#layout.kind !== 'tiny' && named.name !== 'header';
  }

  #paintOverlay(overlay: Overlay): Cursor | null {
    const { columns } = this.#cells;
    const room = this.#layout.prompt.y - 1;
    const width = Math.min(columns, overlay.size.columns);
    const height = Math.min(room, overlay.size.rows);
    const [x, y] = [Math.floor((columns - width) / 2), 1 + Math.floor((room - height) / 4)];
    this.hits.overlay = { x, y, width, height };
    const inside = paintFrame(this.#blank(this.hits.overlay), {
      number: null,
      title: overlay.title,
      heading: '',
      focused: true,
    });
    try {
      const cursor = overlay.paint(inside);
      return cursor && { x: x + 2 + cursor.x, y: y + 1 + cursor.y };
    } catch (error) {
      // Nor may a broken overlay.
      paintDefect(inside, error);
      return null;
    }
  }

  #paintTooSmall(): null {
    const { columns, rows } = this.#cells;
    const brush = this.#brush({ x: 0, y: 0, width: columns, height: rows });
    brush.text(0, 0, `${columns}x${rows} is too small`, this.#looks.theme.warn);
    brush.text(0, 1, `needs ${MIN_COLUMNS}x${MIN_ROWS}`);
    brush.text(0, 2, 'q quits', this.#looks.theme.dim);
    return null;
  }

  #blank(rect: Rect): Brush {
    const brush = this.#brush(rect);
    for (let y = 0; y < rect.height; y++) brush.band(y, this.#looks.theme.text);
    return brush;
  }

  #brush(rect: Rect): Brush {
    const { theme, utf8, graph } = this.#looks;
    return new Brush(this.#cells, rect, theme, utf8, graph);
  }
}

function paintDefect(brush: Brush, error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  brush.text(0, 0, `cannot be shown: ${message}`, brush.theme.bad);
}

function byNumber(a: NamedPanel, b: NamedPanel): number {
  return (a.number ?? 99) - (b.number ?? 99);
}
