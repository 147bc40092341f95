/** How many connections this process may have open at once, by the limit of its file descriptors. */
import { readFileSync } from 'node:fs';

/** Descriptors left to everything else: files, the gateway, the API. */
const RESERVE = 1_024;
const CEILING = 10_000;
/** Where the limit cannot be read: what every system allows. */
const UNKNOWN = 1_000;

/** min(limit − 1,024, 10,000), at least 64. */
export function defaultConcurrency(): number {
  return Math.max(64, Math.min(fdLimit() - RESERVE, CEILING));
}

function fdLimit(): number {
  try {
    const soft = /^Max open files\s+(\d+|unlimited)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
    return soft === 'unlimited' ? Number.MAX_SAFE_INTEGER : soft === undefined ? UNKNOWN + RESERVE : Number(soft);
  } catch {
    return UNKNOWN + RESERVE; // not Linux
  }
}
