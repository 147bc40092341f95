/** Scored slots, the most worth first; equal ones by the time they are due, then by id. Used for one round of src/pool/due-order.ts. */
import type { Columns } from './columns.ts';
import { roomForSlots, uncleared } from './memory.ts';

export class WorthHeap {
  readonly #columns: Columns;
  #slots: Uint32Array<ArrayBuffer>;
  #worths: Float64Array<ArrayBuffer>;
  #size = 0;

  /** @param room how many it takes without growing; what is never used costs no memory */
  constructor(columns: Columns, room: number) {
    this.#columns = columns;
    this.#slots = roomForSlots(room);
    this.#worths = roomForWorths(room);
  }

  get size(): number {
    return this.#size;
  }

  /** Worth of the first; -1 when it is empty. */
  get most(): number {
    return this.#size === 0 ? -1 : this.#worths[0]!;
  }

  /** @param place below {@link size}; after any other call it may hold another slot */
  at(place: number): number {
    return this.#slots[place]!;
  }

  push(slot: number, worth: number): void {
    if (this.#size === this.#slots.length) this.#grow();
    this.#size += 1;
    this.#rise(slot, worth, this.#size - 1);
  }

  /** @returns -1 when it is empty */
  pop(): number {
    if (this.#size === 0) return -1;
    const first = this.#slots[0]!;
    this.#size -= 1;
    this.#sink(this.#slots[this.#size]!, this.#worths[this.#size]!, 0);
    return first;
  }

  /** Gives the slot at this place another worth. */
  renew(place: number, worth: number): void {
    const slot = this.#slots[place]!;
    if (worth > this.#worths[place]!) this.#rise(slot, worth, place);
    else this.#sink(slot, worth, place);
  }

  #rise(slot: number, worth: number, from: number): void {
    let place = from;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!this.#before(slot, worth, parent)) break;
      this.#move(parent, place);
      place = parent;
    }
    this.#slots[place] = slot;
    this.#worths[place] = worth;
  }

  #sink(slot: number, worth: number, from: number): void {
    let place = from;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= this.#size) break;
      const next = child + 1;
      if (next < this.#size && this.#before(this.#slots[next]!, this.#worths[next]!, child)) child = next;
      if (this.#before(slot, worth, child)) break;
      this.#move(child, place);
      place = child;
    }
    this.#slots[place] = slot;
    this.#worths[place] = worth;
  }

  #before(slot: number, worth: number, place: number): boolean {
    const difference = worth - this.#worths[place]!;
    if (difference !== 0) return difference > 0;
    const { dueAt, id } = this.#columns;
    const other = this.#slots[place]!;
    const later = dueAt[slot]! - dueAt[other]!;
    return later === 0 ? id[slot]! < id[other]! : later < 0;
  }

  #move(from: number, to: number): void {
    this.#slots[to] = this.#slots[from]!;
    this.#worths[to] = this.#worths[from]!;
  }

  #grow(): void {
    const room = Math.max(64, this.#size * 2);
    const slots = roomForSlots(room);
    const worths = roomForWorths(room);
    slots.set(this.#slots);
    worths.set(this.#worths);
    this.#slots = slots;
    this.#worths = worths;
  }
}

function roomForWorths(room: number): Float64Array<ArrayBuffer> {
  return new Float64Array(uncleared(room * Float64Array.BYTES_PER_ELEMENT));
}
