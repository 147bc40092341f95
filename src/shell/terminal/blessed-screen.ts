/**
 * The one place that knows blessed: its Screen is used as a cell buffer with a diff. Cells go in, the bytes that change
 * the terminal come out; blessed itself reads no key, writes to no terminal and hears no signal.
 */
import { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';
import type { Cells } from '../paint/cells.ts';
import { CONTINUATION } from '../paint/cells.ts';

type BlessedCell = [attribute: number, char: string];
type BlessedLine = BlessedCell[] & { dirty: boolean };

/** The part of blessed's Screen that is used here. */
interface BlessedScreen {
  lines: BlessedLine[];
  olines: BlessedCell[][];
  readonly program: { cols: number; rows: number; useBuffer: boolean; flush(): void };
  readonly tput: { unicode: boolean; brokenACS: boolean };
  alloc(): void;
  draw(first: number, last: number): void;
}
interface BlessedScreenClass {
  new (options: object): BlessedScreen;
  _bound: boolean;
}

/** A stream that goes nowhere: blessed's input, and its output, which is collected. */
class Collector extends EventEmitter {
  readonly writable = true;
  readonly isTTY = false;
  columns: number;
  rows: number;
  text = '';

  constructor(columns: number, rows: number) {
    super();
    this.columns = columns;
    this.rows = rows;
  }

  write(text: string): boolean {
    this.text += text;
    return true;
  }

  take(): string {
    const text = this.text;
    this.text = '';
    return text;
  }
}

export class BlessedScreenBuffer {
  readonly #screen: BlessedScreen;
  readonly #output: Collector;

  constructor(columns: number, rows: number) {
    const require = createRequire(import.meta.url);
    // Only the screen: the index loads every widget, as much time again.
    const program = require('blessed/lib/program') as { _bound: boolean };
    const screenClass = require('blessed/lib/widgets/screen') as BlessedScreenClass;
    // Keeps blessed from installing its own exit and signal handlers.
    program._bound = true;
    screenClass._bound = true;
    this.#output = new Collector(columns, rows);
    // Inside tmux blessed would run `tmux -V` and wait for it.
    const tmux = process.env['TMUX'];
    delete process.env['TMUX'];
    try {
      const input = new Collector(columns, rows);
      this.#screen = new screenClass({ input, output: this.#output, terminal: 'xterm-256color', forceUnicode: true });
    } finally {
      if (tmux !== undefined) process.env['TMUX'] = tmux;
    }
    this.#screen.program.flush();
    this.#screen.program.useBuffer = false;
    // Characters are chosen by the painter; blessed must not translate them.
    this.#screen.tput.unicode = true;
    this.#screen.tput.brokenACS = true;
    this.#output.take();
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
