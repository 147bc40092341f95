/**
 * Rows of one length of span in blocks of a fixed number of spans, each row in its place: an hour of minutes, a day of
 * hours. Whole blocks are forgotten, so that what is left of a block is never a part of it. Used by metrics-history.ts.
 */
import { blockOf, blockText } from './metrics-text.ts';
import { addTo, SECONDS, WIDTH } from './metrics-row.ts';

interface Block {
  readonly rows: Float64Array;
  /** Null when a row was added since it was made. */
  text: string | null;
}

export class MetricsSeries {
  readonly #size: number;
  readonly #blocks = new Map<number, Block>();
  #kept: number;

  /** @param size spans in a block @param kept blocks beside the newest */
  constructor(size: number, kept: number) {
    this.#size = size;
    this.#kept = kept;
  }

  /** Numbers of the blocks, oldest first. */
  get blocks(): number[] {
    return [...this.#blocks.keys()].sort((a, b) => a - b);
  }

  hasRow(span: number): boolean {
    const rows = this.#blocks.get(Math.floor(span / this.#size))?.rows;
    return rows !== undefined && rows[(span % this.#size) * WIDTH + SECONDS] !== 0;
  }

  /** Adds to the row of a span; then whatever is too far from it, to either side, is forgotten: clocks go wrong. */
  add(span: number, row: ArrayLike<number>): void {
    const number = Math.floor(span / this.#size);
    const block = this.#blocks.get(number) ?? { rows: new Float64Array(this.#size * WIDTH), text: null };
    this.#blocks.set(number, block);
    const start = (span - number * this.#size) * WIDTH;
    addTo(block.rows.subarray(start, start + WIDTH), row);
    block.text = null;
    this.#forget(number);
  }

  /** @param kept blocks beside the newest */
  retain(kept: number): void {
    this.#kept = kept;
    this.forgetOld();
  }

  /** Forgets what is too far from the newest; {@link restore} leaves that to be done. */
  forgetOld(): void {
    if (this.#blocks.size > 0) this.#forget(this.blocks.at(-1)!);
  }

  /** Its rows, oldest first; nothing of one that is not there. */
  *rowsOf(number: number): Generator<readonly [span: number, row: Float64Array]> {
    const rows = this.#blocks.get(number)?.rows;
    if (rows === undefined) return;
    for (let i = 0; i < this.#size; i += 1) {
      if (rows[i * WIDTH + SECONDS] !== 0) yield [number * this.#size + i, rows.subarray(i * WIDTH, (i + 1) * WIDTH)];
    }
  }

  /** One text a block, oldest first. */
  texts(): string[] {
    return this.blocks.map((number) => {
      const block = this.#blocks.get(number)!;
      return (block.text ??= blockText(number, block.rows));
    });
  }

  /** Puts a text of {@link texts} in. @param columns places of its numbers in a row; -1 = not known here @returns whether it was one */
  restore(text: string, columns: readonly number[]): boolean {
    const found = blockOf(text, columns, this.#size);
    if (found === null) return false;
    this.#blocks.set(found.number, { rows: found.rows, text: null });
    return true;
  }

  #forget(present: number): void {
    for (const number of this.#blocks.keys()) if (Math.abs(number - present) > this.#kept) this.#blocks.delete(number);
  }
}
