/** What a chart says while it has nothing to draw: why, and the command that changes it. Called by the panels of charts. */
import type { Facts } from '../feed/facts.ts';
import type { Brush } from '../paint/brush.ts';

/** What a chart counts: proxies whose last check ended, or those of them that work. */
export type Counted = 'checked' | 'working';

/** @returns null when there is something to draw */
export function whyEmpty(facts: Facts | null, counted: Counted): string | null {
  if (!facts) return 'opening state…';
  const { total, working, answered, failed } = facts.stats;
  if (counted === 'working' ? working > 0 : working + answered + failed > 0) return null;
  if (facts.jobs.some(({ kind, state }) => kind === 'check' && state === 'running')) return 'checking …';
  if (total === 0) return 'no proxies yet; try: scrape';
  return working + answered + failed === 0 ? 'no checks yet; try: check' : 'none works so far';
}

/** Writes the reason, if there is one. @returns true when there is nothing to draw */
export function paintWhyEmpty(brush: Brush, facts: Facts | null, counted: Counted): boolean {
  const why = whyEmpty(facts, counted);
  if (why === null) return false;
  // What to type goes to the next row where both have no room in one.
  const rows = why.length > brush.width ? why.split(/(?<=;) /) : [why];
  for (const [y, words] of rows.entries()) brush.text(0, y, words, brush.theme.dim);
  return true;
}
