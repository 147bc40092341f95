/**
 * Which log entries are shown, by level, with equal ones in a row as one: kept up as entries come and go, the newest
 * first, in so much time a frame. Its lines are numbered for good.
 */
import { Slicer } from '../../lib/slices.ts';
import type { LogEntry, LogLines } from '../../model/events.ts';
import { LineList } from './line-list.ts';

export const LEVELS = ['debug', 'info', 'warn', 'error'] as const satisfies readonly LogEntry['level'][];
export type Level = LogEntry['level'];

export interface LogGroup {
  /** Number of the newest entry. */
  last: number;
  /** How many entries in a row say the same. */
  count: number;
}

/** Milliseconds a frame may spend on entries that were not looked at yet. */
const BUDGET_MS = 2;
const STEPS_A_LOOK = 256;

export class LogIndex {
  readonly #source: LogLines;
  readonly #least: number;
  readonly #groups = new LineList<LogGroup>();
  /** Entries from `from` up to and excluding `to` were looked at. */
  #from: number;
  #to: number;

  constructor(source: LogLines, least: Level) {
    this.#source = source;
    this.#least = LEVELS.indexOf(least);
    this.#from = this.#to = source.end;
  }

  get first(): number {
    return this.#groups.first;
  }
  get end(): number {
    return this.#groups.end;
  }

  at(number: number): LogGroup | undefined {
    return this.#groups.at(number);
  }

  /** The group that an entry is in, or the next one. */
  find(entry: number): number {
    return this.#groups.search(({ last }) => last >= entry);
  }

  /**
   * Takes in what came, drops what is gone.
   * @param lines where entries are read: the source, or what is held of it @returns true when all entries were looked at
   */
  keepUp(lines: LogLines = this.#source): boolean {
    const { first, end } = lines;
    while (this.first < this.end && this.at(this.first)!.last < first) this.#groups.shift();
    this.#from = Math.max(this.#from, Math.min(first, this.#to));
    this.#to = Math.max(this.#to, first);
    const slicer = new Slicer(BUDGET_MS);
    for (let step = 1; this.#to < end; step++) {
      this.#add(lines, this.#to++);
      if (step % STEPS_A_LOOK === 0 && slicer.due()) return false;
    }
    for (let step = 1; this.#from > first; step++) {
      this.#addBefore(lines, --this.#from);
      if (step % STEPS_A_LOOK === 0 && slicer.due()) return false;
    }
    return true;
  }

  #add(lines: LogLines, number: number): void {
    const entry = lines.at(number);
    if (!entry || !this.#isShown(entry)) return;
    const group = this.at(this.end - 1);
    if (group && isAlike(entry, lines.at(group.last))) {
      group.last = number;
      group.count += 1;
    } else this.#groups.push({ last: number, count: 1 });
  }

  #addBefore(lines: LogLines, number: number): void {
    const entry = lines.at(number);
    if (!entry || !this.#isShown(entry)) return;
    const group = this.at(this.first);
    if (group && isAlike(entry, lines.at(group.last))) group.count += 1;
    else this.#groups.unshift({ last: number, count: 1 });
  }

  #isShown({ level }: LogEntry): boolean {
    return LEVELS.indexOf(level) >= this.#least;
  }
}

function isAlike(a: LogEntry, b: LogEntry | undefined): boolean {
  return a.message === b?.message && a.area === b.area && a.level === b.level;
}
