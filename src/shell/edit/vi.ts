/**
 * The keys of vi for the line: what a key does in insert and in normal mode, over the same lines as all other keys. Pure;
 * the prompt holds the state, and does what is not the line's own: history, search, the editor.
 */
import { graphemes } from '../../lib/width.ts';
import type { KeyEvent, TextEvent } from '../input/events.ts';
import { copy, insert, kill, type Line, moveTo, redo, replace, undo } from './line.ts';
import type { Operation } from './operations.ts';
import { type Find, viMotion } from './vi-motions.ts';
import { edgeAfter, edgeBefore, rowEnd, rowStart } from './words.ts';

export interface Vi {
  readonly mode: 'insert' | 'normal';
  /** Keys of a command that is not whole yet: `2d`, `f`. */
  readonly keys: string;
  readonly find: Find | null;
  /** What `.` does again: the keys, and what was typed behind them. */
  readonly change: { readonly keys: string; readonly typed: string } | null;
  /** The line when inserting began, and the keys that did. */
  readonly began: {
    readonly by: string;
    readonly before: string;
    readonly behind: string;
    readonly undo: number;
    readonly times: number;
  };
}

export interface ViStep {
  readonly vi: Vi;
  readonly line: Line;
  /** The prompt does the rest of it, so many times. */
  readonly operation?: Operation;
  readonly times?: number;
}

export const VI_START: Vi = {
  mode: 'insert',
  keys: '',
  find: null,
  change: null,
  began: { by: 'i', before: '', behind: '', undo: 0, times: 1 },
};

const MOST = 999;
/** Characters that a count may add to a line. */
const MOST_TYPED = 10_000;
const COMMAND = /^([1-9]\d*)?(?:([dcy])([1-9]\d*)?)?(?:([fFtTr])(.)?|(.))?$/su;
/** Keys that are short for others. */
const SHORT: Readonly<Record<string, string>> = { x: 'dl', X: 'dh', s: 'cl', S: 'cc', D: 'd$', C: 'c$', Y: 'yy' };
/** Keys that the prompt answers. */
const ASKED: Readonly<Record<string, Operation>> = { k: 'up', j: 'down', '/': 'search', v: 'editor' };
const REDO = '\x12';
/** Keys that print nothing, as the characters that stand for them here. */
const UNPRINTED: Readonly<Record<string, string>> = { backspace: 'h', 'C-h': 'h', 'C-r': REDO };

/** True when the key is vi's before anything else is looked up. */
export function isViKey(vi: Vi, event: KeyEvent | TextEvent): boolean {
  if (event.type === 'text') return vi.mode === 'normal';
  if (event.chord === 'escape') return vi.mode === 'insert' || vi.keys !== '';
  return vi.mode === 'normal' && Object.hasOwn(UNPRINTED, event.chord);
}

/** What a key does that {@link isViKey}. What is no command does nothing. */
export function viKey(vi: Vi, line: Line, event: KeyEvent | TextEvent): ViStep {
  const key = event.type === 'text' ? event.text : (UNPRINTED[event.chord] ?? event.chord);
  if (key === 'escape') return vi.mode === 'insert' ? endInsert(vi, line) : { vi: { ...vi, keys: '' }, line };
  const keys = vi.keys + key;
  const parts = COMMAND.exec(keys);
  const isWhole = parts !== null && (parts[4] === undefined ? parts[6] !== undefined : parts[5] !== undefined);
  if (parts && !isWhole) return { vi: { ...vi, keys }, line };
  const step = parts ? command({ ...vi, keys: '' }, line, parts) : { vi: { ...vi, keys: '' }, line };
  return step.vi.mode === 'normal' ? { ...step, line: settled(step.line) } : step;
}

/** The same person at another line, or back at this one: what is typed goes into it. */
export function viInsert(vi: Vi, line: Line): Vi {
  return beginInsert({ ...vi, keys: '' }, line, line, 'i').vi;
}

/** In normal mode the cursor stands on a character, not behind the last one. */
export function settled(line: Line): Line {
  const { text, cursor } = line;
  const isBehind = cursor === rowEnd(text, cursor) && cursor > rowStart(text, cursor);
  return isBehind ? { ...line, cursor: edgeBefore(text, cursor) } : line;
}

function command(vi: Vi, line: Line, parts: RegExpExecArray): ViStep {
  const [, first, verb, second, seeking, char = '', other] = parts;
  const key = seeking ?? other!;
  const hasCount = first !== undefined || second !== undefined;
  const count = Math.min(MOST, Number(first ?? 1) * Number(second ?? 1));
  const find = seeking !== undefined && seeking !== 'r' ? { key: seeking, char } : vi.find;
  const known = { ...vi, find };
  if (verb !== undefined) return operate(known, line, verb, key, char, count);
  if (Object.hasOwn(SHORT, key)) return command(vi, line, COMMAND.exec(`${first ?? ''}${SHORT[key]!}`)!);
  if (Object.hasOwn(ASKED, key)) return { vi, line, operation: ASKED[key]!, times: count };
  const motion = viMotion(line.text, line.cursor, key, count, { find });
  if (motion) return { vi: known, line: moveTo(line, motion.to) };
  if (key === '.') return repeat(vi, line, count);
  if (key === 'u' || key === REDO) return { vi, line: times(count, line, key === 'u' ? undo : redo) };
  const inserting = insertAt(line, key);
  if (inserting !== null)
    return beginInsert(vi, line, moveTo(line, inserting), (count > 1 ? String(count) : '') + key, count);
  const changed = change(line, key, char, count);
  return changed === null
    ? { vi, line }
    : { vi: done(vi, (hasCount ? String(count) : '') + key + char), line: changed };
}

/** Where `i`, `a`, `I` and `A` begin to insert. */
function insertAt({ text, cursor }: Line, key: string): number | null {
  if (key === 'i') return cursor;
  if (key === 'a') return cursor === rowEnd(text, cursor) ? cursor : edgeAfter(text, cursor);
  if (key === 'I') return viMotion(text, cursor, '^', 1)!.to;
  return key === 'A' ? rowEnd(text, cursor) : null;
}

/** `p`, `P`, `r` and `~`; null when it is none of them. */
function change(line: Line, key: string, char: string, count: number): Line | null {
  const { text, cursor } = line;
  const end = viMotion(text, cursor, 'l', count)!.to;
  switch (key) {
    case 'p':
    case 'P': {
      const put = (line.kills.at(-1) ?? '').repeat(count);
      const at = key === 'P' || cursor === rowEnd(text, cursor) ? cursor : edgeAfter(text, cursor);
      const next = put === '' ? line : replace(line, at, at, put);
      return put === '' ? next : moveTo(next, edgeBefore(next.text, next.cursor));
    }
    case 'r': {
      const taken = graphemes(text.slice(cursor, end));
      if (taken.length < count) return line;
      const next = replace(line, cursor, end, char.repeat(count));
      return moveTo(next, edgeBefore(next.text, next.cursor));
    }
    case '~':
      return end === cursor ? line : replace(line, cursor, end, turned(text.slice(cursor, end)));
    default:
      return null;
  }
}

function turned(text: string): string {
  return Array.from(text, (char) => (char === char.toLowerCase() ? char.toUpperCase() : char.toLowerCase())).join('');
}

function operate(vi: Vi, line: Line, verb: string, key: string, char: string, count: number): ViStep {
  const { text, cursor } = line;
  const isChange = verb === 'c';
  const motion = viMotion(text, cursor, key, count, { find: vi.find, isChange });
  // A row of a block as a whole: without the break behind it.
  const range =
    key === verb
      ? ([rowStart(text, cursor), rowEnd(text, cursor)] as const)
      : motion && rangeOf(text, cursor, motion.to, motion.isInclusive);
  if (!range) return { vi, line };
  const [start, end] = range;
  if (verb === 'y') return { vi, line: moveTo(copy(line, start, end), key === verb ? cursor : start) };
  const keys = `${count > 1 ? count : ''}${verb}${key}${char}`;
  const next = { ...kill({ ...line, last: 'other' }, start, end, 'back'), last: 'other' as const };
  return isChange
    ? beginInsert(vi, line, moveTo(next, start), keys)
    : { vi: done(vi, keys), line: moveTo(next, start) };
}

function rangeOf(text: string, from: number, to: number, isInclusive: boolean): readonly [number, number] {
  const end = Math.max(from, to);
  return [Math.min(from, to), isInclusive ? edgeAfter(text, end) : end];
}

function done(vi: Vi, keys: string): Vi {
  return { ...vi, change: { keys, typed: '' } };
}

/** @param times how often what is typed stands there in the end */
function beginInsert(vi: Vi, line: Line, next: Line, by: string, times = 1): ViStep {
  const { text, cursor } = next;
  const began = { by, before: text.slice(0, cursor), behind: text.slice(cursor), undo: line.undo.length, times };
  return { vi: { ...vi, mode: 'insert', began }, line: next };
}

/** Escape: what was typed is one step of undo, and what `.` types again. */
function endInsert(vi: Vi, typedLine: Line): ViStep {
  const { by, before, behind, undo, times } = vi.began;
  const whole = typedLine.text;
  const isAround = whole.startsWith(before) && whole.endsWith(behind) && whole.length >= before.length + behind.length;
  const typed = isAround ? whole.slice(before.length, whole.length - behind.length) : '';
  const more = Math.min(times - 1, Math.floor(MOST_TYPED / Math.max(1, typed.length)));
  const isAtItsEnd = typed !== '' && typedLine.cursor === whole.length - behind.length;
  const line = more > 0 && isAtItsEnd ? insert(typedLine, typed.repeat(more)) : typedLine;
  const { text, cursor } = line;
  const squashed = { ...line, undo: line.undo.slice(0, undo + 1), last: 'other' as const };
  const left = cursor > rowStart(text, cursor) ? edgeBefore(text, cursor) : cursor;
  return { vi: { ...vi, mode: 'normal', change: { keys: by, typed } }, line: { ...squashed, cursor: left } };
}

/** `.`: the last change here. */
function repeat(vi: Vi, line: Line, count: number): ViStep {
  const { change } = vi;
  if (!change) return { vi, line };
  const again = (before: Line): Line => {
    const step = command(vi, before, COMMAND.exec(change.keys)!);
    if (step.vi.mode === 'normal') return step.line;
    return endInsert(step.vi, insert(step.line, change.typed)).line;
  };
  return { vi, line: times(count, line, (before) => settled(again(before))) };
}

function times(count: number, line: Line, step: (line: Line) => Line): Line {
  let next = line;
  for (let left = count; left > 0; left--) next = step(next);
  return next;
}
