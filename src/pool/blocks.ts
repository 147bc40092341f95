/**
 * Pages of numbers cut into blocks of one length: memory that follows what is kept, is used again after a release, and
 * that no garbage collector walks. Timelines and details are in them; what a block held before is still in it when it is
 * taken.
 */

/** Numbers in one page at most. */
const PAGE = 16_384;

export class Blocks<Page extends Uint32Array | Float64Array> {
  readonly #length: number;
  readonly #newPage: (numbers: number) => Page;
  /** Blocks of a page, as a power of two. */
  readonly #shift: number;
  readonly #pages: Page[] = [];
  readonly #free: number[] = [];
  #used = 0;

  /** @param length of a block @param newPage of so many numbers */
  constructor(length: number, newPage: (numbers: number) => Page) {
    this.#length = length;
    this.#newPage = newPage;
    this.#shift = Math.floor(Math.log2(PAGE / length));
  }

  /** Of all pages, used or not. */
  get bytes(): number {
    return this.#pages.reduce((sum, { byteLength }) => sum + byteLength, 0);
  }

  /** @returns the number of a block, from 1 on */
  take(): number {
    const free = this.#free.pop();
    if (free !== undefined) return free;
    if (this.#used >>> this.#shift === this.#pages.length) this.#pages.push(this.#newPage(this.#length << this.#shift));
    return ++this.#used;
  }

  release(block: number): void {
    this.#free.push(block);
  }

  pageOf(block: number): Page {
    return this.#pages[(block - 1) >>> this.#shift]!;
  }

  /** Its first number in its page. */
  startOf(block: number): number {
    return ((block - 1) & ((1 << this.#shift) - 1)) * this.#length;
  }
}
