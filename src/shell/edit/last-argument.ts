/** Alt-. : the last argument of the line before, of the one before that when it is pressed again. Values only. */
import { lex } from '../../command/complete/lex.ts';
import { insert, type Line, replace } from './line.ts';

export interface LastArgument {
  /** Place in the history that the argument is from. */
  readonly at: number;
  readonly start: number;
  readonly end: number;
}

/** @param before what the key put in when it was pressed right before this; null = it was another key */
export function insertLastArgument(
  line: Line,
  history: readonly string[],
  before: LastArgument | null,
): { readonly line: Line; readonly inserted: LastArgument } | null {
  for (let at = (before?.at ?? history.length) - 1; at >= 0; at--) {
    const word = lastWord(history[at]!);
    if (word === '') continue;
    const start = before?.start ?? line.cursor;
    const next = before ? replace(line, before.start, before.end, word) : insert(line, word);
    return { line: next, inserted: { at, start, end: start + word.length } };
  }
  return null;
}

/** As it stands in the line, quotes and all. */
function lastWord(line: string): string {
  const word = lex(line).findLast(({ kind }) => kind === 'word');
  return word ? line.slice(word.start, word.end) : '';
}
