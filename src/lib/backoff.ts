/** How long to wait before trying again: exponential delays with jitter. Pure; whoever retries calls it. */

export interface BackoffPolicy {
  /** Delay before the first retry, without jitter. */
  readonly baseMs: number;
  /** No delay is longer. */
  readonly maxMs: number;
}

/**
 * Delay before retry number `attempt` (0 = the first): base · 2^attempt, capped, then spread over its upper half so
 * that many waiters do not come back at the same moment.
 * @param random 0 ≤ value < 1
 */
export function backoffMs(attempt: number, policy: BackoffPolicy, random: () => number = Math.random): number {
  const full = Math.min(policy.maxMs, policy.baseMs * 2 ** Math.min(Math.max(attempt, 0), 30));
  return Math.round(full / 2 + (full / 2) * random());
}
