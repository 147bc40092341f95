/**
 * Which lines of a text hold what is searched for: counted in short slices, the newest lines first, and kept up while
 * lines come and go. Knows lines by their numbers only.
 */
import { Slicer } from '../../lib/slices.ts';
import { LineList } from './line-list.ts';
import type { TextLines } from './lines.ts';
import type { Pattern } from './pattern.ts';

/** Lines between two looks at the clock: even long ones take a few microseconds each. */
const STEPS_A_LOOK = 128;

export class Hits {
  readonly pattern: Pattern;
  #numbers = new LineList<number>();
  /** Lines from `from` up to and excluding `to` were looked at. */
  #from = 0;
  #to = 0;
  #hasBegun = false;
  #revision: number | undefined;

  constructor(pattern: Pattern) {
    this.pattern = pattern;
  }

  get count(): number {
    return this.#numbers.end - this.#numbers.first;
  }

  /** Looks at lines that were not looked at yet, for so many milliseconds. @returns true when there are no more */
  look(lines: TextLines, budgetMs: number): boolean {
    if (!this.#hasBegun || lines.revision !== this.#revision) {
      this.#numbers = new LineList();
      this.#from = this.#to = lines.end;
    }
    this.#hasBegun = true;
    this.#revision = lines.revision;
    while (this.#numbers.first < this.#numbers.end && this.#numbers.at(this.#numbers.first)! < lines.first)
      this.#numbers.shift();
    this.#from = Math.max(this.#from, Math.min(lines.first, this.#to));
    this.#to = Math.max(this.#to, lines.first);
    const slicer = new Slicer(budgetMs);
    for (let step = 1; this.#to < lines.end; step++) {
      if (this.pattern.isIn(lines.text(this.#to))) this.#numbers.push(this.#to);
      this.#to += 1;
      if (step % STEPS_A_LOOK === 0 && slicer.due()) return false;
    }
    for (let step = 1; this.#from > lines.first; step++) {
      this.#from -= 1;
      if (this.pattern.isIn(lines.text(this.#from))) this.#numbers.unshift(this.#from);
      if (step % STEPS_A_LOOK === 0 && slicer.due()) return false;
    }
    return true;
  }

  /** The first hit after this line; null when there is none. */
  after(line: number): number | null {
    return this.#numbers.at(this.#numbers.search((hit) => hit > line)) ?? null;
  }

  /** The last hit before this line; null when there is none. */
  before(line: number): number | null {
    return this.#numbers.at(this.#numbers.search((hit) => hit >= line) - 1) ?? null;
  }

  /** Which of the hits this line is, counted from 1; 0 when it is none. */
  placeOf(line: number): number {
    const place = this.#numbers.search((hit) => hit >= line);
    return this.#numbers.at(place) === line ? place - this.#numbers.first + 1 : 0;
  }
}
