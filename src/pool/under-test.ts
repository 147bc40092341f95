/**
 * The slots under test and the run that tests each, dense and unordered: every check puts one in and takes it out again,
 * which a Map pays for with making its table anew all the time. Records keep the flag in the columns that says the same,
 * and ask it first: nobody goes in twice, and only who is in goes out.
 */

/** Slots in one page of places, as a power of two. */
const SHIFT = 12;
const MASK = 2 ** SHIFT - 1;

export class UnderTest {
  readonly #slots: number[] = [];
  readonly #runs: object[] = [];
  /** Where a slot stands in the two, at [slot >>> SHIFT][slot & MASK]; any number for those that do not. */
  readonly #places: (Uint32Array | undefined)[] = [];

  get size(): number {
    return this.#slots.length;
  }

  /** @param index below {@link size} */
  slot(index: number): number {
    return this.#slots[index]!;
  }

  /** Those of a run, for who takes each of them out before asking for the next, whatever else comes and goes meanwhile. */
  *slotsOf(run: object): Generator<number> {
    // From the end: what takes the place of one that goes was looked at already.
    for (let i = this.size - 1; i >= 0; i -= 1) if (this.#runs[i] === run) yield this.#slots[i]!;
  }

  add(slot: number, run: object): void {
    const page = (this.#places[slot >>> SHIFT] ??= new Uint32Array(MASK + 1));
    page[slot & MASK] = this.#slots.length;
    this.#slots.push(slot);
    this.#runs.push(run);
  }

  /** The last one takes the place of the one that goes. */
  delete(slot: number): void {
    const place = this.#places[slot >>> SHIFT]![slot & MASK]!;
    const last = this.#slots.pop()!;
    const run = this.#runs.pop()!;
    if (last === slot) return;
    this.#slots[place] = last;
    this.#runs[place] = run;
    this.#places[last >>> SHIFT]![last & MASK] = place;
  }

  clear(): void {
    this.#slots.length = 0;
    this.#runs.length = 0;
  }
}
