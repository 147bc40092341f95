/** A list that grows at both ends and forgets at its beginning, with numbers that stay: the first that was pushed is 0, what is put before it is negative. */

/** Entries that are forgotten before the memory of all of them is given back. */
const BLOCK = 1024;

export class LineList<T> {
  /** Newest first: what was found before number 0. */
  readonly #before: T[] = [];
  #after: T[] = [];
  /** Number of the first entry of {@link #after}. */
  #base = 0;
  /** Entries of {@link #after} that are forgotten and still stand there. */
  #gone = 0;

  get first(): number {
    return this.#before.length > 0 ? -this.#before.length : this.#base + this.#gone;
  }

  get end(): number {
    return this.#base + this.#after.length;
  }

  at(number: number): T | undefined {
    if (number < this.first) return undefined;
    return number < 0 ? this.#before[-1 - number] : this.#after[number - this.#base];
  }

  push(entry: T): void {
    this.#after.push(entry);
  }

  /** Only while nothing was forgotten at the beginning. */
  unshift(entry: T): void {
    this.#before.push(entry);
  }

  /** Forgets the first entry. */
  shift(): void {
    if (this.#before.pop() !== undefined || this.first >= this.end) return;
    this.#gone += 1;
    if (this.#gone < BLOCK) return;
    this.#after = this.#after.slice(this.#gone);
    this.#base += this.#gone;
    this.#gone = 0;
  }

  /** The first number whose entry passes, in a list where all after it pass as well; `end` when none does. */
  search(passes: (entry: T) => boolean): number {
    let low = this.first;
    let high = this.end;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (passes(this.at(middle)!)) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
