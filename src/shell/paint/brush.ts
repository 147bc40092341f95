/**
 * Paints into a rectangle of a cell grid and never outside it. Panels get one brush for their inside; coordinates start
 * at its top left corner. Carries the theme, whether the terminal can show more than ASCII, and what charts are drawn with.
 */
import type { Cells } from './cells.ts';
import { drawable, drawnWidth, isPlain } from './glyphs.ts';
import type { GraphSymbols } from './graph-symbols.ts';
import type { Style, Theme } from './style.ts';

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A text and its look; strings alone are plain text. */
export type Segment = readonly [text: string, look: Style];

export class Brush {
  readonly theme: Theme;
  readonly utf8: boolean;
  readonly graph: GraphSymbols;
  readonly width: number;
  readonly height: number;
  readonly #cells: Cells;
  readonly #rect: Rect;

  constructor(cells: Cells, rect: Rect, theme: Theme, utf8: boolean, graph: GraphSymbols = utf8 ? 'braille' : 'ascii') {
    this.#cells = cells;
    this.#rect = rect;
    this.theme = theme;
    this.utf8 = utf8;
    this.graph = graph;
    this.width = Math.max(0, rect.width);
    this.height = Math.max(0, rect.height);
  }

  /** A brush for a part of this one. */
  part(x: number, y: number, width: number, height: number): Brush {
    const left = Math.min(Math.max(0, x), this.width);
    const top = Math.min(Math.max(0, y), this.height);
    const rect = {
      x: this.#rect.x + left,
      y: this.#rect.y + top,
      width: Math.min(width, this.width - left),
      height: Math.min(height, this.height - top),
    };
    return new Brush(this.#cells, rect, this.theme, this.utf8, this.graph);
  }

  /** Writes a text; what does not fit within `limit` cells is cut with `…`. @returns the column after it */
  text(x: number, y: number, text: string, look: Style = this.theme.text, limit = this.width - x): number {
    const room = Math.min(limit, this.width - x);
    if (y < 0 || y >= this.height || room <= 0 || text === '') return x;
    const cells = this.#cells;
    const row = this.#rect.y + y;
    let column = this.#rect.x + x;
    if (isPlain(text, this.utf8)) {
      const count = Math.min(text.length, room);
      for (let index = 0; index < count; index++) cells.place(column++, row, text[index]!, false, look);
      if (text.length > room) cells.place(column - 1, row, this.utf8 ? '…' : '~', false, look);
      return x + count;
    }
    const glyphs = drawable(text, this.utf8);
    let total = 0;
    for (const glyph of glyphs) total += glyph.wide ? 2 : 1;
    const end = column + (total > room ? room - 1 : room);
    for (const glyph of glyphs) {
      const next = column + (glyph.wide ? 2 : 1);
      if (next > end) break;
      cells.place(column, row, glyph.char, glyph.wide, look);
      column = next;
    }
    if (total > room) cells.place(column++, row, this.utf8 ? '…' : '~', false, look);
    return column - this.#rect.x;
  }

  /** Writes segments one after another. @returns the column after the last */
  line(x: number, y: number, segments: readonly Segment[]): number {
    let column = x;
    for (const [text, look] of segments) column = this.text(column, y, text, look);
    return column;
  }

  /** Writes a text so that it ends before column `end`. @returns the column it starts at */
  right(end: number, y: number, text: string, look: Style = this.theme.text): number {
    const start = Math.max(0, end - drawnWidth(text));
    this.text(start, y, text, look, end - start);
    return start;
  }

  fill(x: number, y: number, width: number, char: string, look: Style): void {
    if (width > 0) this.text(x, y, char.repeat(Math.min(width, this.width - x)), look);
  }

  /** Gives a whole row one look and blanks it. */
  band(y: number, look: Style): void {
    this.fill(0, y, this.width, ' ', look);
  }
}
