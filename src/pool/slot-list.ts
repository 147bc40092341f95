/** The slots of one status, dense and unordered, so that a scan of the working proxies touches only those. */
import type { Columns } from './columns.ts';
import { roomForSlots, withMoreRoom } from './memory.ts';

export class SlotList {
  readonly #columns: Columns;
  #slots: Uint32Array = roomForSlots(16);
  #length = 0;

  constructor(columns: Columns) {
    this.#columns = columns;
  }

  get length(): number {
    return this.#length;
  }

  at(index: number): number {
    return this.#slots[index]!;
  }

  add(slot: number): void {
    if (this.#length === this.#slots.length) this.#slots = withMoreRoom(this.#slots);
    this.#slots[this.#length] = slot;
    this.#columns.listPlace[slot] = this.#length;
    this.#length += 1;
  }

  /** The last one takes the place of the one that goes. */
  delete(slot: number): void {
    const place = this.#columns.listPlace[slot]!;
    this.#length -= 1;
    const last = this.#slots[this.#length]!;
    this.#slots[place] = last;
    this.#columns.listPlace[last] = place;
  }
}
