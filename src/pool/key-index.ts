/**
 * Finds the slot of a key (host, port, user): 256 small open-addressing tables, each growing alone, so that no single
 * insertion of a million rehashes more than a few thousand entries. Keys themselves live in the columns; beside each slot
 * stands its hash as a mark, so that neither a strange entry nor growth has to look at them. All stand in one array.
 */
import type { Columns } from './columns.ts';
import { FLAG } from './columns.ts';
import { PLACE, hashOf, homeOf, isPlain, markOf } from './key-marks.ts';
import { zeros } from './memory.ts';

const PARTS = 256;
const FIRST_SIZE = 8;
/** As full a table becomes: a probe stays short, an entry takes 10 to 20 bytes. */
const FULL = 4 / 5;
const UNEVEN = 1.1;
/**
 * Regions hold two to the power of these many places: room that no table uses is no memory. A step copies all tables, 1 MB
 * at most of what a million need, and 34 MB once, when a pool grows beyond three million.
 */
const REGIONS = [3, 6, 9, 14, 18, 22] as const;
/** From this power of two on in pages that the system gives on first use. */
const IN_PAGES = 14;
/** Keys that {@link KeyIndex.prefetch} takes at most: what is read for so many stays in the nearest cache. */
export const KEYS_AHEAD = 64;

/** A host and user as the columns hold them. */
export interface Key {
  readonly host: number;
  /** `host` is a number of the host table. */
  readonly odd: boolean;
  readonly port: number;
  readonly user: number;
}

export class KeyIndex {
  readonly #columns: Columns;
  /**
   * A place is a mark, 0 where it is empty, and a slot. Tables begin at the number of their part times `#stride`.
   */
  #table = new Uint32Array(0);
  #stride = 0;
  #region = 0;
  /** Places of each table: powers of two. */
  readonly #sizes = new Uint32Array(PARTS).fill(FIRST_SIZE);
  readonly #used = new Uint32Array(PARTS);
  readonly #marks = new Uint32Array(KEYS_AHEAD);
  /** Where these keys belong. */
  readonly #homes = new Uint32Array(KEYS_AHEAD);
  readonly #ahead = new Uint32Array(KEYS_AHEAD);
  /** A table while it grows; what each took for itself would stay with the process. */
  #old = new Uint32Array(0);
  /** The empty place where {@link findAhead} ended. */
  #missedAt = 0;
  /** Places that a table gets at least when it grows. */
  #least = FIRST_SIZE;

  constructor(columns: Columns) {
    this.#columns = columns;
    this.#widen(FIRST_SIZE);
  }

  /** So many keys more are to come: each table grows once for them instead of step by step. */
  expect(more: number): void {
    const used = this.#used.reduce((sum, keys) => sum + keys, 0);
    const before = this.#least;
    // Tables are not filled quite evenly.
    while (this.#least * FULL < ((used + more) / PARTS) * UNEVEN) this.#least *= 2;
    if (used > 0 || this.#least === before) return;
    this.#widen(this.#least);
    this.#sizes.fill(this.#least);
  }

  /** Bytes of all tables. */
  get bytes(): number {
    return this.#sizes.reduce((sum, size) => sum + size * PLACE * Uint32Array.BYTES_PER_ELEMENT, 0);
  }

  /** @returns the slot, or -1 */
  find(host: number, odd: boolean, port: number, user: number): number {
    const c = this.#columns;
    const table = this.#table;
    const plain = isPlain(odd, user);
    const mark = markOf(hashOf(host, odd, port, user), plain);
    const part = mark >>> 24;
    const first = part * this.#stride;
    const last = first + (this.#sizes[part]! - 1) * PLACE;
    for (let at = first + homeOf(mark, this.#sizes[part]!); ; at = at === last ? first : at + PLACE) {
      const there = table[at]!;
      if (there === 0) return -1;
      if (there !== mark) continue;
      const slot = table[at + 1]!;
      if (c.host[slot] !== host || c.port[slot] !== port) continue;
      if (plain || (c.user[slot] === user && ((c.flags[slot]! & FLAG.oddHost) !== 0) === odd)) return slot;
    }
  }

  /**
   * Reads what {@link find} is going to read for these IPv4 keys without users. A read of memory that is in no cache
   * takes longer than all the rest of a step; those made here overlap, the more of them the shorter the loops are.
   * @param to at most {@link KEYS_AHEAD} after `from`; {@link findAhead} then knows the first of them as 0
   */
  prefetch(hosts: Uint32Array, ports: Uint16Array, from: number, to: number): void {
    const { host, port, sources } = this.#columns;
    const table = this.#table;
    const marks = this.#marks;
    const homes = this.#homes;
    const ahead = this.#ahead;
    const count = to - from;
    for (let i = 0; i < count; i += 1) marks[i] = markOf(hashOf(hosts[from + i]!, false, ports[from + i]!, 0), true);
    this.#settle(count);
    for (let i = 0; i < count; i += 1) ahead[i] = table[homes[i]!]!;
    // Those whose mark is there are known, but for one of millions.
    let known = 0;
    for (let i = 0; i < count; i += 1) {
      const isThere = ahead[i] === marks[i] ? 1 : 0;
      ahead[known] = table[homes[i]! + 1]!;
      known += isThere;
    }
    let read = 0;
    for (let i = 0; i < known; i += 1) read |= host[ahead[i]!]!;
    for (let i = 0; i < known; i += 1) read |= port[ahead[i]!]!;
    for (let i = 0; i < known; i += 1) read |= sources[ahead[i]!]!;
    // Kept, or the compiler leaves out reads that nobody wants.
    ahead[0] = read;
  }

  /** Where the keys of {@link prefetch} belong, as large as the tables are now. */
  #settle(count: number): void {
    const stride = this.#stride;
    for (let i = 0; i < count; i += 1) {
      const mark = this.#marks[i]!;
      this.#homes[i] = (mark >>> 24) * stride + homeOf(mark, this.#sizes[mark >>> 24]!);
    }
  }

  /** {@link find} for a key of {@link prefetch}. @param at its number there @returns the slot; -1: {@link insertMissed} takes it in */
  findAhead(at: number, host: number, port: number): number {
    const columns = this.#columns;
    const table = this.#table;
    const mark = this.#marks[at]!;
    const first = (mark >>> 24) * this.#stride;
    const last = first + (this.#sizes[mark >>> 24]! - 1) * PLACE;
    for (let place = this.#homes[at]!; ; place = place === last ? first : place + PLACE) {
      const there = table[place]!;
      if (there === 0) {
        this.#missedAt = place;
        return -1;
      }
      if (there !== mark) continue;
      const slot = table[place + 1]!;
      if (columns.host[slot] === host && columns.port[slot] === port) return slot;
    }
  }

  /** Makes room for the key that {@link findAhead} has just missed; of taking it in, only this may fail. */
  makeRoom(at: number): void {
    const mark = this.#marks[at]!;
    const part = mark >>> 24;
    if (this.#used[part]! + 1 <= this.#sizes[part]! * FULL) return;
    this.#grow(part);
    this.#missedAt = this.#placeFor(mark);
  }

  /** Takes in the key that {@link findAhead} has just missed and {@link makeRoom} has made room for. */
  insertMissed(at: number, slot: number): void {
    const mark = this.#marks[at]!;
    this.#table[this.#missedAt] = mark;
    this.#table[this.#missedAt + 1] = slot;
    this.#used[mark >>> 24]! += 1;
  }

  /** The key in the columns must be set and not be in the index yet. */
  insert(slot: number): void {
    const mark = this.#markAt(slot);
    const part = mark >>> 24;
    if (this.#used[part]! + 1 > this.#sizes[part]! * FULL) this.#grow(part);
    const place = this.#placeFor(mark);
    this.#table[place] = mark;
    this.#table[place + 1] = slot;
    this.#used[part]! += 1;
  }

  /** {@link insert} for slots in a row, whose keys may be known. @returns the first slot whose key is, or `end` */
  addRun(first: number, end: number): number {
    const { host, port, user, flags } = this.#columns;
    for (let slot = first; slot < end; slot += 1) {
      const odd = (flags[slot]! & FLAG.oddHost) !== 0;
      const mark = markOf(hashOf(host[slot]!, odd, port[slot]!, user[slot]!), isPlain(odd, user[slot]!));
      const part = mark >>> 24;
      if (this.#used[part]! + 1 > this.#sizes[part]! * FULL) this.#grow(part);
      const table = this.#table;
      const size = this.#sizes[part]!;
      const start = part * this.#stride;
      const last = start + (size - 1) * PLACE;
      let place = start + homeOf(mark, size);
      for (; table[place] !== 0; place = place === last ? start : place + PLACE)
        if (table[place] === mark && this.#isSame(table[place + 1]!, slot)) return slot;
      table[place] = mark;
      table[place + 1] = slot;
      this.#used[part]! += 1;
    }
    return end;
  }

  #isSame(one: number, other: number): boolean {
    const { host, port, user } = this.#columns;
    return (
      host[one] === host[other] &&
      port[one] === port[other] &&
      user[one] === user[other] &&
      this.#isOdd(one) === this.#isOdd(other)
    );
  }

  /** The key in the columns must still be set. */
  remove(slot: number): void {
    const table = this.#table;
    const mark = this.#markAt(slot);
    const part = mark >>> 24;
    const first = part * this.#stride;
    const length = this.#sizes[part]! * PLACE;
    const mask = length - 1;
    let hole = homeOf(mark, this.#sizes[part]!);
    // A free place holds slot 0 as well, so the mark is asked too.
    while (table[first + hole] === 0 || table[first + hole + 1] !== slot) hole = (hole + PLACE) & mask;
    // Entries behind the hole move up where that brings them closer to home: no markers of the dead are needed.
    for (let next = (hole + PLACE) & mask; table[first + next] !== 0; next = (next + PLACE) & mask) {
      const home = homeOf(table[first + next]!, this.#sizes[part]!);
      if (((next - home) & mask) >= ((next - hole) & mask)) {
        table[first + hole] = table[first + next]!;
        table[first + hole + 1] = table[first + next + 1]!;
        hole = next;
      }
    }
    table[first + hole] = 0;
    this.#used[part]! -= 1;
  }

  /** Doubles one table, where it stands. */
  #grow(part: number): void {
    const size = Math.max(this.#sizes[part]! * 2, this.#least);
    const before = this.#sizes[part]! * PLACE;
    this.#widen(size);
    const table = this.#table;
    const first = part * this.#stride;
    if (this.#old.length < before) this.#old = new Uint32Array(before);
    this.#old.set(table.subarray(first, first + before));
    table.fill(0, first, first + before);
    this.#sizes[part] = size;
    for (let at = 0; at < before; at += PLACE) {
      const mark = this.#old[at]!;
      if (mark === 0) continue;
      const place = this.#placeFor(mark);
      table[place] = mark;
      table[place + 1] = this.#old[at + 1]!;
    }
    // Keys that were read ahead belong elsewhere now, whichever key it grew for: with a user, or a name, it is none of them.
    this.#settle(KEYS_AHEAD);
  }

  /** The free place nearest to where a mark belongs. */
  #placeFor(mark: number): number {
    const table = this.#table;
    const part = mark >>> 24;
    const first = part * this.#stride;
    const last = first + (this.#sizes[part]! - 1) * PLACE;
    let at = first + homeOf(mark, this.#sizes[part]!);
    while (table[at] !== 0) at = at === last ? first : at + PLACE;
    return at;
  }

  /** Makes the regions wide enough for a table of so many places. */
  #widen(places: number): void {
    if (places <= this.#region) return;
    const power = REGIONS.find((shift) => 2 ** shift >= places)!;
    // A quarter more: tables that begin at powers of two would fight for the same lines of the caches.
    const stride = (2 ** power / 4) * 5 * PLACE;
    const bytes = PARTS * stride * Uint32Array.BYTES_PER_ELEMENT;
    const table = new Uint32Array(power < IN_PAGES ? new ArrayBuffer(bytes) : zeros(bytes), 0, PARTS * stride);
    if (this.#used.some((keys) => keys > 0)) {
      for (let part = 0; part < PARTS; part += 1) {
        const from = part * this.#stride;
        table.set(this.#table.subarray(from, from + this.#sizes[part]! * PLACE), part * stride);
      }
    }
    this.#table = table as Uint32Array<ArrayBuffer>;
    this.#stride = stride;
    this.#region = 2 ** power;
  }

  #isOdd(slot: number): boolean {
    return (this.#columns.flags[slot]! & FLAG.oddHost) !== 0;
  }

  #markAt(slot: number): number {
    const { host, port, user } = this.#columns;
    const odd = this.#isOdd(slot);
    return markOf(hashOf(host[slot]!, odd, port[slot]!, user[slot]!), isPlain(odd, user[slot]!));
  }
}
