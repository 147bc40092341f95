/**
 * The latest checks of each proxy, one entry a protocol and outcome, in rings of packed numbers. A ring begins with four
 * entries and doubles when it is full, so that memory follows what was checked (docs/decisions/0007). What of it is in the
 * state file, and how, is in timeline-text.ts.
 */
import type { Protocol } from '../model/proxy.ts';
import { PROTOCOL_BIT, protocolNames } from '../model/proxy.ts';
import type { FailureReason, ProtocolResult } from '../model/report.ts';
import { Blocks } from './blocks.ts';
import { resultCode, resultOf } from './codes.ts';
import type { Columns } from './columns.ts';
import { LATENCY_UNIT } from './columns.ts';

/** What one check found out about one protocol. */
export interface TimelineEntry {
  /** ISO 8601, to the second. */
  readonly at: string;
  readonly protocol: Protocol;
  readonly outcome: ProtocolResult['outcome'];
  /** Null when it failed. */
  readonly latencyMs: number | null;
  readonly reason: FailureReason | null;
}

/** Entries kept of a proxy that ever passed; protocols that fail alike in one check share an entry. */
export const TIMELINE_KEPT = 32;
/** Entries kept of one that never did: most of a pool, and each of their checks is like the one before. */
const KEPT_OF_DEAD = 8;

/** Entries of a ring by its size class. */
const SIZES = [4, 8, 16, TIMELINE_KEPT] as const;
/** Numbers of an entry: epoch seconds, and from the lowest bit: protocols (4), result code (7), latency (21). */
export const WORDS = 2;
export const CODE_SHIFT = 4;
export const LATENCY_SHIFT = 11;
export const LONGEST = 2 ** 21 - 1;
/** Size class of the smallest ring for so many entries. */
const CLASS_OF = Uint8Array.from({ length: TIMELINE_KEPT + 1 }, (_, entries) =>
  SIZES.findIndex((size) => size >= entries),
);
const scratch = new Uint32Array(TIMELINE_KEPT * WORDS);

export class Timelines {
  readonly #columns: Columns;
  readonly #rings = SIZES.map((size) => new Blocks(size * WORDS, (numbers) => new Uint32Array(numbers)));

  constructor(columns: Columns) {
    this.#columns = columns;
  }

  /** Bytes of all rings, used or not. */
  get bytes(): number {
    return this.#rings.reduce((sum, rings) => sum + rings.bytes, 0);
  }

  /** @param at epoch milliseconds */
  add(slot: number, at: number, results: readonly ProtocolResult[]): void {
    const seconds = Math.floor(at / 1_000);
    const most = this.#columns.passes[slot] === 0 ? KEPT_OF_DEAD : TIMELINE_KEPT;
    /** Facts of the failures of this check by result code: a dead proxy fails alike with every protocol. */
    let failures: number[] | null = null;
    for (const { protocol, outcome, reason, latencyMs } of results) {
      const code = resultCode(outcome, reason);
      if (outcome === 'failed' && results.length === 1) {
        this.#push(slot, seconds, (code << CODE_SHIFT) | PROTOCOL_BIT[protocol], most);
      } else if (outcome === 'failed') {
        failures ??= [];
        const alike = failures.findIndex((facts) => facts >>> CODE_SHIFT === code);
        if (alike < 0) failures.push((code << CODE_SHIFT) | PROTOCOL_BIT[protocol]);
        else failures[alike]! |= PROTOCOL_BIT[protocol];
      } else {
        // 0 stands for "not measured", so nothing that was measured is 0.
        const latency = latencyMs === null ? 0 : Math.min(LONGEST, Math.max(1, Math.round(latencyMs * LATENCY_UNIT)));
        this.#push(slot, seconds, (latency << LATENCY_SHIFT) | (code << CODE_SHIFT) | PROTOCOL_BIT[protocol], most);
      }
    }
    for (const facts of failures ?? []) this.#push(slot, seconds, facts, most);
  }

  /** Oldest first, at most {@link TIMELINE_KEPT}. */
  of(slot: number): TimelineEntry[] {
    const entries: TimelineEntry[] = [];
    const packed = this.packed(slot);
    for (let i = 0; i < packed.length; i += WORDS) {
      const facts = packed[i + 1]!;
      const latency = facts >>> LATENCY_SHIFT;
      const { outcome, reason } = resultOf((facts >>> CODE_SHIFT) & 127)!;
      const at = new Date(packed[i]! * 1_000).toISOString();
      for (const protocol of protocolNames(facts & 15)) {
        entries.push({ at, protocol, outcome, latencyMs: latency === 0 ? null : latency / LATENCY_UNIT, reason });
      }
    }
    return entries.slice(-TIMELINE_KEPT);
  }

  /** Seconds and facts of each entry, oldest first, as {@link restore} takes them back; of use in this process only. */
  packed(slot: number): number[] {
    return [...scratch.subarray(0, this.read(slot, scratch))];
  }

  /** {@link packed} without an array of its own. @param into has room for {@link TIMELINE_KEPT} entries @returns how many numbers */
  read(slot: number, into: Uint32Array): number {
    const handle = this.#columns.timeline[slot]!;
    if (handle === 0) return 0;
    const { page, start } = this.#place(handle);
    const fill = this.#columns.timelineFill[slot]!;
    const size = SIZES[handle & 3]!;
    const end = start + Math.min(fill, size) * WORDS;
    const head = fill >= size ? start + (fill - size) * WORDS : start;
    let count = 0;
    for (let i = head; i < end; i += 1) into[count++] = page[i]!;
    for (let i = start; i < head; i += 1) into[count++] = page[i]!;
    return count;
  }

  /** Takes entries of {@link packed} for a proxy that has none. @param from where they begin @param count how many numbers */
  restore(slot: number, packed: ArrayLike<number>, from = 0, count = packed.length): void {
    const entries = count / WORDS;
    if (entries === 0) return;
    const c = this.#columns;
    if (entries > TIMELINE_KEPT || c.timeline[slot] !== 0) {
      for (let i = from; i < from + count; i += WORDS) this.#push(slot, packed[i]!, packed[i + 1]!, TIMELINE_KEPT);
      return;
    }
    const size = CLASS_OF[entries]!;
    const rings = this.#rings[size]!;
    const ring = rings.take();
    const page = rings.pageOf(ring);
    const start = rings.startOf(ring);
    for (let i = 0; i < count; i += 1) page[start + i] = packed[from + i]!;
    c.timeline[slot] = (ring << 2) | size;
    c.timelineFill[slot] = entries;
  }

  delete(slot: number): void {
    const c = this.#columns;
    const handle = c.timeline[slot]!;
    if (handle === 0) return;
    this.#rings[handle & 3]!.release(handle >>> 2);
    c.timeline[slot] = 0;
    c.timelineFill[slot] = 0;
  }

  /** @param most entries that the ring may grow to */
  #push(slot: number, seconds: number, facts: number, most: number): void {
    const c = this.#columns;
    let handle = c.timeline[slot]! || this.#begin(slot);
    if (c.timelineFill[slot]! >= SIZES[handle & 3]! && SIZES[handle & 3]! < most) handle = this.#grow(slot, handle);
    const { page, start } = this.#place(handle);
    const size = SIZES[handle & 3]!;
    const fill = c.timelineFill[slot]!;
    // Below the size it counts the entries; from there on it says which entry is the oldest.
    const entry = fill % size;
    page[start + entry * WORDS] = seconds;
    page[start + entry * WORDS + 1] = facts;
    c.timelineFill[slot] = fill + 1 < 2 * size ? fill + 1 : size;
  }

  #place(handle: number): Place {
    const rings = this.#rings[handle & 3]!;
    return { page: rings.pageOf(handle >>> 2), start: rings.startOf(handle >>> 2) };
  }

  #begin(slot: number): number {
    return (this.#columns.timeline[slot] = this.#rings[0]!.take() << 2);
  }

  #grow(slot: number, handle: number): number {
    const entries = this.packed(slot);
    const size = (handle & 3) + 1;
    const next = (this.#rings[size]!.take() << 2) | size;
    const { page, start } = this.#place(next);
    page.set(entries, start);
    this.#rings[size - 1]!.release(handle >>> 2);
    this.#columns.timelineFill[slot] = entries.length / WORDS;
    return (this.#columns.timeline[slot] = next);
  }
}

interface Place {
  readonly page: Uint32Array;
  readonly start: number;
}
