/**
 * Finds the slot of a key (host, port, user): 256 small open-addressing tables of slot numbers. Each grows alone, so
 * that no single insertion of a million rehashes more than a few thousand entries. Keys themselves live in the columns.
 */
import type { Columns } from './columns.ts';
import { FLAG } from './columns.ts';

const PARTS = 256;
const FIRST_SIZE = 8;

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
  /** Slot + 1; 0 = empty. Lengths are powers of two. */
  readonly #tables: Uint32Array[] = Array.from({ length: PARTS }, () => new Uint32Array(FIRST_SIZE));
  readonly #used = new Uint32Array(PARTS);

  constructor(columns: Columns) {
    this.#columns = columns;
  }

  /** Bytes of all tables. */
  get bytes(): number {
    return this.#tables.reduce((sum, table) => sum + table.byteLength, 0);
  }

  /** @returns the slot, or -1 */
  find(host: number, odd: boolean, port: number, user: number): number {
    const { host: hosts, port: ports, user: users, flags } = this.#columns;
    const hash = hashOf(host, odd, port, user);
    const table = this.#tables[hash >>> 24]!;
    const mask = table.length - 1;
    const flag = odd ? FLAG.oddHost : 0;
    for (let place = hash & mask; ; place = (place + 1) & mask) {
      const slot = table[place]! - 1;
      if (slot < 0) return -1;
      if (
        hosts[slot] === host &&
        ports[slot] === port &&
        users[slot] === user &&
        (flags[slot]! & FLAG.oddHost) === flag
      )
        return slot;
    }
  }

  /** The key in the columns must be set and not be in the index yet. */
  insert(slot: number): void {
    const hash = this.#hashAt(slot);
    const part = hash >>> 24;
    let table = this.#tables[part]!;
    // At most three quarters full: a probe stays short, an entry takes 5 to 11 bytes.
    if ((this.#used[part]! + 1) * 4 > table.length * 3) table = this.#grow(part);
    place(table, hash, slot);
    this.#used[part]! += 1;
  }

  /** The key in the columns must still be set. */
  remove(slot: number): void {
    const hash = this.#hashAt(slot);
    const part = hash >>> 24;
    const table = this.#tables[part]!;
    const mask = table.length - 1;
    let hole = hash & mask;
    while (table[hole] !== slot + 1) hole = (hole + 1) & mask;
    // Entries behind the hole move up where that brings them closer to home: no markers of the dead are needed.
    for (let next = (hole + 1) & mask; table[next] !== 0; next = (next + 1) & mask) {
      const home = this.#hashAt(table[next]! - 1) & mask;
      if (((next - home) & mask) >= ((next - hole) & mask)) {
        table[hole] = table[next]!;
        hole = next;
      }
    }
    table[hole] = 0;
    this.#used[part]! -= 1;
  }

  #grow(part: number): Uint32Array {
    const old = this.#tables[part]!;
    const table = new Uint32Array(old.length * 2);
    for (const entry of old) if (entry !== 0) place(table, this.#hashAt(entry - 1), entry - 1);
    this.#tables[part] = table;
    return table;
  }

  #hashAt(slot: number): number {
    const { host, flags, port, user } = this.#columns;
    return hashOf(host[slot]!, (flags[slot]! & FLAG.oddHost) !== 0, port[slot]!, user[slot]!);
  }
}

function place(table: Uint32Array, hash: number, slot: number): void {
  const mask = table.length - 1;
  let at = hash & mask;
  while (table[at] !== 0) at = (at + 1) & mask;
  table[at] = slot + 1;
}

/** Mixes all bits into all bits (the finisher of MurmurHash3): neighbours in an address block spread evenly. */
function hashOf(host: number, odd: boolean, port: number, user: number): number {
  let hash = host ^ Math.imul(port + (odd ? 65_536 : 0), 0x9e37_79b1) ^ Math.imul(user, 0x85eb_ca77);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
