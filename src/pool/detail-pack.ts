/**
 * A detail as numbers in an array, many of them one after another: what src/pool/details.ts keeps in its pages, and what the
 * thread that reads a state hands over. Nothing here for the garbage collector to follow.
 */

/** All of it, for who looks at one. */
export interface Detail {
  readonly exit: string | null;
  readonly changed: string | null;
  /** When its throughput was measured, epoch seconds; 0 = never. */
  readonly throughputAt: number;
  /** Milliseconds, oldest first, by index of PROTOCOLS. */
  readonly latencies: readonly (readonly number[])[];
}

/** Latencies kept for each protocol. */
export const LATENCIES_KEPT = 9;

/** Where a number of a detail is, from its place on; a text is a number of it that is never 0, which says "none". */
export const EXIT = 0;
export const CHANGED = 1;
/** When its throughput was measured, epoch seconds; 0 = never. */
export const MEASURED_AT = 2;
/** How many latencies there are, {@link LENGTH_BITS} for each protocol by index of PROTOCOLS. */
export const LENGTHS = 3;
/** From here on the latencies themselves, in milliseconds: protocol by protocol, oldest first, without gaps. */
export const HEAD = 4;

/** Bits of the length of one list. */
export const LENGTH_BITS = 4;
const LENGTH_MASK = 15;

/** Details of many proxies. */
export interface DetailPack {
  /** A text is its place in {@link texts} + 1. */
  readonly numbers: Float64Array<ArrayBuffer>;
  readonly texts: readonly string[];
}

/** How many latencies of one protocol there are. */
export function lengthOf(lengths: number, protocolIndex: number): number {
  return (lengths >>> (protocolIndex * LENGTH_BITS)) & LENGTH_MASK;
}

/** How many latencies there are of the protocols before this one. */
export function lengthBefore(lengths: number, protocolIndex: number): number {
  let count = 0;
  for (let i = 0; i < protocolIndex; i += 1) count += lengthOf(lengths, i);
  return count;
}

const sorted = new Float64Array(LATENCIES_KEPT);

/** The median of so many latencies from there on, which are at least one and at most {@link LATENCIES_KEPT}. */
export function medianOf(latencies: Float64Array, from: number, count: number): number {
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
