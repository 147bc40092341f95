/**
 * Rows of one length of span in blocks of a fixed number of spans, each row in its place: an hour of minutes, a day of
 * hours. Whole blocks are forgotten, so that what is left of a block is never a part of it. A block that came from a file
 * stays the text it was until somebody wants its rows. Used by metrics-history.ts.
 */
import { addTo, METRICS, SECONDS, WIDTH } from './metrics-row.ts';
import { blockNumber, blockOf, blockText } from './metrics-text.ts';

/** One of them is there, both where the text is up to date. */
interface Block {
  rows: Float64Array | null;
  text: string | null;
}

export class MetricsSeries {
  readonly #size: number;
  readonly #blocks = new Map<number, Block>();
  readonly #onBroken: () => void;
  #kept: number;

  /**
   * @param size spans in a block
   * @param kept blocks beside the newest
   * @param onBroken a text is none; it is left out
   */
  constructor(size: number, kept: number, onBroken: () => void) {
    this.#size = size;
    this.#kept = kept;
    this.#onBroken = onBroken;
  }

  /** Numbers of the blocks, oldest first. */
  get blocks(): number[] {
    return [...this.#blocks.keys()].sort((a, b) => a - b);
  }

  /** Adds to the row of a span; then whatever is too far from it, to either side, is forgotten: clocks go wrong. */
  add(span: number, row: ArrayLike<number>): void {
    const number = Math.floor(span / this.#size);
    const rows = this.#rowsIn(number) ?? new Float64Array(this.#size * WIDTH);
    this.#blocks.set(number, { rows, text: null });
    const start = (span - number * this.#size) * WIDTH;
    addTo(rows.subarray(start, start + WIDTH), row);
    this.#forget(number);
  }

  /** @param kept blocks beside the newest */
  retain(kept: number): void {
    this.#kept = kept;
    if (this.#blocks.size > 0) this.#forget(this.blocks.at(-1)!);
  }

  /** Its rows, oldest first; nothing of one that is not there. */
  *rowsOf(number: number): Generator<readonly [span: number, row: Float64Array]> {
    const rows = this.#rowsIn(number);
    if (rows === null) return;
    for (let i = 0; i < this.#size; i += 1) {
      if (rows[i * WIDTH + SECONDS] !== 0) yield [number * this.#size + i, rows.subarray(i * WIDTH, (i + 1) * WIDTH)];
    }
  }

  /** One text a block, oldest first. Costs as much as what was added since the last call. */
  texts(): string[] {
    return this.blocks.map((number) => {
      const block = this.#blocks.get(number)!;
      return (block.text ??= blockText(number, block.rows!));
    });
  }

  /** Puts {@link texts} in. @param columns places of their numbers in a row; -1 = not known here */
  restore(texts: readonly string[], columns: readonly number[]): void {
    const isOurs = columns.length === WIDTH && columns.every((column, i) => column === i);
    for (const text of texts) {
      const number = blockNumber(text);
      const rows = isOurs ? null : blockOf(text, columns, this.#size);
      if (number === null || (rows === null && !isOurs)) this.#onBroken();
      else this.#blocks.set(number, { rows, text: isOurs ? text : null });
    }
    this.retain(this.#kept);
  }

  /** Texts of the newest blocks. @param count most of them */
  newestTexts(count: number): string[] {
    return this.texts().slice(-count);
  }

  /**
   * Puts texts in that may know more of their blocks than what is here: each takes the place of one with less time in it.
   * @returns the blocks that were replaced
   */
  restoreNewer(texts: readonly string[], columns: readonly number[]): number[] {
    const present = new Set([...this.#blocks.values()].map(({ text }) => text));
    const replaced: number[] = [];
    for (const text of texts) {
      // After an orderly end they are the same.
      if (present.has(text)) continue;
      const number = blockNumber(text);
      const rows = number === null ? null : blockOf(text, columns, this.#size);
      if (number === null || rows === null) this.#onBroken();
      else if (secondsOf(rows) > secondsOf(this.#rowsIn(number) ?? [])) {
        this.#blocks.set(number, { rows, text: null });
        replaced.push(number);
      }
    }
    this.retain(this.#kept);
    return replaced.filter((number) => this.#blocks.has(number));
  }

  /** Puts a row in, unless the one in its place has as much time in it. */
  raise(span: number, row: Float64Array): void {
    const number = Math.floor(span / this.#size);
    const rows = this.#rowsIn(number) ?? new Float64Array(this.#size * WIDTH);
    const start = (span - number * this.#size) * WIDTH;
    if (rows[start + SECONDS]! >= row[SECONDS]!) return;
    rows.set(row, start);
    this.#blocks.set(number, { rows, text: null });
    this.retain(this.#kept);
  }

  #rowsIn(number: number): Float64Array | null {
    const block = this.#blocks.get(number);
    if (block === undefined) return null;
    block.rows ??= blockOf(block.text!, OURS, this.#size);
    if (block.rows !== null) return block.rows;
    this.#blocks.delete(number);
    this.#onBroken();
    return null;
  }

  #forget(present: number): void {
    for (const number of this.#blocks.keys()) if (Math.abs(number - present) > this.#kept) this.#blocks.delete(number);
  }
}

const OURS = METRICS.map((_, i) => i);

/** Of all rows of a block. */
function secondsOf(rows: ArrayLike<number>): number {
  let sum = 0;
  for (let at = SECONDS; at < rows.length; at += WIDTH) sum += rows[at]!;
  return sum;
}
