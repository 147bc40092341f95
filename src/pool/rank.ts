/**
 * The best few of many slots: one scan that keeps a bounded heap of the best so far, never a sort of the pool. For long
 * lists (deep pages of a table) the place is found by selection and only the wanted part is sorted.
 */
import { LATENCY_UNIT } from './columns.ts';
import type { Records } from './records.ts';
import { partsOf } from './derived.ts';

export const RANK_KEYS = [
  'score',
  'latencyMs',
  'success',
  'speed',
  'reliability',
  'lastCheckedAt',
  'throughput',
  'id',
] as const;
export type RankKey = (typeof RANK_KEYS)[number];

/** Up to this many a heap is quicker than selection. */
export const HEAP_LIMIT = 1_024;

/**
 * A number for each slot, less is better: score and its parts greatest first, `latencyMs` least first, `lastCheckedAt`
 * newest first, `throughput` greatest first, `id` lowest first. Reversed, all of that turns, but what was never measured still comes last.
 */
export function rankKey(records: Records, by: RankKey, reverse: boolean, timeoutMs: number): (slot: number) => number {
  const c = records.columns;
  const up = reverse ? -1 : 1;
  switch (by) {
    case 'score':
      return (slot) => -up * c.score[slot]!;
    case 'latencyMs':
      return (slot) => (c.latency[slot] === 0 ? Infinity : (up * c.latency[slot]!) / LATENCY_UNIT);
    case 'throughput':
      return (slot) => (c.throughput[slot] === 0 ? Infinity : -up * c.throughput[slot]!);
    case 'lastCheckedAt':
      return (slot) => (c.checkedAt[slot] === 0 ? Infinity : -up * c.checkedAt[slot]!);
    case 'id':
      return (slot) => up * c.id[slot]!;
    default:
      return (slot) => -up * partsOf(records, slot, timeoutMs)[by];
  }
}

/** Collects slots with their keys and gives back places `from` to `to` of their order; equal keys are ordered by id. */
export class Ranking {
  readonly #ids: Uint32Array;
  readonly #from: number;
  readonly #to: number;
  #keys: Float64Array;
  #slots: Uint32Array;
  #size = 0;

  /** @param to exclusive */
  constructor(records: Records, from: number, to: number) {
    this.#ids = records.columns.id;
    this.#from = from;
    this.#to = to;
    this.#keys = new Float64Array(Math.min(to, HEAP_LIMIT));
    this.#slots = new Uint32Array(this.#keys.length);
  }

  add(slot: number, key: number): void {
    if (this.#to > HEAP_LIMIT) {
      this.#reserve();
      this.#put(this.#size++, slot, key);
    } else if (this.#size < this.#to) {
      this.#rise(this.#size++, slot, key);
    } else if (this.#to > 0 && this.#before(slot, key, this.#slots[0]!, this.#keys[0]!)) {
      this.#sink(slot, key);
    }
  }

  /** Best first. */
  slots(): number[] {
    if (this.#to > HEAP_LIMIT) {
      this.#select(this.#from, 0, this.#size - 1);
      if (this.#to < this.#size) this.#select(this.#to, this.#from, this.#size - 1);
    }
    const heap = this.#to <= HEAP_LIMIT;
    const start = heap ? 0 : this.#from;
    const places = Array.from({ length: Math.max(0, Math.min(this.#size, this.#to) - start) }, (_, i) => start + i);
    places.sort((a, b) => this.#keys[a]! - this.#keys[b]! || this.#ids[this.#slots[a]!]! - this.#ids[this.#slots[b]!]!);
    return (heap ? places.slice(this.#from) : places).map((place) => this.#slots[place]!);
  }

  #before(slot: number, key: number, otherSlot: number, otherKey: number): boolean {
    return key === otherKey ? this.#ids[slot]! < this.#ids[otherSlot]! : key < otherKey;
  }

  #put(place: number, slot: number, key: number): void {
    this.#keys[place] = key;
    this.#slots[place] = slot;
  }

  #reserve(): void {
    if (this.#size < this.#keys.length) return;
    const keys = new Float64Array(this.#size * 2);
    const slots = new Uint32Array(this.#size * 2);
    keys.set(this.#keys);
    slots.set(this.#slots);
    this.#keys = keys;
    this.#slots = slots;
  }

  /** The heap has the worst of the best at its root, where the next one to go is found at once. */
  #rise(from: number, slot: number, key: number): void {
    let place = from;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!this.#before(this.#slots[parent]!, this.#keys[parent]!, slot, key)) break;
      this.#put(place, this.#slots[parent]!, this.#keys[parent]!);
      place = parent;
    }
    this.#put(place, slot, key);
  }

  #sink(slot: number, key: number): void {
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= this.#size) break;
      const right = child + 1;
      if (
        right < this.#size &&
        this.#before(this.#slots[child]!, this.#keys[child]!, this.#slots[right]!, this.#keys[right]!)
      ) {
        child = right;
      }
      if (!this.#before(slot, key, this.#slots[child]!, this.#keys[child]!)) break;
      this.#put(place, this.#slots[child]!, this.#keys[child]!);
      place = child;
    }
    this.#put(place, slot, key);
  }

  /** Moves entries within first..last so that the one at `wanted` is where a sort would put it, lesser ones before it. */
  #select(wanted: number, first: number, last: number): void {
    let low = first;
    let high = last;
    while (low < high) {
      const middle = (low + high) >> 1;
      const slot = this.#slots[middle]!;
      const key = this.#keys[middle]!;
      let left = low;
      let right = high;
      while (left <= right) {
        while (this.#before(this.#slots[left]!, this.#keys[left]!, slot, key)) left += 1;
        while (this.#before(slot, key, this.#slots[right]!, this.#keys[right]!)) right -= 1;
        if (left <= right) this.#swap(left++, right--);
      }
      if (wanted <= right) high = right;
      else if (wanted >= left) low = left;
      else return;
    }
  }

  #swap(one: number, other: number): void {
    const slot = this.#slots[one]!;
    const key = this.#keys[one]!;
    this.#put(one, this.#slots[other]!, this.#keys[other]!);
    this.#put(other, slot, key);
  }
}
