/** How many connections this process may have open at once, by the limit of its file descriptors. Asked by runs and by `doctor`. */
import { readFileSync } from 'node:fs';

/** What this process may have open: `soft` now, and `hard` at most when somebody raises it. Infinite where there is no limit. */
export interface DescriptorLimits {
  readonly soft: number;
  readonly hard: number;
}

/** Descriptors left to everything else: files, the gateway, the API. */
const RESERVE = 1_024;
/** Nobody who did not ask for more gets more: memory, and the routers on the way, were measured with as many. */
const DEFAULT = 10_000;
/** What the local ports of one machine would give to one address of a proxy at best, and the highest `concurrency`. */
const CEILING = 50_000;
/** Where the limit cannot be read: what every system allows. */
const UNKNOWN = 1_000;

/** min(soft limit − 1,024, 50,000), at least 64: what whoever asks for it may have. */
export function mostConcurrency(limits = descriptorLimits()): number {
  if (limits === null) return UNKNOWN;
  return Math.max(64, Math.min(limits.soft - RESERVE, CEILING));
}

/** min(soft limit − 1,024, 10,000), at least 64. */
export function defaultConcurrency(limits = descriptorLimits()): number {
  return Math.min(mostConcurrency(limits), DEFAULT);
}

/** The soft limit with which the default is not bounded by descriptors. */
export const ENOUGH_DESCRIPTORS = DEFAULT + RESERVE;

/** Null where the system does not say: anything but Linux. */
export function descriptorLimits(): DescriptorLimits | null {
  try {
    return parseLimits(readFileSync('/proc/self/limits', 'utf8'));
  } catch {
    return null;
  }
}

/** @param text of /proc/self/limits */
export function parseLimits(text: string): DescriptorLimits | null {
  const found = /^Max open files\s+(\d+|unlimited)\s+(\d+|unlimited)/m.exec(text);
  if (!found) return null;
  const [soft, hard] = found.slice(1).map((limit) => (limit === 'unlimited' ? Infinity : Number(limit)));
  return { soft: soft!, hard: hard! };
}
