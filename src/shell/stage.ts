/**
 * Composes frames: lays out, paints the panels that are dirty, the prompt and what lies over them into one grid of cells.
 * Knows nothing of the terminal; a test hands it a size and reads the cells.
 */
import type { Scene } from './define-panel.ts';
import { type Layout, layoutFor, type LayoutWish, MIN_COLUMNS, MIN_ROWS } from './layout.ts';
import { Brush, type Rect, type Segment } from './paint/brush.ts';
import { Cells } from './paint/cells.ts';
import { paintFrame } from './paint/frame.ts';
import { paintHelp } from './paint/help.ts';
import { MENU_ROWS, paintHint, paintMenu, paintPrompt, promptRows } from './paint/prompt-lines.ts';
import type { Theme } from './paint/style.ts';
import type { NamedPanel } from './panel-set.ts';
import type { Prompt } from './prompt.ts';
import type { Cursor } from './terminal/terminal.ts';

/** How the shell stands when a frame is painted. */
export interface Stance {
  readonly prompt: Prompt;
  /** The panel that has, or last had, the keys. */
  readonly focus: string;
  /** The keys go to the prompt. */
  readonly typing: boolean;
  readonly zoomed: boolean;
  readonly wideOutput: boolean;
  readonly help: boolean;
  readonly hint: Segment;
  readonly keys: readonly (readonly [key: string, does: string])[];
}

const PLAIN_WISH: LayoutWish = { promptRows: 1, focus: 'output', zoomed: false, wideOutput: false };

export class Stage {
  readonly #theme: Theme;
  readonly #utf8: boolean;
  readonly #panels: ReadonlyMap<string, NamedPanel>;
  #cells: Cells;
  #layout: Layout;
  #layoutKey = '';
  #outputColumns: number;
  /** Something lies over the panels, or they were scrolled: the next frame paints all. */
  #isCurrent = false;

  constructor(panels: readonly NamedPanel[], theme: Theme, utf8: boolean, columns: number, rows: number) {
    this.#theme = theme;
    this.#utf8 = utf8;
    this.#panels = new Map(panels.map((panel) => [panel.name, panel]));
    this.#cells = new Cells(columns, rows);
    this.#layout = layoutFor(columns, rows, PLAIN_WISH);
    this.#outputColumns = this.#outputSize({ ...PLAIN_WISH, wideOutput: true }).columns;
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

  /** Numbered panels that can be focused in the present shape. */
  focusable(): NamedPanel[] {
    const all = [...this.#panels.values()].filter((panel) => panel.number !== null);
    if (this.#layout.tabs) return all;
    if (this.#layout.kind === 'prompt') return all.filter((panel) => panel.name === 'output');
    // Zoom hides the others without taking them away.
    const { columns, rows } = this.#cells;
    const shown = new Set(layoutFor(columns, rows, PLAIN_WISH).panels.map(({ name }) => name));
    return all.filter((panel) => shown.has(panel.name));
  }

  /** The panel at a cell, with the rectangle it has. */
  panelAt(x: number, y: number): NamedPanel | null {
    const hit = this.#layout.panels.find(({ rect }) => contains(rect, x, y));
    return (hit && this.#panels.get(hit.name)) ?? null;
  }

  /** Columns of the output when it has all the room: what results are formatted for. */
  get outputColumns(): number {
    return this.#outputColumns;
  }

  /** Columns and rows of the output in its usual place. */
  usualOutput(): { readonly columns: number; readonly rows: number } {
    return this.#outputSize(PLAIN_WISH);
  }

  #outputSize(wish: LayoutWish): { columns: number; rows: number } {
    const layout = layoutFor(this.#cells.columns, this.#cells.rows, wish);
    const rect = layout.panels.find(({ name }) => name === 'output')?.rect ?? { width: this.#cells.columns, height: 1 };
    const isFramed = layout.kind !== 'prompt' && layout.kind !== 'too-small';
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
    const { focus, zoomed, wideOutput } = stance;
    const wish = { promptRows: promptRows(stance.prompt), focus, zoomed, wideOutput };
    const layoutKey = `${columns}x${rows} ${wish.promptRows} ${focus} ${zoomed} ${wideOutput}`;
    let wanted = dirty;
    if (layoutKey !== this.#layoutKey) {
      this.#layoutKey = layoutKey;
      if (columns !== this.#cells.columns || rows !== this.#cells.rows) {
        this.#cells = new Cells(columns, rows);
        this.#outputColumns = this.#outputSize({ ...PLAIN_WISH, wideOutput: true }).columns;
      }
      this.#layout = layoutFor(columns, rows, wish);
      wanted = 'all';
    }
    // What lay over the panels is painted over with them.
    if (stance.help || stance.prompt.menu || !this.#isCurrent) wanted = 'all';
    this.#isCurrent = !stance.help && !stance.prompt.menu;
    if (wanted === 'all') this.#cells.clear();
    if (this.#layout.kind === 'too-small') return this.#paintTooSmall();
    const { header, tabs, panels } = this.#layout;
    const needs = (name: string): boolean => wanted === 'all' || wanted.has(name);
    if (header && needs('header')) this.#paintPanel('header', header, stance, sceneFor);
    if (tabs && wanted === 'all') this.#paintTabs(this.#blank(tabs), stance.focus);
    for (const { name, rect } of panels) if (needs(name)) this.#paintPanel(name, rect, stance, sceneFor);
    if (stance.help) this.#paintHelp(stance);
    return this.paintPrompt(stance);
  }

  /** Paints the prompt, its hint and the menu above it only: the quick echo of a key. */
  paintPrompt(stance: Stance): Cursor | null {
    const { prompt, hint, kind } = this.#layout;
    if (kind === 'too-small') return null;
    const cursor = paintPrompt(this.#blank(prompt), stance.prompt, stance.typing);
    if (hint) paintHint(this.#blank(hint), stance.hint, stance.keys);
    if (stance.prompt.menu) {
      const height = Math.min(MENU_ROWS, stance.prompt.menu.candidates.length, prompt.y - 1);
      paintMenu(this.#brush({ x: 0, y: prompt.y - height, width: prompt.width, height }), stance.prompt.menu);
    }
    return stance.typing || !stance.prompt.isPlain ? { x: prompt.x + cursor.x, y: prompt.y + cursor.y } : null;
  }

  #paintPanel(name: string, rect: Rect, stance: Stance, sceneFor: (focused: boolean) => Scene): void {
    const named = this.#panels.get(name);
    if (!named) return;
    const focused = !stance.typing && stance.focus === name;
    const scene = sceneFor(focused);
    const outer = this.#blank(rect);
    // The smallest shape has no room for borders; the header never has one.
    const framed = this.#layout.kind !== 'prompt' && named.number !== null;
    const part = framed ? outer.part(2, 1, rect.width - 4, rect.height - 2) : outer;
    try {
      named.panel.paint(part, scene);
      if (framed) {
        const heading = named.panel.heading?.(scene) ?? '';
        paintFrame(outer, { number: named.number, title: named.title, heading, focused });
      }
    } catch (error) {
      // One broken panel must not take the screen with it.
      const inside = framed
        ? paintFrame(this.#blank(rect), { number: named.number, title: named.title, heading: '', focused })
        : this.#blank(rect);
      inside.text(0, 0, `cannot be shown: ${error instanceof Error ? error.message : String(error)}`, this.#theme.bad);
    }
  }

  #paintTabs(brush: Brush, focus: string): void {
    let x = 1;
    for (const { name, tab, number } of this.#panels.values()) {
      if (number === null) continue;
      const look = name === focus ? this.#theme.focus : this.#theme.dim;
      x = brush.line(x, 0, [
        [`${number} `, this.#theme.key],
        [tab, look],
        ['  ', this.#theme.text],
      ]);
    }
  }

  #paintHelp(stance: Stance): void {
    const { columns } = this.#cells;
    const height = this.#layout.prompt.y - 1;
    const width = Math.min(columns, 108);
    const named = this.#panels.get(stance.focus);
    paintHelp(this.#brush({ x: Math.floor((columns - width) / 2), y: 1, width, height }), {
      title: named?.title ?? '',
      keys: named?.panel.keys ?? [],
    });
  }

  #paintTooSmall(): null {
    const { columns, rows } = this.#cells;
    const brush = this.#brush({ x: 0, y: 0, width: columns, height: rows });
    brush.text(0, 0, `${columns}x${rows} is too small`, this.#theme.warn);
    brush.text(0, 1, `needs ${MIN_COLUMNS}x${MIN_ROWS}`);
    brush.text(0, 2, 'q quits', this.#theme.dim);
    return null;
  }

  #blank(rect: Rect): Brush {
    const brush = this.#brush(rect);
    for (let y = 0; y < rect.height; y++) brush.band(y, this.#theme.text);
    return brush;
  }

  #brush(rect: Rect): Brush {
    return new Brush(this.#cells, rect, this.#theme, this.#utf8);
  }
}

function contains(rect: Rect, x: number, y: number): boolean {
  return x >= rect.x && x < rect.x + rect.width && y >= rect.y && y < rect.y + rect.height;
}
