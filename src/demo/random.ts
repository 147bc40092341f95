/**
 * Seeded randomness for the demo farm: the same seed and the same name give the same farm on every machine, and a proxy
 * can be drawn from its address alone. Not for anything that must be unguessable.
 */

/** A number in [0, 1) at each call. */
export type Random = () => number;

/** FNV-1a: spreads a short text over 32 bits. */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) {
    hash ^= text.charCodeAt(i);
    hash = Math.imul(hash, 0x01000193);
  }
  return hash >>> 0;
}

/** mulberry32: 32 bits of state, good enough to draw a mix. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Between `min` and `max` with small values more often, as latencies of real proxies are spread. */
export function logUniform(random: Random, min: number, max: number): number {
  return min * (max / min) ** random();
}

/** One of `items`, each as likely as its weight; there is at least one, and a weight is positive. */
export function pickWeighted<T>(random: Random, items: readonly T[], weight: (item: T) => number): T {
  const total = items.reduce((sum, item) => sum + weight(item), 0);
  let left = random() * total;
  for (const item of items) {
    left -= weight(item);
    if (left < 0) return item;
  }
  return items[items.length - 1]!;
}
