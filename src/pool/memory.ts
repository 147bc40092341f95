/**
 * Memory for the arrays of the pool as the system gives it. Clearing megabytes that were used before, as `new Uint32Array`
 * does, is a task of many milliseconds; whoever takes memory from here clears it bit by bit, or writes before it reads.
 */

/** Times: room that nobody has written to is none, so growing far costs no more than growing a little, and is seldom. */
const GROWTH = 8;

/** @returns bytes of any value */
export function uncleared(bytes: number): ArrayBuffer {
  return Buffer.allocUnsafeSlow(bytes).buffer;
}

/** Places of any value for slots. */
export function roomForSlots(room: number): Uint32Array<ArrayBuffer> {
  return new Uint32Array(uncleared(room * Uint32Array.BYTES_PER_ELEMENT));
}

/** More room for slots that fill theirs. */
export function withMoreRoom(full: Uint32Array): Uint32Array<ArrayBuffer> {
  const slots = roomForSlots(full.length * GROWTH);
  slots.set(full);
  return slots;
}
