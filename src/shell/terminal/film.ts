/**
 * What the recorder is shown of the screen: the same frames, worked out anew for the film, because it must not show what
 * the screen may. Whatever stands in a row as a secret is stars here; the prompt comes masked already (filmed-prompt.ts). Loaded where somebody films.
 */
import { maskSecrets } from '../../lib/safe-text.ts';
import type { Cells } from '../paint/cells.ts';
import { filmedPrompt, type ShownPrompt } from '../paint/filmed-prompt.ts';
import { BlessedScreenBuffer } from './blessed-screen.ts';
import { ENTER, frameOf, LEAVE, MOUSE_OFF } from './modes.ts';
import type { Recorder } from './recorder.ts';
import type { Cursor } from './terminal.ts';

/** A film begins with the size of the screen. */
export type FilmInSize = (columns: number, rows: number) => Film;

export class Film {
  readonly #recorder: Recorder;
  readonly #buffer: BlessedScreenBuffer;
  #columns: number;
  #rows: number;
  #prefix = '';

  constructor(recorder: Recorder, columns: number, rows: number) {
    this.#recorder = recorder;
    this.#columns = columns;
    this.#rows = rows;
    this.#buffer = new BlessedScreenBuffer(columns, rows);
  }

  /** The shell takes the terminal. */
  enter(): void {
    this.#recorder.show(ENTER + MOUSE_OFF, this.#columns, this.#rows);
  }

  leave(): void {
    this.#recorder.show(LEAVE, this.#columns, this.#rows);
  }

  /** The next frame shows everything, in this size. */
  reset(columns: number, rows: number): void {
    this.#columns = columns;
    this.#rows = rows;
    this.#prefix = this.#buffer.reset(columns, rows);
  }

  /** The prompt itself where nothing is to be hidden. */
  prompt(prompt: ShownPrompt): ShownPrompt {
    return filmedPrompt(prompt);
  }

  /** A frame: the rows `from` up to and excluding `to`. */
  show(cells: Cells, cursor: Cursor | null, from: number, to: number): void {
    const changes = this.#buffer.diff(withoutSecrets(cells, from, to), from, to);
    this.#recorder.show(frameOf(this.#prefix + changes, cursor), this.#columns, this.#rows);
    this.#prefix = '';
  }

  stop(): void {
    this.#recorder.stop();
  }
}

/** The cells themselves, or others where there are secrets in these rows. */
function withoutSecrets(cells: Cells, from: number, to: number): Cells {
  let shown = cells;
  for (let y = from; y < Math.min(to, cells.rows); y++) {
    const text = cells.rowText(y);
    const masked = maskSecrets(text);
    if (masked === text) continue;
    if (shown === cells) shown = cells.copy();
    cover(shown, y, text, masked);
  }
  return shown;
}

/** Stars on the cells from the first to the last in which the texts differ. */
function cover(cells: Cells, y: number, text: string, masked: string): void {
  let start = 0;
  while (text[start] === masked[start]) start++;
  let behind = 0;
  const most = Math.min(text.length, masked.length) - start;
  while (behind < most && text.at(-1 - behind) === masked.at(-1 - behind)) behind++;
  let offset = 0;
  for (let x = 0; x < cells.columns && offset < text.length - behind; x++) {
    const at = y * cells.columns + x;
    offset += cells.chars[at]!.length;
    if (offset > start) cells.chars[at] = '*';
  }
}
