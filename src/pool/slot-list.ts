/**
 * The slots of one status, dense and unordered, so that a scan of the working proxies touches only those. Slots and places
 * are kept as what they differ by: in a pool of new ones they are the same, and what stays 0 is no memory.
 */
import type { Columns } from './columns.ts';
import { withMoreRoom } from './memory.ts';

export class SlotList {
  readonly #columns: Columns;
  /** Slot - place, by place. */
  #slots: Uint32Array = new Uint32Array(16);
  #length = 0;
  /** Places from this one on were never written to. */
  #written = 0;

  constructor(columns: Columns) {
    this.#columns = columns;
  }

  get length(): number {
    return this.#length;
  }

  at(index: number): number {
    return (this.#slots[index]! + index) >>> 0;
  }

  /** Room for so many more: adding them takes no memory, which may fail. */
  reserve(count: number): void {
    while (this.#length + count > this.#slots.length) this.#slots = withMoreRoom(this.#slots);
  }

  add(slot: number): void {
    this.reserve(1);
    this.#set(this.#length, slot);
    this.#length += 1;
  }

  /** {@link add} for new slots in a row, whose columns are 0. */
  addRun(first: number, end: number): void {
    this.reserve(end - first);
    for (let slot = first, place = this.#length; slot < end; slot += 1, place += 1)
      if (slot !== place || place < this.#written) this.#set(place, slot);
    this.#length += end - first;
  }

  /** The last one takes the place of the one that goes. */
  delete(slot: number): void {
    const place = (this.#columns.listPlace[slot]! + slot) >>> 0;
    this.#length -= 1;
    this.#set(place, this.at(this.#length));
  }

  #set(place: number, slot: number): void {
    if (place >= this.#written) this.#written = place + 1;
    this.#slots[place] = slot - place;
    this.#columns.listPlace[slot] = place - slot;
  }
}
