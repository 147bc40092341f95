/**
 * What keys can do to the line being edited, by names that a keymap binds and that the file of keys uses. Most change a
 * line and are values here; the others are the prompt's to do (history, completion, entering).
 */
import { EDIT_OPERATIONS, type EditOperation } from '../../command/keys/edit-operations.ts';
import { graphemes } from '../../lib/width.ts';
import { kill, type Line, moveTo, redo, remove, replace, undo, yank, yankPop } from './line.ts';
import {
  blankWordStart,
  edgeAfter,
  edgeBefore,
  rowEnd,
  rowStart,
  snapBack,
  wordAround,
  wordEnd,
  wordStart,
} from './words.ts';

export const LINE_OPERATIONS = {
  left: (line) => moveTo(line, edgeBefore(line.text, line.cursor)),
  right: (line) => moveTo(line, edgeAfter(line.text, line.cursor)),
  'word-left': (line) => moveTo(line, wordStart(line.text, line.cursor)),
  'word-right': (line) => moveTo(line, wordEnd(line.text, line.cursor)),
  home: (line) => moveTo(line, rowStart(line.text, line.cursor)),
  end: (line) => moveTo(line, rowEnd(line.text, line.cursor)),
  'row-up': (line) => moveTo(line, rowAbove(line)),
  'row-down': (line) => moveTo(line, rowBelow(line)),
  first: (line) => moveTo(line, 0),
  last: (line) => moveTo(line, line.text.length),
  'delete-left': (line) => remove(line, edgeBefore(line.text, line.cursor), line.cursor),
  'delete-right': (line) => remove(line, line.cursor, edgeAfter(line.text, line.cursor)),
  'kill-word-left': (line) => kill(line, wordStart(line.text, line.cursor), line.cursor, 'front'),
  'kill-blank-word-left': (line) => kill(line, blankWordStart(line.text, line.cursor), line.cursor, 'front'),
  'kill-word-right': (line) => kill(line, line.cursor, wordEnd(line.text, line.cursor), 'back'),
  'kill-to-end': (line) => {
    const end = rowEnd(line.text, line.cursor);
    return kill(line, line.cursor, end === line.cursor ? edgeAfter(line.text, end) : end, 'back');
  },
  'kill-to-start': (line) => kill(line, rowStart(line.text, line.cursor), line.cursor, 'front'),
  yank,
  'yank-pop': yankPop,
  undo,
  redo,
  transpose,
  'transpose-words': transposeWords,
  upcase: (line) => recase(line, (word) => word.toUpperCase()),
  downcase: (line) => recase(line, (word) => word.toLowerCase()),
  capitalize: (line) =>
    recase(line, (word) => {
      const [first = '', ...rest] = graphemes(word);
      return first.toUpperCase() + rest.join('').toLowerCase();
    }),
  newline: (line) => replace(line, line.cursor, line.cursor, '\n'),
} as const satisfies Partial<Record<EditOperation, (line: Line) => Line>>;

export type LineOperation = keyof typeof LINE_OPERATIONS;

/** Every operation: those of the line, and those that are the prompt's. */
export type Operation = EditOperation;

export function isOperation(name: string): name is Operation {
  return Object.hasOwn(EDIT_OPERATIONS, name);
}

export function isLineOperation(name: Operation): name is LineOperation {
  return Object.hasOwn(LINE_OPERATIONS, name);
}

/** The same place one row up in a block; the cursor itself on the first row. */
function rowAbove({ text, cursor }: Line): number {
  const start = rowStart(text, cursor);
  if (start === 0) return cursor;
  const above = rowStart(text, start - 1);
  return snapBack(text, Math.min(above + cursor - start, start - 1));
}

function rowBelow({ text, cursor }: Line): number {
  const end = rowEnd(text, cursor);
  if (end === text.length) return cursor;
  return snapBack(text, Math.min(end + 1 + cursor - rowStart(text, cursor), rowEnd(text, end + 1)));
}

function transpose(line: Line): Line {
  const { text, cursor } = line;
  const at = cursor === text.length ? edgeBefore(text, cursor) : cursor;
  const start = edgeBefore(text, at);
  const end = edgeAfter(text, at);
  if (start === at || end === at) return line;
  return replace(line, start, end, text.slice(at, end) + text.slice(start, at));
}

/** The word at the cursor and the one before it change places; the cursor goes behind both. */
function transposeWords(line: Line): Line {
  const { text } = line;
  const right = wordAround(text, line.cursor);
  const left = right && right.start > 0 ? wordAround(text, wordStart(text, right.start)) : null;
  if (!right || !left || left.end > right.start) return line;
  const between = text.slice(left.end, right.start);
  return replace(
    line,
    left.start,
    right.end,
    text.slice(right.start, right.end) + between + text.slice(left.start, left.end),
  );
}

/** From the cursor to the end of the word. */
function recase(line: Line, change: (text: string) => string): Line {
  const end = wordEnd(line.text, line.cursor);
  const text = line.text.slice(line.cursor, end);
  if (end === line.cursor) return line;
  const lead = /^[^\p{L}\p{N}]*/u.exec(text)![0];
  return replace(line, line.cursor, end, lead + change(text.slice(lead.length)));
}
