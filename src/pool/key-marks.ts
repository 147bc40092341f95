/** The marks of src/pool/key-index.ts: what stands for a key in its tables, and where. Pure. */

/** Numbers that a place of a table takes. */
export const PLACE = 2;

/** An IPv4 address without a user, as nearly all are: whoever finds its mark needs to compare host and port alone. */
export function isPlain(odd: boolean, user: number): boolean {
  return !odd && user === 0;
}

/** Never 0. The hash, but for one bit that says whether the key is a plain one; its first eight are the number of the table. */
export function markOf(hash: number, plain: boolean): number {
  return (plain ? hash | 1 : hash & ~1 || 2) >>> 0;
}

/**
 * Where a mark belongs in a table of this size (a power of two), from its beginning: the highest bits after those of the
 * number of the table, so that growth walks the old and the new one in one direction.
 */
export function homeOf(mark: number, size: number): number {
  return ((mark << 8) >>> (Math.clz32(size) + 1)) * PLACE;
}

/** Mixes all bits into all bits (the finisher of MurmurHash3): neighbours in an address block spread evenly. */
export function hashOf(host: number, odd: boolean, port: number, user: number): number {
  let hash = host ^ Math.imul(port + (odd ? 65_536 : 0), 0x9e37_79b1) ^ Math.imul(user, 0x85eb_ca77);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
