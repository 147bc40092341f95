/**
 * The circuit breaker of one proxy as a pure step function. Only failures to reach the proxy itself open it. The states
 * are left in one order only: CLOSED → OPEN → HALF_OPEN → CLOSED or OPEN. The pool stores the state and applies the steps.
 */
import type { BreakerState } from './proxy.ts';

/** How long a breaker stays open the first time; each failed trial doubles it. */
export const BREAKER_BASE_MS = 30_000;
export const BREAKER_MAX_MS = 300_000;

export interface Breaker {
  readonly state: BreakerState;
  /** Reach failures in a row while CLOSED; 0 otherwise. */
  readonly failures: number;
  /** How often it opened since it was last CLOSED; 0 while CLOSED. */
  readonly opened: number;
  /** OPEN: the first moment a trial is let through, epoch milliseconds; 0 otherwise. */
  readonly openUntil: number;
}

export const CLOSED_BREAKER: Breaker = { state: 'CLOSED', failures: 0, opened: 0, openUntil: 0 };

/** Lets the one trial through: OPEN becomes HALF_OPEN once its time is over. Anything else stays. */
export function breakerTrial(breaker: Breaker, now: number): Breaker {
  if (breaker.state !== 'OPEN' || now < breaker.openUntil) return breaker;
  return { ...breaker, state: 'HALF_OPEN', openUntil: 0 };
}

/**
 * One step by the outcome of a check or a relay.
 * @param reached the proxy itself was reached, whatever it answered
 * @param threshold reach failures in a row that open a closed breaker
 */
export function breakerStep(breaker: Breaker, reached: boolean, now: number, threshold: number): Breaker {
  switch (breaker.state) {
    case 'CLOSED':
      if (reached) return breaker.failures === 0 ? breaker : CLOSED_BREAKER;
      if (breaker.failures + 1 < threshold) return { ...breaker, failures: breaker.failures + 1 };
      return open(1, now);
    case 'OPEN':
      // A forced check before the time is over: good news earns the trial, bad news changes nothing.
      return reached ? { ...breaker, state: 'HALF_OPEN', openUntil: 0 } : breaker;
    case 'HALF_OPEN':
      return reached ? CLOSED_BREAKER : open(breaker.opened + 1, now);
  }
}

function open(opened: number, now: number): Breaker {
  // Past the longest time the count says nothing more, and it must fit the pool's column.
  const counted = Math.min(opened, 1 + Math.ceil(Math.log2(BREAKER_MAX_MS / BREAKER_BASE_MS)));
  return { state: 'OPEN', failures: 0, opened: counted, openUntil: now + openMs(counted) };
}

/** When it opened the last time, epoch milliseconds; 0 unless it is OPEN. */
export function openedAt({ state, opened, openUntil }: Breaker): number {
  return state === 'OPEN' ? openUntil - openMs(opened) : 0;
}

function openMs(opened: number): number {
  return Math.min(BREAKER_MAX_MS, BREAKER_BASE_MS * 2 ** (opened - 1));
}
