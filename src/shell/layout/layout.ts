/**
 * Where everything stands: a pure function of the terminal's size and of what the person wants to see. Shapes: dashboard
 * (wide), narrow (tall: panels above each other), list (one panel with tabs), tiny (prompt and one panel); smaller than
 * that there is only a message.
 */
import type { PlacedPanel, ViewWish } from '../define-view.ts';
import type { Rect } from '../paint/brush.ts';
import { dashboard, narrow } from './dashboard.ts';
import { splitRows } from './split.ts';
import type { NamedView } from '../view-set.ts';

export type Shape = 'dashboard' | 'narrow' | 'list' | 'tiny';
export type LayoutKind = Shape | 'too-small';
/** What the person asked for; `auto` goes by the size. */
export type LayoutChoice = Shape | 'auto';
export const LAYOUTS: readonly LayoutChoice[] = ['auto', 'dashboard', 'narrow', 'list', 'tiny'];

export interface Layout {
  readonly kind: LayoutKind;
  readonly header: Rect | null;
  /** The line of tabs: the panels of the dashboard where they are not all shown, or the views. */
  readonly tabs: Rect | null;
  readonly panels: readonly PlacedPanel[];
  readonly prompt: Rect;
  readonly hint: Rect | null;
}

export interface LayoutWish extends ViewWish {
  /** Rows that the prompt would like to have; a pasted block asks for more than one. */
  readonly promptRows: number;
  readonly view: Pick<NamedView, 'name' | 'panel' | 'arrange' | 'arrangeTiny'>;
  /** The panel with the keys: the one that tabs show. */
  readonly focus: string;
  readonly zoomed: boolean;
  readonly choice: LayoutChoice;
}

export const MIN_COLUMNS = 40;
export const MIN_ROWS = 8;
/** Smallest sizes of the shapes, best shape first. */
const SIZES: readonly (readonly [Shape, columns: number, rows: number])[] = [
  ['dashboard', 110, 30],
  ['narrow', 60, 30],
  ['list', 60, 16],
  ['tiny', MIN_COLUMNS, MIN_ROWS],
];
const MAX_PROMPT_ROWS = 8;
/** Below this many rows a view and the output do not share the room. */
const SHARED_ROWS = 14;

export function layoutFor(columns: number, rows: number, wish: LayoutWish): Layout {
  if (columns < MIN_COLUMNS || rows < MIN_ROWS) {
    const prompt = { x: 0, y: Math.max(0, rows - 1), width: columns, height: 1 };
    return { kind: 'too-small', header: null, tabs: null, panels: [], prompt, hint: null };
  }
  const kind = shapeFor(columns, rows, wish.choice);
  // A block may push the panels together, but not below what they need.
  const share = Math.floor(rows / (kind === 'tiny' ? 3 : 6));
  const promptRows = Math.max(1, Math.min(wish.promptRows, MAX_PROMPT_ROWS, share));
  const header = { x: 0, y: 0, width: columns, height: 1 };
  const hint = { x: 0, y: rows - 1, width: columns, height: 1 };
  const prompt = { x: 0, y: rows - 1 - promptRows, width: columns, height: promptRows };
  const body = { x: 0, y: 1, width: columns, height: prompt.y - 1 };
  const onDashboard = wish.view.name === 'dashboard';
  const tabbed = kind !== 'tiny' && (!onDashboard || kind === 'list');
  const tabs = tabbed && !wish.zoomed ? { ...body, height: 1 } : null;
  const room = tabs ? { ...body, y: body.y + 1, height: body.height - 1 } : body;
  return { kind, header, tabs, panels: panelsFor(kind, room, wish, onDashboard), prompt, hint };
}

function shapeFor(columns: number, rows: number, choice: LayoutChoice): Shape {
  const fits = ([, least, high]: (typeof SIZES)[number]): boolean => columns >= least && rows >= high;
  const chosen = SIZES.find(([shape]) => shape === choice);
  return chosen && fits(chosen) ? chosen[0] : (SIZES.find(fits)?.[0] ?? 'tiny');
}

function panelsFor(kind: Shape, room: Rect, wish: LayoutWish, onDashboard: boolean): readonly PlacedPanel[] {
  if (wish.zoomed && kind !== 'tiny') return [{ name: wish.focus, rect: room }];
  if (kind === 'tiny') {
    const isOutput = onDashboard ? wish.focus !== 'top-proxies' || wish.output === 'wide' : wish.output !== 'closed';
    if (isOutput) return [{ name: 'output', rect: room }];
    return wish.view.arrangeTiny?.(room) ?? [{ name: wish.view.panel, rect: room }];
  }
  if (!onDashboard) return single(room, wish);
  if (kind === 'dashboard') return dashboard(room, wish);
  if (kind === 'narrow') return narrow(room, wish);
  if (wish.focus === 'output' || wish.output === 'wide') return [{ name: 'output', rect: room }];
  const [upper, lower] = splitRows(room, [Math.ceil(room.height * 0.58) + wish.shift.rows]);
  return [
    { name: wish.focus, rect: upper! },
    { name: 'output', rect: lower! },
  ];
}

/** A view that is not the dashboard: its panels, and the output below or in their place when it is open. */
function single(room: Rect, wish: LayoutWish): readonly PlacedPanel[] {
  const arrange = (rect: Rect): readonly PlacedPanel[] =>
    wish.view.arrange?.(rect, wish) ?? [{ name: wish.view.panel, rect }];
  if (wish.output === 'closed') return arrange(room);
  if (wish.output === 'wide' || room.height < SHARED_ROWS) return [{ name: 'output', rect: room }];
  const [upper, lower] = splitRows(room, [Math.ceil(room.height * 0.6) + wish.shift.rows]);
  return [...arrange(upper!), { name: 'output', rect: lower! }];
}
