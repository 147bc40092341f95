/**
 * The line editor as values: a line, a cursor, what was killed and what can be undone. Every change takes a line and
 * returns a new one; nothing here knows keys, history or the screen. The named operations are in operations.ts.
 */
import { snapBack, snapOn } from './words.ts';

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
  /** How far back in the kills the last yank took its text, and where it put it. */
  readonly yanked: number;
  readonly yankedAt: number;
}

const MAX_UNDO = 200;
const MAX_KILLS = 30;

export const EMPTY_LINE: Line = {
  text: '',
  cursor: 0,
  kills: [],
  undo: [],
  redo: [],
  last: 'other',
  yanked: 0,
  yankedAt: 0,
};

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

/** To the edge of a character at the offset or before it. */
export function moveTo(line: Line, cursor: number): Line {
  const inside = Math.max(0, Math.min(line.text.length, cursor));
  return { ...line, cursor: snapBack(line.text, inside), last: 'other' };
}

function splice(line: Line, start: number, end: number, text: string, grouped = false): Line {
  const undo = grouped ? line.undo : [...line.undo, { text: line.text, cursor: line.cursor }].slice(-MAX_UNDO);
  const next = line.text.slice(0, start) + text + line.text.slice(end);
  return { ...line, text: next, cursor: snapOn(next, start + text.length), undo, redo: [] };
}

export function remove(line: Line, start: number, end: number): Line {
  return start === end ? line : { ...splice(line, start, end, ''), last: 'other' };
}

export function kill(line: Line, start: number, end: number, side: 'front' | 'back'): Line {
  if (start === end) return line;
  const killed = line.text.slice(start, end);
  const newest = line.kills.at(-1) ?? '';
  const joined = side === 'front' ? killed + newest : newest + killed;
  const kills = line.last === 'kill' ? [...line.kills.slice(0, -1), joined] : [...line.kills, killed].slice(-MAX_KILLS);
  return { ...splice(line, start, end, ''), kills, last: 'kill' };
}

/** Keeps a part as {@link kill} does, and leaves it where it is. */
export function copy(line: Line, start: number, end: number): Line {
  const kills = start === end ? line.kills : [...line.kills, line.text.slice(start, end)].slice(-MAX_KILLS);
  return { ...line, kills, last: 'other' };
}

export function yank(line: Line): Line {
  const text = line.kills.at(-1);
  if (text === undefined) return line;
  return { ...splice(line, line.cursor, line.cursor, text), last: 'yank', yanked: 1, yankedAt: line.cursor };
}

export function yankPop(line: Line): Line {
  if (line.last !== 'yank' || line.kills.length < 2) return line;
  const old = line.kills.at(-line.yanked)!;
  const depth = (line.yanked % line.kills.length) + 1;
  const start = line.yankedAt;
  return { ...splice(line, start, start + old.length, line.kills.at(-depth)!, true), last: 'yank', yanked: depth };
}

export function undo(line: Line): Line {
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

export function redo(line: Line): Line {
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
