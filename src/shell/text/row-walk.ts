/**
 * The rows of a text as they stand on a screen of this size: lines folded or cut, and the way from one row to the next.
 * Called by the scroller; costs what it is asked for, however long the text is. Knows no person and paints nothing.
 */
import type { Segment } from '../paint/brush.ts';
import { NO_LINES, type TextLines } from './lines.ts';
import { cutRow, foldRows, markRow, type Row } from './rows.ts';
import type { TextSearch } from './text-search.ts';

/** A row of the text: the line it belongs to, and which of its rows it is. */
export interface Place {
  readonly line: number;
  readonly row: number;
}

export interface Shown extends Place {
  readonly segments: Row;
}

/** How lines become rows. */
export interface RowShape {
  readonly folds: boolean;
  /** Cells that lines are moved to the left by. */
  readonly pan: number;
}

/** Stands for the theme's look of a match until a row is painted. */
export const MATCH = -2;

export class RowWalk {
  readonly #shape: RowShape;
  readonly #search: TextSearch;
  #lines: TextLines = NO_LINES;
  #width = 0;
  #height = 1;
  /** Rows of lines whose segments stay the same object; most lines never change. */
  #known = new WeakMap<readonly Segment[], readonly Row[]>();

  /** @param shape asked whenever rows are made */
  constructor(shape: RowShape, search: TextSearch) {
    this.#shape = shape;
    this.#search = search;
  }

  get lines(): TextLines {
    return this.#lines;
  }
  get width(): number {
    return this.#width;
  }
  get height(): number {
    return this.#height;
  }

  fit(lines: TextLines, width: number, height: number): void {
    if (width !== this.#width) this.forget();
    this.#lines = lines;
    this.#width = width;
    this.#height = height;
  }

  /** Rows are made anew: they are folded, or are not, from now on. */
  forget(): void {
    this.#known = new WeakMap();
  }

  rowsOf(number: number): readonly Row[] {
    const { segments, hang, folded, above } = this.#lines.line(number);
    const { folds, pan } = this.#shape;
    const isAsItIs = this.#search.pattern === null && pan === 0;
    const known = isAsItIs ? this.#known.get(segments) : undefined;
    if (known) return known;
    const marked = markRow(segments, this.#search.placesIn(this.#lines, number), () => MATCH);
    const rows =
      folded === 'always' || folds ? foldRows(marked, this.#width, hang) : [cutRow(marked, this.#width, pan)];
    const all = above === null ? rows : [cutRow(above, this.#width), ...rows];
    if (isAsItIs) this.#known.set(segments, all);
    return all;
  }

  /** The rows of a screen that ends with the last. */
  up(): Shown[] {
    const shown: Shown[] = [];
    for (let line = this.#lines.end - 1; line >= this.#lines.first && shown.length < this.#height; line--) {
      const rows = this.rowsOf(line);
      for (let row = rows.length - 1; row >= 0 && shown.length < this.#height; row--)
        shown.push({ line, row, segments: rows[row]! });
    }
    return shown.reverse();
  }

  /** The rows of a screen that begins here. */
  down(from: Place): Shown[] {
    const shown: Shown[] = [];
    for (let { line, row } = from; line < this.#lines.end && shown.length < this.#height; line++, row = 0) {
      const rows = this.rowsOf(line);
      for (; row < rows.length && shown.length < this.#height; row++) shown.push({ line, row, segments: rows[row]! });
    }
    return shown;
  }

  below({ line, row }: Place): Place | null {
    if (row + 1 < this.rowsOf(line).length) return { line, row: row + 1 };
    return line + 1 < this.#lines.end ? { line: line + 1, row: 0 } : null;
  }

  above({ line, row }: Place): Place | null {
    if (row > 0) return { line, row: row - 1 };
    return line > this.#lines.first ? { line: line - 1, row: this.rowsOf(line - 1).length - 1 } : null;
  }

  /** The row that is at the top when the last row is at the bottom. */
  lastTop(): Place {
    return this.up()[0] ?? { line: this.#lines.first, row: 0 };
  }
}

export function isSame(a: Place, b: Place): boolean {
  return a.line === b.line && a.row === b.row;
}

/** True when `a` comes after `b`. */
export function isAfter(a: Place, b: Place): boolean {
  return a.line > b.line || (a.line === b.line && a.row > b.row);
}
