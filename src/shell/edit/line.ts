/**
 * The line editor as values: a line, a cursor, what was killed and what can be undone. Every operation takes a line and
 * returns a new one; nothing here knows keys, history or the screen.
 */
import { graphemes } from '../../lib/width.ts';

interface Snapshot {
  readonly text: string;
  readonly cursor: number;
}

export interface Line {
  /** May hold line breaks: a pasted block. */
  readonly text: string;
  /** UTF-16 offset, always at the edge of a grapheme. */
  readonly cursor: number;
  /** Newest last. */
  readonly kills: readonly string[];
  readonly undo: readonly Snapshot[];
  readonly redo: readonly Snapshot[];
  /** What the last operation was: runs of typing are one undo step, runs of kills one kill, yank-pop follows a yank. */
  readonly last: 'type' | 'kill' | 'yank' | 'other';
  /** How far back in the kills the last yank took its text. */
  readonly yanked: number;
}

const MAX_UNDO = 200;
const MAX_KILLS = 30;

export const EMPTY_LINE: Line = { text: '', cursor: 0, kills: [], undo: [], redo: [], last: 'other', yanked: 0 };

/** A new line that keeps the kill ring. */
export function freshLine(line: Line, text = ''): Line {
  return { ...EMPTY_LINE, text, cursor: text.length, kills: line.kills };
}

/** Puts in text at the cursor, as typed. */
export function insert(line: Line, text: string): Line {
  if (text === '') return line;
  const grouped = line.last === 'type' && !/\s/.test(text);
  const next = splice(line, line.cursor, line.cursor, text, grouped);
  return { ...next, last: 'type' };
}

/** Puts in a pasted text as one undo step; line breaks become `\n`, other controls are dropped. */
export function paste(line: Line, text: string): Line {
  const clean = text
    .replace(/\r\n?/g, '\n')
    .replace(/\t/g, '  ')
    .replace(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/g, '');
  // One copied line usually ends with its line break; that is no block.
  const single = /^[^\n]*\n$/.test(clean) ? clean.slice(0, -1) : clean;
  return single === '' ? line : { ...splice(line, line.cursor, line.cursor, single), last: 'other' };
}

/** Replaces a part, as a completion does; the cursor goes behind it. */
export function replace(line: Line, start: number, end: number, text: string): Line {
  return { ...splice(line, start, end, text), last: 'other' };
}

export function moveTo(line: Line, cursor: number): Line {
  return { ...line, cursor: Math.max(0, Math.min(line.text.length, cursor)), last: 'other' };
}

/** Named operations; a keymap binds chords to these names. */
export const OPERATIONS = {
  left: (line) => moveTo(line, before(line)),
  right: (line) => moveTo(line, after(line)),
  'word-left': (line) => moveTo(line, wordStart(line.text, line.cursor)),
  'word-right': (line) => moveTo(line, wordEnd(line.text, line.cursor)),
  home: (line) => moveTo(line, rowStart(line)),
  end: (line) => moveTo(line, rowEnd(line)),
  'row-up': (line) => moveTo(line, rowAbove(line)),
  'row-down': (line) => moveTo(line, rowBelow(line)),
  first: (line) => moveTo(line, 0),
  last: (line) => moveTo(line, line.text.length),
  'delete-left': (line) => remove(line, before(line), line.cursor),
  'delete-right': (line) => remove(line, line.cursor, after(line)),
  'kill-word-left': (line) => kill(line, wordStart(line.text, line.cursor), line.cursor, 'front'),
  'kill-blank-word-left': (line) => kill(line, blankWordStart(line.text, line.cursor), line.cursor, 'front'),
  'kill-word-right': (line) => kill(line, line.cursor, wordEnd(line.text, line.cursor), 'back'),
  'kill-to-end': (line) => kill(line, line.cursor, rowEnd(line) === line.cursor ? after(line) : rowEnd(line), 'back'),
  'kill-to-start': (line) => kill(line, rowStart(line), line.cursor, 'front'),
  yank: (line) => yank(line),
  'yank-pop': (line) => yankPop(line),
  undo: (line) => undo(line),
  redo: (line) => redo(line),
  transpose: (line) => transpose(line),
  newline: (line) => ({ ...splice(line, line.cursor, line.cursor, '\n'), last: 'other' }),
} as const satisfies Record<string, (line: Line) => Line>;

export type Operation = keyof typeof OPERATIONS;

function before(line: Line): number {
  return line.cursor - (graphemes(line.text.slice(0, line.cursor)).at(-1)?.length ?? 0);
}

function after(line: Line): number {
  return line.cursor + (graphemes(line.text.slice(line.cursor))[0]?.length ?? 0);
}

function rowStart(line: Line): number {
  return line.text.lastIndexOf('\n', line.cursor - 1) + 1;
}

function rowEnd(line: Line): number {
  const end = line.text.indexOf('\n', line.cursor);
  return end < 0 ? line.text.length : end;
}

/** The same place one row up in a block; the cursor itself on the first row. */
function rowAbove(line: Line): number {
  const start = rowStart(line);
  if (start === 0) return line.cursor;
  const above = line.text.lastIndexOf('\n', start - 2) + 1;
  return above + snap(line.text.slice(above, start - 1), line.cursor - start);
}

function rowBelow(line: Line): number {
  const end = rowEnd(line);
  if (end === line.text.length) return line.cursor;
  const next = line.text.indexOf('\n', end + 1);
  return end + 1 + snap(line.text.slice(end + 1, next < 0 ? undefined : next), line.cursor - rowStart(line));
}

/** The last edge of a grapheme at or before an offset. */
function snap(text: string, offset: number): number {
  let at = 0;
  for (const part of graphemes(text)) {
    if (at + part.length > offset) break;
    at += part.length;
  }
  return at;
}

const WORD = /[\p{L}\p{N}\p{M}_]/u;

function wordStart(text: string, cursor: number): number {
  const parts = graphemes(text.slice(0, cursor));
  let at = cursor;
  let inWord = false;
  for (const part of parts.reverse()) {
    if (WORD.test(part)) inWord = true;
    else if (inWord) break;
    at -= part.length;
  }
  return at;
}

function wordEnd(text: string, cursor: number): number {
  let at = cursor;
  let inWord = false;
  for (const part of graphemes(text.slice(cursor))) {
    if (WORD.test(part)) inWord = true;
    else if (inWord) break;
    at += part.length;
  }
  return at;
}

function blankWordStart(text: string, cursor: number): number {
  return cursor - (/\S*\s*$/.exec(text.slice(0, cursor))?.[0].length ?? 0);
}

function splice(line: Line, start: number, end: number, text: string, grouped = false): Line {
  const undo = grouped ? line.undo : [...line.undo, { text: line.text, cursor: line.cursor }].slice(-MAX_UNDO);
  return {
    ...line,
    text: line.text.slice(0, start) + text + line.text.slice(end),
    cursor: start + text.length,
    undo,
    redo: [],
  };
}

function remove(line: Line, start: number, end: number): Line {
  return start === end ? line : { ...splice(line, start, end, ''), last: 'other' };
}

function kill(line: Line, start: number, end: number, side: 'front' | 'back'): Line {
  if (start === end) return line;
  const killed = line.text.slice(start, end);
  const newest = line.kills.at(-1) ?? '';
  const joined = side === 'front' ? killed + newest : newest + killed;
  const kills = line.last === 'kill' ? [...line.kills.slice(0, -1), joined] : [...line.kills, killed].slice(-MAX_KILLS);
  return { ...splice(line, start, end, ''), kills, last: 'kill' };
}

function yank(line: Line): Line {
  const text = line.kills.at(-1);
  return text === undefined ? line : { ...splice(line, line.cursor, line.cursor, text), last: 'yank', yanked: 1 };
}

function yankPop(line: Line): Line {
  if (line.last !== 'yank' || line.kills.length < 2) return line;
  const old = line.kills.at(-line.yanked)!;
  const depth = (line.yanked % line.kills.length) + 1;
  return {
    ...splice(line, line.cursor - old.length, line.cursor, line.kills.at(-depth)!, true),
    last: 'yank',
    yanked: depth,
  };
}

function undo(line: Line): Line {
  const to = line.undo.at(-1);
  if (!to) return line;
  return {
    ...line,
    ...to,
    undo: line.undo.slice(0, -1),
    redo: [...line.redo, { text: line.text, cursor: line.cursor }],
    last: 'other',
  };
}

function redo(line: Line): Line {
  const to = line.redo.at(-1);
  if (!to) return line;
  return {
    ...line,
    ...to,
    redo: line.redo.slice(0, -1),
    undo: [...line.undo, { text: line.text, cursor: line.cursor }],
    last: 'other',
  };
}

function transpose(line: Line): Line {
  const at = line.cursor === line.text.length ? before(line) : line.cursor;
  const left = graphemes(line.text.slice(0, at)).at(-1);
  const right = graphemes(line.text.slice(at))[0];
  if (left === undefined || right === undefined) return line;
  return { ...splice(line, at - left.length, at + right.length, right + left), last: 'other' };
}
