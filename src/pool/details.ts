/**
 * What only proxies that were seen alive have: the exit address, what a tampering one changed, and the last nine
 * latencies of each protocol. Kept beside the columns and made on demand, because most proxies of a list are dead. Those
 * that were loaded stay packed as they came until one of them changes.
 */
import type { ProtocolSet } from '../model/proxy.ts';
import { PROTOCOL_BIT, PROTOCOLS } from '../model/proxy.ts';
import { LATENCY_UNIT } from './columns.ts';
import type { DetailPack } from './detail-pack.ts';
import { unpacked } from './detail-pack.ts';

/** Latencies kept for each protocol. */
export const LATENCIES_KEPT = 9;

export interface Detail {
  exit: string | null;
  changed: string | null;
  /** When its throughput was measured, epoch seconds; 0 = never. */
  throughputAt: number;
  /** Milliseconds, oldest first, by index of PROTOCOLS. The lists are never changed, only replaced. */
  readonly latencies: (readonly number[])[];
}

const NONE: readonly number[] = Object.freeze([]);
const NO_LATENCIES = PROTOCOLS.map(() => NONE);
/** Slots in one page of places. */
const PAGE = 4_096;

export class Details {
  readonly #bySlot = new Map<number, Detail>();
  readonly #packs: DetailPack[] = [];
  /** Where the detail of a slot is packed, at [slot / PAGE][slot % PAGE]: number of the pack · 2¹⁶ + place in it; 0 = nowhere. */
  readonly #places: (Uint32Array | undefined)[] = [];

  /** As it is now; what is written into it is lost where {@link obtain} has not been called. */
  get(slot: number): Readonly<Detail> | undefined {
    return this.#bySlot.get(slot) ?? this.#unpacked(slot);
  }

  /** Reads what {@link get} and who asks it for latencies are going to read. @returns anything */
  prefetch(slot: number): number {
    const detail = this.#bySlot.get(slot);
    if (detail === undefined) return this.#places[Math.floor(slot / PAGE)]?.[slot % PAGE] ?? 0;
    let read = 0;
    for (let protocol = 0; protocol < PROTOCOLS.length; protocol += 1) read += detail.latencies[protocol]![0] ?? 0;
    return read;
  }

  /** To be changed. */
  obtain(slot: number): Detail {
    let detail = this.#bySlot.get(slot);
    if (detail === undefined) {
      detail = this.#unpacked(slot) ?? emptyDetail();
      this.#setPlace(slot, 0);
      this.#bySlot.set(slot, detail);
    }
    return detail;
  }

  delete(slot: number): void {
    this.#bySlot.delete(slot);
    this.#setPlace(slot, 0);
  }

  /** Takes a pack in, whose details belong to nobody yet. @returns its number for {@link place} */
  addPack(pack: DetailPack): number {
    return this.#packs.push(pack) - 1;
  }

  /** The detail at this place of a pack is that of a slot that has none. */
  place(slot: number, pack: number, at: number): void {
    this.#places[Math.floor(slot / PAGE)] ??= new Uint32Array(PAGE);
    this.#setPlace(slot, pack * 2 ** 16 + at);
  }

  #setPlace(slot: number, place: number): void {
    const page = this.#places[Math.floor(slot / PAGE)];
    if (page !== undefined) page[slot % PAGE] = place;
  }

  #unpacked(slot: number): Detail | undefined {
    const place = this.#places[Math.floor(slot / PAGE)]?.[slot % PAGE] ?? 0;
    return place === 0 ? undefined : unpacked(this.#packs[place >>> 16]!, place & 0xffff);
  }
}

export function emptyDetail(): Detail {
  return { exit: null, changed: null, throughputAt: 0, latencies: NO_LATENCIES.slice() };
}

/** Kept to the tenth of a millisecond. */
export function addLatency(detail: Detail, protocolIndex: number, latencyMs: number): void {
  const rounded = Math.round(latencyMs * LATENCY_UNIT) / LATENCY_UNIT;
  const before = detail.latencies[protocolIndex]!;
  if (before.length < LATENCIES_KEPT) detail.latencies[protocolIndex] = before.concat(rounded);
  else {
    const after = before.slice(-LATENCIES_KEPT);
    after.copyWithin(0, 1);
    after[LATENCIES_KEPT - 1] = rounded;
    detail.latencies[protocolIndex] = after;
  }
}

/**
 * The protocol with the least median latency: of those that work now, else (nothing works, or was not measured) of
 * those that ever did, so that what was measured once is never shown as unmeasured. Null when nothing ever was.
 */
export function fastest(
  detail: Readonly<Detail> | undefined,
  speaks: ProtocolSet,
  spoken: ProtocolSet,
): { readonly index: number; readonly medianMs: number } | null {
  return detail === undefined ? null : (fastestOf(detail, speaks) ?? fastestOf(detail, spoken));
}

const sorted = new Float64Array(LATENCIES_KEPT);

/** The median of so many latencies from there on, which are at least one and at most {@link LATENCIES_KEPT}. */
export function medianOf(latencies: ArrayLike<number>, from: number, count: number): number {
  if (count === 1) return latencies[from]!;
  for (let i = 0; i < count; i += 1) {
    const value = latencies[from + i]!;
    let at = i;
    for (; at > 0 && sorted[at - 1]! > value; at -= 1) sorted[at] = sorted[at - 1]!;
    sorted[at] = value;
  }
  const low = sorted[(count - 1) >> 1]!;
  const high = sorted[count >> 1]!;
  return low === high ? low : low + (high - low) * 0.5;
}

function fastestOf(
  detail: Readonly<Detail>,
  set: ProtocolSet,
): { readonly index: number; readonly medianMs: number } | null {
  let best: { index: number; medianMs: number } | null = null;
  for (let index = 0; index < PROTOCOLS.length; index += 1) {
    if ((set & PROTOCOL_BIT[PROTOCOLS[index]!]) === 0) continue;
    const latencies = detail.latencies[index]!;
    if (latencies.length === 0) continue;
    const medianMs = medianOf(latencies, 0, latencies.length);
    if (best === null || medianMs < best.medianMs) best = { index, medianMs };
  }
  return best;
}
