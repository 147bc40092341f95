/**
 * Draws blessed-contrib's gauge, donut and sparkline off screen and reads their cells back. Runs in the worker alone:
 * loading the widgets and drawing a ring take longer than a task of the main thread may.
 */
import { createRequire } from 'node:module';
import { safeText } from '../../lib/safe-text.ts';
import { PLAIN } from '../paint/style.ts';
import { type BlessedScreen, createDetachedScreen, type DetachedScreen } from '../terminal/detached-screen.ts';
import type { DonutWidget, DrawRequest, GaugeWidget, Picture, SparklineWidget, Widget } from './types.ts';

/** The part of a widget of blessed-contrib that is used here. */
interface Element {
  readonly options: Record<string, unknown>;
  setData(...data: unknown[]): void;
  render(): void;
}
type ElementClass = new (options: object) => Element;
type Screen = BlessedScreen & { append(element: Element): void; remove(element: Element): void };

/** How much larger a widget has to be than the cells that are wanted of it, and where these begin. */
interface Margin {
  readonly columns: number;
  readonly rows: number;
  readonly left: number;
  readonly top: number;
}
const MARGINS: Readonly<Record<Widget['kind'], Margin>> = {
  // Its canvas is two columns narrower than itself, and the bar stands in the rows 2 to 4.
  gauge: { columns: 2, rows: 2, left: 0, top: 2 },
  // Its canvas lacks three columns and three rows that a border and a label would take.
  donut: { columns: 3, rows: 3, left: 0, top: 0 },
  // A blank line before the first title, two columns for a border, and two for the values that set the scale.
  sparkline: { columns: 4, rows: 1, left: 2, top: 1 },
};
/** Column of the percentage on a gauge's bar; a shorter bar leaves it on the plain background. */
const GAUGE_TEXT = 7;
const MAX_LABEL = 40;
/** It scales whole numbers from the least to the greatest: these are given first, the others as steps between them. */
const STEPS = 7_000;

interface Placed {
  readonly element: Element;
  readonly columns: number;
  readonly rows: number;
  readonly kind: Widget['kind'];
}

export class WidgetStudio {
  readonly #require = createRequire(import.meta.url);
  readonly #placed = new Map<string, Placed>();
  #detached: DetachedScreen | null = null;
  #columns = 0;
  #rows = 0;

  /** @throws whatever blessed-contrib throws */
  draw({ slot, columns, rows, widget }: DrawRequest): Picture {
    const margin = MARGINS[widget.kind];
    const screen = this.#screenOf(columns + margin.columns, rows + margin.rows);
    const { element } = this.#place(screen, slot, columns, rows, widget);
    fill(element, widget, columns);
    // Only the widget, not the screen: there is no terminal that could show a difference.
    element.render();
    return readCells(screen, columns, rows, margin);
  }

  /** The widget that stands in a slot, made once per size. */
  #place(screen: Screen, slot: string, columns: number, rows: number, widget: Widget): Placed {
    const before = this.#placed.get(slot);
    if (before?.columns === columns && before.rows === rows && before.kind === widget.kind) return before;
    if (before) screen.remove(before.element);
    this.#placed.delete(slot);
    const { columns: moreColumns, rows: moreRows } = MARGINS[widget.kind];
    const widgetClass = this.#require(`blessed-contrib/lib/widget/${widget.kind}`) as ElementClass;
    const options = { screen, left: 0, top: 0, width: columns + moreColumns, height: rows + moreRows };
    const element = new widgetClass({ ...options, ...optionsFor(widget, columns, rows) });
    // Canvases crash when they are given a parent; appending makes them.
    screen.append(element);
    const placed = { element, columns, rows, kind: widget.kind };
    this.#placed.set(slot, placed);
    return placed;
  }

  /** The screen, at least of this size. */
  #screenOf(columns: number, rows: number): Screen {
    this.#detached ??= createDetachedScreen(columns, rows);
    const { screen, output } = this.#detached;
    if (columns > this.#columns || rows > this.#rows) {
      this.#columns = Math.max(columns, this.#columns);
      this.#rows = Math.max(rows, this.#rows);
      screen.program.cols = this.#columns;
      screen.program.rows = this.#rows;
      screen.alloc();
    }
    output.take();
    return screen as Screen;
  }
}

function optionsFor(widget: Widget, columns: number, rows: number): object {
  if (widget.kind === 'gauge') return {};
  if (widget.kind === 'sparkline') return { tags: true, style: { fg: widget.color } };
  // In dots, two a column and four a row: the ring, five dots below it the label.
  const radius = Math.min(rows * 2 - 4, Math.floor(columns / Math.max(1, widget.parts.length)) - 2);
  return { radius, arcWidth: Math.max(2, Math.round(radius / 4)), yPadding: 2, fill: 'normal' };
}

function fill(element: Element, widget: Widget, columns: number): void {
  if (widget.kind === 'gauge') fillGauge(element, widget, columns);
  else if (widget.kind === 'donut') fillDonut(element, widget);
  else fillSparkline(element, widget);
}

/** Zero has to be given by its name: a colour that is falsy is taken for none. */
const inkOf = (color: number): number | string => (color === 0 ? 'black' : color);
const shareOf = (share: number): number => Math.min(1, Math.max(0, share || 0));

function fillGauge(element: Element, { share, color, ink }: GaugeWidget, columns: number): void {
  // A bar of no length would still have one cell.
  element.options['stroke'] = share > 0 ? inkOf(color) : 'normal';
  const isOnBar = shareOf(share) * (columns - 3) >= GAUGE_TEXT;
  element.options['fill'] = isOnBar ? inkOf(ink) : 'normal';
  // Up to 1.001 it takes numbers for fractions.
  element.setData(shareOf(share));
}

function fillDonut(element: Element, { parts, restColor }: DonutWidget): void {
  element.options['remainColor'] = inkOf(restColor);
  element.setData(
    parts.map(({ label, share, color }) => ({
      label: safeText(label, MAX_LABEL),
      percent: shareOf(share),
      color: inkOf(color),
    })),
  );
}

function fillSparkline(element: Element, { series, titleColor }: SparklineWidget): void {
  (element.options['style'] as { titleFg: string }).titleFg = String(titleColor);
  element.setData(
    // Titles are read for {tags}. The first columns of each row are cut off.
    series.map(({ title }) => `  ${safeText(title, MAX_LABEL).replaceAll(/[{}]/g, '')}`),
    series.map(({ values, range: [low, high] }) => [
      0,
      STEPS,
      ...values.map((value) => Math.round(shareOf((value - low) / (high - low)) * STEPS)),
    ]),
  );
}

function readCells(screen: Screen, columns: number, rows: number, { left, top }: Margin): Picture {
  const units = new Uint16Array(columns * rows).fill(32);
  const styles = new Int32Array(columns * rows).fill(PLAIN);
  for (let y = 0; y < rows; y++) {
    const line = screen.lines[top + y]!;
    for (let x = 0; x < columns; x++) {
      const [attribute, char] = line[left + x]!;
      units[y * columns + x] = char.charCodeAt(0);
      styles[y * columns + x] = attribute;
    }
  }
  return { columns, rows, units, styles };
}
