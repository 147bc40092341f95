/** The grey suggestion behind the cursor taken over: all of it, or its next word, by the keys that would go there. Values only. */
import { insert, type Line } from './line.ts';
import type { LineOperation } from './operations.ts';
import { wordEnd } from './words.ts';

/** @returns null where there is none, or the key means something else */
export function takeGhost(line: Line, ghost: string, operation: LineOperation): Line | null {
  if (ghost === '') return null;
  if (operation === 'right' || operation === 'end') return insert(line, ghost);
  return operation === 'word-right' ? insert(line, ghost.slice(0, wordEnd(ghost, 0))) : null;
}
