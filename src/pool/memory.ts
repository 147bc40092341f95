/**
 * Memory for the arrays of the pool as the system gives it. Clearing megabytes that were used before, as `new Uint32Array`
 * does, is a task of many milliseconds; whoever takes memory from here asks for new pages, or writes before it reads.
 */

/**
 * Times: room that nobody has written to is none, so growing far costs no more than growing a little, and is seldom. From 16
 * slots on it comes at 65,536 and then at four million: copying half a million, of a list and a heap at once, took 8 ms.
 */
const GROWTH = 64;

/** @returns bytes of any value */
export function uncleared(bytes: number): ArrayBuffer {
  return Buffer.allocUnsafeSlow(bytes).buffer;
}

/**
 * Zeros that nobody had to write: pages that the system gives on first use, however many. Other buffers come from the C
 * library, which clears what was used before; and the engine counts them, and collects garbage after so many bytes.
 */
export function zeros(bytes: number): SharedArrayBuffer {
  return new SharedArrayBuffer(bytes, { maxByteLength: bytes });
}

/** Places of any value for slots. */
export function roomForSlots(room: number): Uint32Array<ArrayBuffer> {
  return new Uint32Array(uncleared(room * Uint32Array.BYTES_PER_ELEMENT));
}

/** More room for slots that fill theirs. */
export function withMoreRoom(full: Uint32Array): Uint32Array<ArrayBufferLike> {
  const room = full.length * GROWTH;
  const slots = new Uint32Array(zeros(room * Uint32Array.BYTES_PER_ELEMENT), 0, room);
  slots.set(full);
  return slots;
}
