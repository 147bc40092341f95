/** The progress line of one pipeline: taken away before data is written over it, and at the end; never touched when unused. */
import type { Progress } from '../../engine/types.ts';
import type { Io } from '../io.ts';

export class ProgressLine {
  readonly #io: Io;
  readonly #quiet: boolean;
  #shown = false;

  constructor(io: Io, quiet: boolean) {
    this.#io = io;
    this.#quiet = quiet;
  }

  show(progress: Progress): void {
    if (this.#quiet) return;
    this.#shown = true;
    this.#io.progress(progress);
  }

  hide(): void {
    if (!this.#shown) return;
    this.#shown = false;
    this.#io.progress(null);
  }
}
