/**
 * Monotonic milliseconds. `performance` is a getter of the global object: a look at the clock through it costs twice as
 * much as through what it gives, and a check takes a dozen. Called wherever looks are frequent.
 */

/** Asked for with the first look: a thread that never looks does not load what the getter does, a millisecond. */
let clock: typeof performance | undefined;

/** Milliseconds since the thread began, as `performance.now()`. */
export function nowMs(): number {
  return (clock ??= performance).now();
}
