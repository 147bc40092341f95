/**
 * The outcomes of the last sixteen checks of one proxy in one unsigned 32-bit number, two bits each, newest lowest.
 * The pool keeps it as a column; reliability and the recheck interval are read from it. Pure.
 */

/** Checks that are remembered one by one. */
export const HISTORY_SIZE = 16;

/** What a whole check came to: nothing answered, something answered, something was confirmed by a second request. */
export const CHECK_OUTCOMES = ['failed', 'answered', 'confirmed'] as const;
export type CheckOutcome = (typeof CHECK_OUTCOMES)[number];

const CODE: Readonly<Record<CheckOutcome, number>> = { failed: 0, answered: 1, confirmed: 2 };

/** @returns the history with one more check, the oldest forgotten */
export function remember(history: number, outcome: CheckOutcome): number {
  return ((history << 2) | CODE[outcome]) >>> 0;
}

export interface HistorySummary {
  /** Checks remembered, at most {@link HISTORY_SIZE}. */
  readonly count: number;
  readonly answered: number;
  readonly confirmed: number;
  /** Times a passing proxy was found failing at the next check. */
  readonly falls: number;
  /** Equal verdicts (passed or failed) in a row, the newest included. */
  readonly streak: number;
}

/** @param checks how often the proxy was checked at all, so that zero bits before the first check do not count as failures */
export function summarize(history: number, checks: number): HistorySummary {
  const count = Math.min(checks, HISTORY_SIZE);
  let answered = 0;
  let confirmed = 0;
  let falls = 0;
  let streak = 0;
  let unbroken = true;
  const newestPassed = (history & 3) !== 0;
  let laterPassed = true;
  for (let i = 0; i < count; i += 1) {
    const code = (history >>> (2 * i)) & 3;
    const passed = code !== 0;
    if (code === 1) answered += 1;
    else if (passed) confirmed += 1;
    if (passed && !laterPassed) falls += 1;
    if (unbroken && passed === newestPassed) streak += 1;
    else unbroken = false;
    laterPassed = passed;
  }
  return { count, answered, confirmed, falls, streak };
}

/** The streak of {@link summarize} alone, without an object: positive for passes, negative for failures, 0 before the first check. */
export function streakOf(history: number, checks: number): number {
  const count = Math.min(checks, HISTORY_SIZE);
  const newestPassed = (history & 3) !== 0;
  let streak = 0;
  while (streak < count && (((history >>> (2 * streak)) & 3) !== 0) === newestPassed) streak += 1;
  return newestPassed ? streak : -streak;
}
