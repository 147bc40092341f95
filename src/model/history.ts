/**
 * The outcomes of the last sixteen checks of one proxy in one unsigned 32-bit number, two bits each, newest lowest.
 * The pool keeps it as a column; reliability and the recheck interval are read from it. Pure.
 */

/** Checks that are remembered one by one. */
export const HISTORY_SIZE = 16;

/** What a whole check came to: nothing answered, something answered, something was confirmed by a second request. */
export const CHECK_OUTCOMES = ['failed', 'answered', 'confirmed'] as const;
export type CheckOutcome = (typeof CHECK_OUTCOMES)[number];

/** The lower bit of each of the sixteen. */
const LOW = 0x5555_5555;

const CODE: Readonly<Record<CheckOutcome, number>> = { failed: 0, answered: 1, confirmed: 2 };

/** @returns the history with one more check, the oldest forgotten */
export function remember(history: number, outcome: CheckOutcome): number {
  return ((history << 2) | CODE[outcome]) >>> 0;
}

/**
 * What the last checks are worth together: one point for each that was confirmed, half a point for each that only answered,
 * half a point off for each time a passing proxy was found failing at the next check.
 * @param checks how often the proxy was checked at all, so that zero bits before the first check do not count as failures
 */
export function pointsOf(history: number, checks: number): number {
  const those = checks >= HISTORY_SIZE ? LOW : LOW & ((1 << (2 * checks)) - 1);
  const confirmed = (history >>> 1) & those;
  const passed = (history & those) | confirmed;
  // What is shifted up is the check after each; the newest has none and is no fall.
  const falls = passed & ~((passed << 2) | 1);
  return (bitsOf(passed) + bitsOf(confirmed) - bitsOf(falls)) / 2;
}

/** Equal verdicts in a row, the newest included: positive for passes, negative for failures, 0 before the first check. */
export function streakOf(history: number, checks: number): number {
  const count = Math.min(checks, HISTORY_SIZE);
  const passed = (history | (history >>> 1)) & LOW;
  const newestPassed = (passed & 1) !== 0;
  const others = newestPassed ? passed ^ LOW : passed;
  // The lowest bit that differs; without one all sixteen are alike.
  const streak = others === 0 ? count : Math.min(count, (31 - Math.clz32(others & -others)) >>> 1);
  return newestPassed ? streak : -streak;
}

/** How many bits are set, of those in {@link LOW}. */
function bitsOf(low: number): number {
  const pairs = (low & 0x1111_1111) + ((low >>> 2) & 0x1111_1111);
  const bytes = (pairs & 0x0f0f_0f0f) + ((pairs >>> 4) & 0x0f0f_0f0f);
  return Math.imul(bytes, 0x0101_0101) >>> 24;
}
