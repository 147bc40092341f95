/**
 * A plain grid of cells (one drawn character and its style each): everything the shell shows is painted into one of
 * these, and only the terminal adapter copies it to the screen. Tests and screenshots read it as text.
 */
import { PLAIN, type Style } from './style.ts';

/** The second cell of a wide character. */
export const CONTINUATION = '';

export class Cells {
  readonly columns: number;
  readonly rows: number;
  readonly chars: string[];
  readonly styles: Int32Array;

  constructor(columns: number, rows: number) {
    this.columns = columns;
    this.rows = rows;
    this.chars = Array.from<string>({ length: columns * rows }).fill(' ');
    this.styles = new Int32Array(columns * rows).fill(PLAIN);
  }

  copy(): Cells {
    const copy = new Cells(this.columns, this.rows);
    for (let at = 0; at < this.chars.length; at++) copy.chars[at] = this.chars[at]!;
    copy.styles.set(this.styles);
    return copy;
  }

  /** Blanks the rows from `top` up to and excluding `bottom`. */
  clear(top = 0, bottom = this.rows): void {
    this.chars.fill(' ', top * this.columns, bottom * this.columns);
    this.styles.fill(PLAIN, top * this.columns, bottom * this.columns);
  }

  /** Places one character of one or two cells. Halves of wide characters that it cuts become blanks. */
  place(x: number, y: number, char: string, wide: boolean, look: Style): void {
    if (x < 0 || y < 0 || y >= this.rows || x + (wide ? 1 : 0) >= this.columns) return;
    const at = y * this.columns + x;
    if (this.chars[at] === CONTINUATION && x > 0) this.chars[at - 1] = ' ';
    const last = wide ? at + 1 : at;
    if (x + (wide ? 2 : 1) < this.columns && this.chars[last + 1] === CONTINUATION) this.chars[last + 1] = ' ';
    this.chars[at] = char;
    this.styles[at] = look;
    if (wide) {
      this.chars[last] = CONTINUATION;
      this.styles[last] = look;
    }
  }

  /** Text of one row without trailing blanks. */
  rowText(y: number): string {
    return this.chars
      .slice(y * this.columns, (y + 1) * this.columns)
      .join('')
      .trimEnd();
  }

  toText(): string {
    return Array.from({ length: this.rows }, (_, y) => this.rowText(y)).join('\n');
  }
}
