/** What a look at the state or its backups found, kept for `state checks`. */
import { noteCheck } from '../store/check-history.ts';

interface Looked {
  readonly state: string;
  readonly bytes: number | null;
  readonly problem: string | null;
}

/**
 * A look that cannot be kept is a look all the same: a read-only disk is no reason to say nothing.
 * @param what `state`, `backups`, or the name of one
 */
export async function keepCheck(
  stateFile: string,
  what: string,
  looked: readonly Looked[],
  note: (text: string) => void,
): Promise<void> {
  if (looked.every(({ state }) => state === 'missing')) return;
  const problems = looked.flatMap(({ state, problem }) => (state === 'broken' && problem !== null ? [problem] : []));
  try {
    await noteCheck(stateFile, {
      at: new Date().toISOString(),
      what,
      status: looked.some(({ state }) => state === 'broken') ? 'broken' : 'ok',
      files: looked.filter(({ state }) => state !== 'missing').length,
      bytes: looked.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0),
      problems,
    });
  } catch (error) {
    note(`this look is not in \`state checks\`: ${error instanceof Error ? error.message : String(error)}`);
  }
}
