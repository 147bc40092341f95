/**
 * Who has been due longest: those never checked first, then by the time they are due, equal times by id; src/pool/due-order.ts
 * asks it for the share of checks that goes by age. Two heaps of slots, ordered by the `dueAt` column; who is banned or under test is not in here. `dueAt` of a queued slot must not change.
 */
import type { Columns } from './columns.ts';
import { FLAG } from './columns.ts';
import { withMoreRoom } from './memory.ts';

/** So many slots or fewer rise one by one: those that came last are mostly due last, and stay where they are. */
const ONE_BY_ONE = 64;

export class DueQueue {
  readonly #columns: Columns;
  readonly #fresh: SlotHeap;
  readonly #checked: SlotHeap;

  constructor(columns: Columns) {
    this.#columns = columns;
    this.#fresh = new SlotHeap(columns);
    this.#checked = new SlotHeap(columns);
  }

  /** Queues a slot by its `dueAt` and `checks`. */
  put(slot: number): void {
    (this.#columns.checks[slot] === 0 ? this.#fresh : this.#checked).push(slot);
  }

  /** {@link put} for slots in a row, leaving out who is banned: in less than doing so one by one. */
  putRun(first: number, end: number): void {
    const { checks, flags } = this.#columns;
    const isShort = end - first <= ONE_BY_ONE;
    for (let slot = first; slot < end; slot += 1) {
      if ((flags[slot]! & FLAG.banned) !== 0) continue;
      const heap = checks[slot] === 0 ? this.#fresh : this.#checked;
      if (isShort) heap.push(slot);
      else heap.append(slot);
    }
    this.#fresh.order();
    this.#checked.order();
  }

  /** Room for so many more, in whichever heap: {@link put} takes no memory then, which may fail. */
  reserve(count: number): void {
    this.#fresh.reserve(count);
    this.#checked.reserve(count);
  }

  /** Takes a slot out, wherever it is; nothing happens when it is not queued. */
  take(slot: number): void {
    if (this.#columns.duePlace[slot] === 0) return;
    if (this.#fresh.holds(slot)) this.#fresh.delete(slot);
    else this.#checked.delete(slot);
  }

  /** Whether anybody never checked is due. */
  hasFresh(now: number): boolean {
    const fresh = this.#fresh.first;
    return fresh >= 0 && this.#columns.dueAt[fresh]! <= now;
  }

  /**
   * Who has waited longest: of those never checked, or of the checked ones, whichever there are.
   * @returns as {@link next}
   */
  longest(now: number, checkedFirst: boolean): number {
    if (!checkedFirst) return this.next(now);
    const checked = this.#checked.first;
    return checked >= 0 && this.#columns.dueAt[checked]! <= now ? checked : this.next(now);
  }

  /** @returns the slot whose turn it is, still queued; -1 when nobody is due at `now` */
  next(now: number): number {
    const fresh = this.#fresh.first;
    if (fresh >= 0 && this.#columns.dueAt[fresh]! <= now) return fresh;
    const checked = this.#checked.first;
    return checked >= 0 && this.#columns.dueAt[checked]! <= now ? checked : -1;
  }
}

/** A binary heap that knows the place of each of its slots through the `duePlace` column. */
class SlotHeap {
  readonly #columns: Columns;
  /** Slot - place, by place: the same in a pool of new ones, and what stays 0 is no memory. */
  #slots: Uint32Array = new Uint32Array(16);
  #size = 0;
  /** Places from this one on were never written to. */
  #written = 0;
  /** So many are in order; the others were appended since. */
  #ordered = 0;

  constructor(columns: Columns) {
    this.#columns = columns;
  }

  get first(): number {
    return this.#size === 0 ? -1 : this.#at(0);
  }

  holds(slot: number): boolean {
    const place = this.#columns.duePlace[slot]! - 1;
    return place >= 0 && place < this.#size && this.#at(place) === slot;
  }

  /** Room for so many more: adding them takes no memory, which may fail. */
  reserve(count: number): void {
    while (this.#size + count > this.#slots.length) this.#slots = withMoreRoom(this.#slots);
  }

  push(slot: number): void {
    this.append(slot);
    this.#ordered = this.#size;
    this.#rise(slot, this.#size - 1);
  }

  /** At the end, whatever its turn; call {@link order} before anything else. */
  append(slot: number): void {
    this.reserve(1);
    this.#set(this.#size, slot);
    this.#size += 1;
  }

  /**
   * Puts in order what was appended: parents sink that stand above it, then theirs, up to the first. A step for each that
   * was appended, and for each level above them one walk down.
   */
  order(): void {
    if (this.#ordered === this.#size) return;
    let from = this.#ordered;
    let to = this.#size - 1;
    this.#ordered = this.#size;
    while (to > 0) {
      from = Math.max(0, (from - 1) >> 1);
      to = (to - 1) >> 1;
      for (let place = to; place >= from; place -= 1) this.#sink(this.#at(place), place);
    }
  }

  delete(slot: number): void {
    const place = this.#columns.duePlace[slot]! - 1;
    this.#columns.duePlace[slot] = 0;
    this.#size -= 1;
    this.#ordered = this.#size;
    const last = this.#at(this.#size);
    if (last === slot) return;
    if (place > 0 && this.#before(last, this.#at((place - 1) >> 1))) this.#rise(last, place);
    else this.#sink(last, place);
  }

  #rise(slot: number, from: number): void {
    let place = from;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const above = this.#at(parent);
      if (!this.#before(slot, above)) break;
      this.#set(place, above);
      place = parent;
    }
    this.#set(place, slot);
  }

  #sink(slot: number, from: number): void {
    let place = from;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= this.#size) break;
      if (child + 1 < this.#size && this.#before(this.#at(child + 1), this.#at(child))) child += 1;
      const below = this.#at(child);
      if (!this.#before(below, slot)) break;
      this.#set(place, below);
      place = child;
    }
    this.#set(place, slot);
  }

  #at(place: number): number {
    return (this.#slots[place]! + place) >>> 0;
  }

  #set(place: number, slot: number): void {
    if (slot !== place || place < this.#written) {
      if (place >= this.#written) this.#written = place + 1;
      this.#slots[place] = slot - place;
    }
    this.#columns.duePlace[slot] = place + 1;
  }

  #before(one: number, other: number): boolean {
    const { dueAt, id } = this.#columns;
    const difference = dueAt[one]! - dueAt[other]!;
    return difference === 0 ? id[one]! < id[other]! : difference < 0;
  }
}
