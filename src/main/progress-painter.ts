/**
 * Shows progress on stderr: one line rewritten in place on a terminal, a plain line now and then elsewhere. Used by the
 * process's Io, which clears it before it prints anything else.
 */
import { progressLine } from '../lib/progress-line.ts';
import { truncateToWidth } from '../lib/width.ts';
import type { Progress } from '../engine/types.ts';

export interface PainterOptions {
  readonly print: (text: string) => void;
  /** A terminal that can go back to the line's start. */
  readonly inPlace: boolean;
  readonly utf8: boolean;
  readonly columns: () => number;
  /** Monotonic milliseconds. */
  readonly now: () => number;
}

/** Shortest time between two lines, in milliseconds. */
const IN_PLACE_MS = 100;
const PLAIN_MS = 2_000;

export class ProgressPainter {
  readonly #options: PainterOptions;
  /** When the last line was printed; for plain lines, when the work began: short work prints none. */
  #last: number | null = null;
  #shown = false;

  constructor(options: PainterOptions) {
    this.#options = options;
  }

  show(progress: Progress | null): void {
    if (progress === null) {
      this.clear();
      this.#last = null;
      return;
    }
    const { inPlace, now, print, columns, utf8 } = this.#options;
    const at = now();
    if (this.#last === null && !inPlace) this.#last = at;
    if (this.#last !== null && at - this.#last < (inPlace ? IN_PLACE_MS : PLAIN_MS)) return;
    this.#last = at;
    const line = progressLine(progress, utf8);
    // One cell is left free: a line that fills the last one would wrap on some terminals.
    print(inPlace ? `\r${truncateToWidth(line, columns() - 1, utf8 ? '…' : '')}\x1b[K` : `${line}\n`);
    this.#shown = inPlace;
  }

  /** Takes the line away; the next update shows it again. */
  clear(): void {
    if (!this.#shown) return;
    this.#shown = false;
    this.#options.print('\r\x1b[K');
  }
}
