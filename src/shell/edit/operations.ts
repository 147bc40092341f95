/**
 * What keys can do to the line being edited, by names that a keymap binds and that the file of keys uses. Most change a
 * line and are values here; the others are the prompt's to do (history, completion, entering).
 */
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
} as const satisfies Record<string, (line: Line) => Line>;

export type LineOperation = keyof typeof LINE_OPERATIONS;

/** Every operation that a key can be bound to, and what it does. */
export const OPERATION_HELP = {
  left: 'one character to the left',
  right: 'one character to the right; at the end it takes the suggestion',
  'word-left': 'one word to the left',
  'word-right': 'one word to the right; at the end it takes a word of the suggestion',
  home: 'to the beginning of the row',
  end: 'to the end of the row; at the end it takes the suggestion',
  'row-up': 'one row up in a block',
  'row-down': 'one row down in a block',
  first: 'to the beginning of the text',
  last: 'to the end of the text',
  'delete-left': 'deletes the character to the left',
  'delete-right': 'deletes the character at the cursor',
  'kill-word-left': 'cuts to the beginning of the word',
  'kill-blank-word-left': 'cuts to the blank before the word',
  'kill-word-right': 'cuts to the end of the word',
  'kill-to-end': 'cuts to the end of the row',
  'kill-to-start': 'cuts to the beginning of the row',
  yank: 'puts in what was cut last',
  'yank-pop': 'after yank: what was cut before that',
  undo: 'takes back the last change',
  redo: 'brings back what was taken back',
  transpose: 'swaps two characters',
  'transpose-words': 'swaps two words',
  upcase: 'the word in capitals',
  downcase: 'the word in small letters',
  capitalize: 'the word with a capital first',
  newline: 'begins another row',
  enter: 'runs the line, or takes the chosen candidate',
  leave: 'closes what is open, or goes to the panels',
  complete: 'completes the word, or goes to the next candidate',
  'complete-back': 'goes to the candidate before',
  up: 'one row up, or an older line that begins as typed',
  down: 'one row down, or a newer line that begins as typed',
  older: 'an older line that begins as typed',
  newer: 'a newer line that begins as typed',
  'page-up': 'a page up in the candidates',
  'page-down': 'a page down in the candidates',
  search: 'searches the lines that were run',
  'last-argument': 'puts in the last argument of an older line',
  comment: 'keeps the line as a comment, without running it',
  editor: 'edits the line in $VISUAL or $EDITOR',
} as const satisfies Record<LineOperation, string> & Record<string, string>;

export type Operation = keyof typeof OPERATION_HELP;

export function isOperation(name: string): name is Operation {
  return Object.hasOwn(OPERATION_HELP, name);
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
