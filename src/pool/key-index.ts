/**
 * Finds the slot of a key (host, port, user): 256 small open-addressing tables, each growing alone, so that no single
 * insertion of a million rehashes more than a few thousand entries. Keys themselves live in the columns; beside each slot
 * stands a mark of 16 bits of its hash, so that neither a strange entry nor growth has to look at them.
 */
import type { Columns } from './columns.ts';
import { FLAG } from './columns.ts';

const PARTS = 256;
const FIRST_SIZE = 8;
/** As full a table becomes: a probe stays short, an entry takes 8 to 16 bytes. */
const FULL = 3 / 4;
const UNEVEN = 1.1;
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
  /** 0 = empty. Lengths are powers of two, and those of `#slots`. */
  readonly #marks: Uint16Array[] = [];
  readonly #slots: Uint32Array[] = [];
  readonly #used = new Uint32Array(PARTS);
  readonly #ahead = new Uint32Array(KEYS_AHEAD);
  readonly #hashes = new Uint32Array(KEYS_AHEAD);
  /** The empty place where {@link findAhead} ended. */
  #missedAt = 0;
  /** Places that a table gets at least when it grows. */
  #least = FIRST_SIZE;

  constructor(columns: Columns) {
    this.#columns = columns;
    this.#begin();
  }

  /** So many keys more are to come: each table grows once for them instead of step by step. */
  expect(more: number): void {
    const used = this.#used.reduce((sum, keys) => sum + keys, 0);
    const before = this.#least;
    // Tables are not filled quite evenly.
    while (this.#least * FULL < ((used + more) / PARTS) * UNEVEN) this.#least *= 2;
    if (used === 0 && this.#least > before) this.#begin();
  }

  /** Empty tables side by side in two arrays: one for each would be half a thousand, a few milliseconds. */
  #begin(): void {
    const size = this.#least;
    const marks = new Uint16Array(PARTS * size);
    const slots = new Uint32Array(PARTS * size);
    for (let part = 0; part < PARTS; part += 1) {
      this.#marks[part] = marks.subarray(part * size, (part + 1) * size);
      this.#slots[part] = slots.subarray(part * size, (part + 1) * size);
    }
  }

  /** Bytes of all tables. */
  get bytes(): number {
    return [...this.#marks, ...this.#slots].reduce((sum, table) => sum + table.byteLength, 0);
  }

  /** @returns the slot, or -1 */
  find(host: number, odd: boolean, port: number, user: number): number {
    const c = this.#columns;
    const plain = isPlain(odd, user);
    const hash = hashOf(host, odd, port, user);
    const mark = markOf(hash, plain);
    const marks = this.#marks[hash >>> 24]!;
    const mask = marks.length - 1;
    for (let place = homeOf(mark, marks.length); ; place = (place + 1) & mask) {
      const there = marks[place]!;
      if (there === 0) return -1;
      if (there !== mark) continue;
      const slot = this.#slots[hash >>> 24]![place]!;
      if (c.host[slot] !== host || c.port[slot] !== port) continue;
      if (plain || (c.user[slot] === user && ((c.flags[slot]! & FLAG.oddHost) !== 0) === odd)) return slot;
    }
  }

  /**
   * Reads what {@link find} is going to read for these IPv4 keys without users. A read of memory that is in no cache
   * takes longer than all the rest of a step; those made here overlap, because none waits for the answer of another.
   * @param to at most {@link KEYS_AHEAD} after `from`; {@link findAhead} then knows the first of them as 0
   */
  prefetch(hosts: Uint32Array, ports: Uint16Array, from: number, to: number): void {
    const { host, port, claimed, sources } = this.#columns;
    const ahead = this.#ahead;
    const hashes = this.#hashes;
    let read = 0;
    for (let i = from; i < to; i += 1) {
      const hash = hashOf(hosts[i]!, false, ports[i]!, 0);
      hashes[i - from] = hash;
      const marks = this.#marks[hash >>> 24]!;
      const home = homeOf(markOf(hash, true), marks.length);
      read |= marks[home]!;
      ahead[i - from] = (hash & 0xff00_0000) | home;
    }
    for (let i = 0; i < to - from; i += 1) ahead[i] = this.#slots[ahead[i]! >>> 24]![ahead[i]! & 0xff_ffff]!;
    for (let i = 0; i < to - from; i += 1) {
      const slot = ahead[i]!;
      read |= host[slot]! | port[slot]! | claimed[slot]! | sources[slot]!;
    }
    // Kept, or the compiler leaves out reads that nobody wants.
    ahead[0] = read;
  }

  /** {@link find} for a key of {@link prefetch}. @param at its number there @returns the slot; -1: {@link insertMissed} takes it in */
  findAhead(at: number, host: number, port: number): number {
    const hash = this.#hashes[at]!;
    const columns = this.#columns;
    const mark = markOf(hash, true);
    const part = hash >>> 24;
    const marks = this.#marks[part]!;
    const mask = marks.length - 1;
    for (let place = homeOf(mark, marks.length); ; place = (place + 1) & mask) {
      const there = marks[place]!;
      if (there === 0) {
        this.#missedAt = place;
        return -1;
      }
      if (there !== mark) continue;
      const slot = this.#slots[part]![place]!;
      if (columns.host[slot] === host && columns.port[slot] === port) return slot;
    }
  }

  /** Takes in the key that {@link findAhead} has just missed, without looking for its place again. */
  insertMissed(at: number, slot: number): void {
    const hash = this.#hashes[at]!;
    const part = hash >>> 24;
    const mark = markOf(hash, true);
    if (this.#used[part]! + 1 > this.#marks[part]!.length * FULL) {
      this.#grow(part);
      put(this.#marks[part]!, this.#slots[part]!, mark, slot);
    } else {
      this.#marks[part]![this.#missedAt] = mark;
      this.#slots[part]![this.#missedAt] = slot;
    }
    this.#used[part]! += 1;
  }

  /** The key in the columns must be set and not be in the index yet. */
  insert(slot: number): void {
    const hash = this.#hashAt(slot);
    const part = hash >>> 24;
    if (this.#used[part]! + 1 > this.#marks[part]!.length * FULL) this.#grow(part);
    put(this.#marks[part]!, this.#slots[part]!, this.#markAt(slot, hash), slot);
    this.#used[part]! += 1;
  }

  /** {@link insert} for slots in a row, whose keys may be known. @returns the first slot whose key is, or `end` */
  addRun(first: number, end: number): number {
    const { host, port, user, flags } = this.#columns;
    for (let slot = first; slot < end; slot += 1) {
      const odd = (flags[slot]! & FLAG.oddHost) !== 0;
      const hash = hashOf(host[slot]!, odd, port[slot]!, user[slot]!);
      const mark = markOf(hash, isPlain(odd, user[slot]!));
      const part = hash >>> 24;
      if (this.#used[part]! + 1 > this.#marks[part]!.length * FULL) this.#grow(part);
      const marks = this.#marks[part]!;
      let place = homeOf(mark, marks.length);
      for (; marks[place] !== 0; place = (place + 1) & (marks.length - 1))
        if (marks[place] === mark && this.#isSame(this.#slots[part]![place]!, slot)) return slot;
      marks[place] = mark;
      this.#slots[part]![place] = slot;
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
    const hash = this.#hashAt(slot);
    const part = hash >>> 24;
    const marks = this.#marks[part]!;
    const slots = this.#slots[part]!;
    const mask = marks.length - 1;
    let hole = homeOf(this.#markAt(slot, hash), marks.length);
    // A free place holds slot 0 as well, so the mark is asked too.
    while (marks[hole] === 0 || slots[hole] !== slot) hole = (hole + 1) & mask;
    // Entries behind the hole move up where that brings them closer to home: no markers of the dead are needed.
    for (let next = (hole + 1) & mask; marks[next] !== 0; next = (next + 1) & mask) {
      const home = homeOf(marks[next]!, marks.length);
      if (((next - home) & mask) >= ((next - hole) & mask)) {
        marks[hole] = marks[next]!;
        slots[hole] = slots[next]!;
        hole = next;
      }
    }
    marks[hole] = 0;
    this.#used[part]! -= 1;
  }

  #grow(part: number): void {
    const oldMarks = this.#marks[part]!;
    const oldSlots = this.#slots[part]!;
    const marks = new Uint16Array(Math.max(oldMarks.length * 2, this.#least));
    const slots = new Uint32Array(marks.length);
    for (let place = 0; place < oldMarks.length; place += 1) {
      if (oldMarks[place] !== 0) put(marks, slots, oldMarks[place]!, oldSlots[place]!);
    }
    this.#marks[part] = marks;
    this.#slots[part] = slots;
  }

  #isOdd(slot: number): boolean {
    return (this.#columns.flags[slot]! & FLAG.oddHost) !== 0;
  }

  #hashAt(slot: number): number {
    const { host, port, user } = this.#columns;
    return hashOf(host[slot]!, this.#isOdd(slot), port[slot]!, user[slot]!);
  }

  #markAt(slot: number, hash: number): number {
    return markOf(hash, isPlain(this.#isOdd(slot), this.#columns.user[slot]!));
  }
}

function put(marks: Uint16Array, slots: Uint32Array, mark: number, slot: number): void {
  const mask = marks.length - 1;
  let place = homeOf(mark, marks.length);
  while (marks[place] !== 0) place = (place + 1) & mask;
  marks[place] = mark;
  slots[place] = slot;
}

/** An IPv4 address without a user, as nearly all are: whoever finds its mark needs to compare host and port alone. */
function isPlain(odd: boolean, user: number): boolean {
  return !odd && user === 0;
}

/** Never 0. Fifteen bits of the hash, others than the number of the table, and whether the key is a plain one. */
function markOf(hash: number, plain: boolean): number {
  const bits = hash & 0xfffe;
  return plain ? bits | 1 : bits || 2;
}

/**
 * The place a mark belongs to in a table of this size (a power of two): its highest bits, so that growth walks the old
 * and the new table in one direction. Tables of more than 65,536 get gaps between homes.
 */
function homeOf(mark: number, size: number): number {
  return (mark << 16) >>> (Math.clz32(size) + 1);
}

/** Mixes all bits into all bits (the finisher of MurmurHash3): neighbours in an address block spread evenly. */
function hashOf(host: number, odd: boolean, port: number, user: number): number {
  let hash = host ^ Math.imul(port + (odd ? 65_536 : 0), 0x9e37_79b1) ^ Math.imul(user, 0x85eb_ca77);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
