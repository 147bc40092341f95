/**
 * What stands between the frames and the terminal: blessed's Screen as a cell buffer with a diff. Cells go in, the bytes
 * that change the terminal come out.
 */
import type { Cells } from '../paint/cells.ts';
import { CONTINUATION } from '../paint/cells.ts';
import { type BlessedScreen, type Collector, createDetachedScreen } from './detached-screen.ts';

export class BlessedScreenBuffer {
  readonly #screen: BlessedScreen;
  readonly #output: Collector;

  constructor(columns: number, rows: number) {
    const { screen, output } = createDetachedScreen(columns, rows);
    this.#screen = screen;
    this.#output = output;
  }

  /** Forgets what is on the terminal. @returns the bytes that clear it */
  reset(columns: number, rows: number): string {
    this.#screen.program.cols = columns;
    this.#screen.program.rows = rows;
    this.#output.columns = columns;
    this.#output.rows = rows;
    this.#screen.alloc();
    this.#output.take();
    return '\x1b[m\x1b[2J';
  }

  /** @returns the bytes that turn what the terminal shows into these cells, for the rows `from` up to and excluding `to` */
  diff(cells: Cells, from: number, to: number): string {
    const { lines, olines } = this.#screen;
    const last = Math.min(to, cells.rows, lines.length);
    for (let y = from; y < last; y++) {
      const line = lines[y]!;
      const shown = olines[y]!;
      const columns = Math.min(cells.columns, line.length);
      for (let x = 0, at = y * cells.columns; x < columns; x++, at++) {
        const cell = line[x]!;
        const wide = x + 1 < columns && cells.chars[at + 1] === CONTINUATION;
        cell[0] = cells.styles[at]!;
        if (!wide) {
          cell[1] = cells.chars[at]!;
          continue;
        }
        // Terminals disagree about wide characters: both cells are blanked first and the cursor is set by position
        // afterwards, so that a disagreement never moves the rest of the row.
        cell[1] = `  \x1b[${y + 1};${x + 1}H${cells.chars[at]!}`;
        const second = line[x + 1]!;
        second[0] = cell[0];
        second[1] = `\x1b[${y + 1};${x + 3}H`;
        const known = shown[x]!;
        if (known[0] !== cell[0] || known[1] !== cell[1]) shown[x + 1]![1] = '\0';
        x++;
        at++;
      }
      line.dirty = true;
    }
    if (last > from) this.#screen.draw(from, last - 1);
    return this.#output.take();
  }
}
