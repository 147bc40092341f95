/** A buffer of fixed size that forgets its oldest entry first. Used for log lines, samples and latencies. */

export class Ring<T> implements Iterable<T> {
  readonly capacity: number;
  readonly #entries: T[] = [];
  /** Place of the oldest entry once the buffer is full. */
  #head = 0;

  /** @throws RangeError when the capacity is not a positive integer */
  constructor(capacity: number) {
    if (!Number.isInteger(capacity) || capacity < 1)
      throw new RangeError(`a ring needs a positive capacity, not ${capacity}`);
    this.capacity = capacity;
  }

  get length(): number {
    return this.#entries.length;
  }

  /** @returns the entry that had to go, if any */
  push(entry: T): T | undefined {
    if (this.#entries.length < this.capacity) {
      this.#entries.push(entry);
      return undefined;
    }
    const gone = this.#entries[this.#head];
    this.#entries[this.#head] = entry;
    this.#head = (this.#head + 1) % this.capacity;
    return gone;
  }

  /** Counted from the oldest; negative from the newest (`at(-1)`). */
  at(index: number): T | undefined {
    const length = this.#entries.length;
    const place = index < 0 ? length + index : index;
    return place < 0 || place >= length ? undefined : this.#entries[(this.#head + place) % length];
  }

  /** The newest `count`, oldest of them first. */
  last(count: number): T[] {
    const length = this.#entries.length;
    const from = Math.max(0, length - Math.max(0, Math.floor(count)));
    const out: T[] = [];
    for (let i = from; i < length; i += 1) out.push(this.#entries[(this.#head + i) % length] as T);
    return out;
  }

  clear(): void {
    this.#entries.length = 0;
    this.#head = 0;
  }

  *[Symbol.iterator](): IterableIterator<T> {
    for (let i = 0; i < this.#entries.length; i += 1) yield this.#entries[(this.#head + i) % this.#entries.length] as T;
  }
}
