/**
 * Where everything stands: a pure function of the terminal's size. Four shapes: dashboard (wide), stack (tall and
 * narrow), tabs (one panel and the output), prompt (output alone); smaller than that there is only a message.
 */
import type { Rect } from './paint/brush.ts';

export type LayoutKind = 'dashboard' | 'stack' | 'tabs' | 'prompt' | 'too-small';

export interface PlacedPanel {
  /** Name of the panel's file. */
  readonly name: string;
  readonly rect: Rect;
}

export interface Layout {
  readonly kind: LayoutKind;
  readonly header: Rect | null;
  /** The line of tabs; null where all panels are shown at once. */
  readonly tabs: Rect | null;
  readonly panels: readonly PlacedPanel[];
  readonly prompt: Rect;
  readonly hint: Rect | null;
}

export interface LayoutWish {
  /** Rows that the prompt would like to have; a pasted block asks for more than one. */
  readonly promptRows: number;
  /** The panel with the keys: the one that tabs show. */
  readonly focus: string;
  readonly zoomed: boolean;
  /** The result of a command needs room: the output takes the place of the table and the log. */
  readonly wideOutput: boolean;
}

export const MIN_COLUMNS = 40;
export const MIN_ROWS = 8;
const DASHBOARD_COLUMNS = 110;
const DASHBOARD_ROWS = 30;
const STACK_COLUMNS = 60;
const STACK_ROWS = 30;
const TABS_COLUMNS = 60;
const TABS_ROWS = 16;
/** Rows of the chart and the numbers beside it, borders included. */
const SUMMARY_ROWS = 7;
/** Rows of running work and configuration. */
const WORK_ROWS = 4;
const MAX_PROMPT_ROWS = 8;

export function layoutFor(columns: number, rows: number, wish: LayoutWish): Layout {
  if (columns < MIN_COLUMNS || rows < MIN_ROWS) {
    const prompt = { x: 0, y: Math.max(0, rows - 1), width: columns, height: 1 };
    return { kind: 'too-small', header: null, tabs: null, panels: [], prompt, hint: null };
  }
  const kind = kindFor(columns, rows);
  // A block may push the panels together, but not below what they need.
  const share = Math.floor(rows / (kind === 'prompt' ? 3 : 6));
  const promptRows = Math.max(1, Math.min(wish.promptRows, MAX_PROMPT_ROWS, share));
  const header = { x: 0, y: 0, width: columns, height: 1 };
  const hint = { x: 0, y: rows - 1, width: columns, height: 1 };
  const prompt = { x: 0, y: rows - 1 - promptRows, width: columns, height: promptRows };
  const body = { x: 0, y: 1, width: columns, height: prompt.y - 1 };
  const shape = (kind: LayoutKind, panels: readonly PlacedPanel[], tabs: Rect | null = null): Layout => ({
    kind,
    header,
    tabs,
    panels,
    prompt,
    hint,
  });
  if (wish.zoomed && kind !== 'prompt') return shape(kind, [{ name: wish.focus, rect: body }]);
  if (kind === 'dashboard') return shape(kind, dashboard(body, wish.wideOutput));
  if (kind === 'stack') return shape(kind, stack(body, wish.wideOutput));
  if (kind === 'tabs') {
    const tabs = { ...body, height: 1 };
    const rest = { ...body, y: body.y + 1, height: body.height - 1 };
    if (wish.focus === 'output' || wish.wideOutput) return shape(kind, [{ name: 'output', rect: rest }], tabs);
    const [upper, lower] = splitRows(rest, [Math.ceil(rest.height * 0.58)]);
    return shape(
      kind,
      [
        { name: wish.focus, rect: upper! },
        { name: 'output', rect: lower! },
      ],
      tabs,
    );
  }
  return shape(kind, [{ name: 'output', rect: body }]);
}

function kindFor(columns: number, rows: number): LayoutKind {
  if (columns >= DASHBOARD_COLUMNS && rows >= DASHBOARD_ROWS) return 'dashboard';
  if (columns >= STACK_COLUMNS && rows >= STACK_ROWS) return 'stack';
  return columns >= TABS_COLUMNS && rows >= TABS_ROWS ? 'tabs' : 'prompt';
}

/** Three panels above; below, work, proxies and output on the left, configuration and a long log on the right. */
function dashboard(body: Rect, wideOutput: boolean): PlacedPanel[] {
  const leftWidth = Math.round(body.width * 0.615);
  const [upper, lower] = splitRows(body, [SUMMARY_ROWS]);
  const [upperLeft, protocols] = splitColumns(upper!, [leftWidth]);
  const [throughput, statistics] = splitColumns(upperLeft!, [Math.round(leftWidth * 0.54)]);
  if (wideOutput) {
    const [work, output] = splitRows(lower!, [WORK_ROWS]);
    const [loading, configuration] = splitColumns(work!, [leftWidth]);
    return place({ throughput, statistics, protocols, loading, configuration, output });
  }
  const [left, right] = splitColumns(lower!, [leftWidth]);
  // At 36 rows the table has eight proxies and the log twenty lines.
  const topRows = Math.max(7, Math.min(11 + Math.floor((left!.height - 26) * 0.45), left!.height - WORK_ROWS - 6));
  const [loading, top, output] = splitRows(left!, [WORK_ROWS, topRows]);
  const [configuration, log] = splitRows(right!, [WORK_ROWS]);
  return place({ throughput, statistics, protocols, loading, configuration, 'top-proxies': top, log, output });
}

function stack(body: Rect, wideOutput: boolean): PlacedPanel[] {
  const [first, second, rest] = splitRows(body, [SUMMARY_ROWS, WORK_ROWS]);
  const [statistics, protocols] = splitColumns(first!, [Math.floor(body.width / 2)]);
  if (wideOutput) return place({ statistics, protocols, loading: second, output: rest });
  const share = Math.floor(rest!.height / 3);
  const [top, log, output] = splitRows(rest!, [share, share]);
  return place({ statistics, protocols, loading: second, 'top-proxies': top, log, output });
}

function place(rects: Readonly<Record<string, Rect | undefined>>): PlacedPanel[] {
  return Object.entries(rects).map(([name, rect]) => ({ name, rect: rect! }));
}

/** Cuts a rectangle into parts of these heights and the rest. */
function splitRows(rect: Rect, heights: readonly number[]): Rect[] {
  let y = rect.y;
  const parts = heights.map((height) => {
    const part = { ...rect, y, height };
    y += height;
    return part;
  });
  return [...parts, { ...rect, y, height: rect.y + rect.height - y }];
}

function splitColumns(rect: Rect, widths: readonly number[]): Rect[] {
  let x = rect.x;
  const parts = widths.map((width) => {
    const part = { ...rect, x, width };
    x += width;
    return part;
  });
  return [...parts, { ...rect, x, width: rect.x + rect.width - x }];
}
