/** What a person would lose or interrupt by leaving now. Pure; asked by `quit` in both shells. */
import type { JobRow } from '../../engine/types.ts';
import { formatCount } from '../../lib/units.ts';

/**
 * Work that background collecting began is nobody's to lose: it goes on with the next start.
 * @returns the question to ask; null when there is nothing to ask
 */
export function unfinishedWork(jobs: readonly JobRow[]): string | null {
  const running = jobs.filter(({ state, auto }) => state === 'running' && !auto);
  const [first, ...others] = running;
  if (!first) return null;
  if (others.length > 0) return `${running.length} jobs are running; quit and cancel them?`;
  const total = first.total === null ? '' : `/${formatCount(first.total)}`;
  const far = first.done > 0 || first.total !== null ? ` (${formatCount(first.done)}${total})` : '';
  return `${first.title} is running${far}; quit and cancel it?`;
}
