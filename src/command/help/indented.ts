/** Text of a help page, folded. Used by the pages alone. */
import { foldToWidth } from '../../lib/fold.ts';

/** Wider lines are hard to read. */
const WIDEST = 100;

/** Folds at blanks; every line begins with the indent. */
export function indented(text: string, columns: number, indent: string): string {
  const room = Math.max(20, Math.min(columns, WIDEST) - indent.length);
  return foldToWidth(text, room)
    .map((part) => indent + part)
    .join('\n');
}
