/** Log entries as lines of text: time or age, level as a word or letter, area, message; a row with the date where it changes. */
import { formatDuration } from '../../lib/units.ts';
import type { LogEntry, LogLines } from '../../model/events.ts';
import type { Segment } from '../paint/brush.ts';
import { clockTime } from '../paint/clock-time.ts';
import type { Theme } from '../paint/style.ts';
import type { LogGroup, LogIndex } from './log-index.ts';
import { plainText, type TextLine, type TextLines } from './lines.ts';
import { widthOf } from './rows.ts';

export const TIMES = ['clock', 'age', 'none'] as const;

export interface LogLook {
  readonly theme: Theme;
  readonly times: (typeof TIMES)[number];
  /** Room for columns; otherwise a letter for the level, and everything closer together. */
  readonly isWide: boolean;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** Longest: `23h 59m`. */
const AGE = 7;
const LEVEL = 5;
/** Areas are short words; a longer one moves its message. */
const AREA = 8;
const LETTERS: Readonly<Record<LogEntry['level'], string>> = { debug: 'd', info: 'i', warn: 'W', error: 'E' };
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const EMPTY: TextLine = { segments: [], hang: 0, folded: 'wanted', above: null };

export class LogText implements TextLines {
  readonly #index: LogIndex;
  readonly #entries: LogLines;
  readonly #look: LogLook;
  /** Lines of this frame; the next has another look. */
  readonly #made = new Map<number, TextLine>();

  constructor(index: LogIndex, entries: LogLines, look: LogLook) {
    this.#index = index;
    this.#entries = entries;
    this.#look = look;
  }

  get first(): number {
    return this.#index.first;
  }
  get end(): number {
    return this.#index.end;
  }

  line(number: number): TextLine {
    const known = this.#made.get(number);
    if (known) return known;
    const line = this.#make(number);
    this.#made.set(number, line);
    return line;
  }

  get isWide(): boolean {
    return this.#look.isWide;
  }

  text(number: number): string {
    const group = this.#index.at(number);
    const entry = group && this.#entries.at(group.last);
    if (!entry) return '';
    const [time, ...others] = this.#segments(entry, group);
    // An age is another one with the next frame: what was counted once must stay true.
    const shown = this.#look.times === 'age' ? ' '.repeat(time![0].length) : time![0];
    return shown + plainText(others);
  }

  #make(number: number): TextLine {
    const group = this.#index.at(number);
    const entry = group && this.#entries.at(group.last);
    if (!entry) return EMPTY;
    const segments = this.#segments(entry, group);
    // What is folded goes on below its message.
    const hang = widthOf(segments.slice(0, -1));
    return { segments, hang, folded: 'wanted', above: this.#dateAbove(number, entry.at) };
  }

  #segments({ at, level, area, message }: LogEntry, { count }: LogGroup): Segment[] {
    const { theme, times, isWide, now } = this.#look;
    const look = level === 'error' ? theme.bad : level === 'warn' ? theme.warn : theme.dim;
    const time =
      times === 'clock'
        ? `${clockTime(at)} `
        : times === 'age'
          ? `${formatDuration(Math.max(0, now - at)).padStart(AGE)} `
          : '';
    const segments: Segment[] = [
      [time, theme.dim],
      [isWide ? ` ${level.padEnd(LEVEL)}  ` : `${LETTERS[level]} `, look],
      [isWide ? `${area.padEnd(AREA)} ` : `${area} `, level === 'error' || level === 'warn' ? look : theme.accent],
    ];
    if (count > 1) segments.push([`×${count} `, theme.strong]);
    segments.push([message, level === 'debug' ? theme.dim : theme.text]);
    return segments;
  }

  /** Where columns have room, a new day is said. */
  #dateAbove(number: number, at: number): readonly Segment[] | null {
    const { isWide, theme } = this.#look;
    if (!isWide) return null;
    const before = this.#index.at(number - 1);
    const entry = before && this.#entries.at(before.last);
    const date = dateOf(at);
    return entry && dateOf(entry.at) === date ? null : [[`── ${date} ──`, theme.dim]];
  }
}

/** Made by hand: the locale's formatter costs milliseconds at its first use. */
function dateOf(at: number): string {
  const date = new Date(at);
  return `${DAYS[date.getDay()]} ${date.getDate()} ${MONTHS[date.getMonth()]} ${date.getFullYear()}`;
}
