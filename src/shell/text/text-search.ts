/** The search in one text: what is searched for, which lines hold it, and how many hits there are. Moves nothing. */
import { formatCount } from '../../lib/units.ts';
import { SLICE_MS } from '../../lib/slices.ts';
import { Hits } from './hits.ts';
import type { TextLines } from './lines.ts';
import { Pattern, type Place } from './pattern.ts';

/** Milliseconds of a frame that new lines may be looked at. */
const FRAME_BUDGET_MS = 1;
/** Longer lines are looked at up to here: `placesIn` runs for each line of a frame. */
const LONGEST_MARKED = 4096;

export class TextSearch {
  #hits: Hits | null = null;
  #isComplete = true;

  get pattern(): Pattern | null {
    return this.#hits?.pattern ?? null;
  }
  /** As it was typed; empty when nothing is searched for. */
  get source(): string {
    return this.pattern?.source ?? '';
  }

  /** Nothing ends the search. @throws bad-value for a broken regular expression */
  set(text: string): void {
    this.#hits = text === '' ? null : new Hits(new Pattern(text));
  }

  /** The same search in other lines. */
  restart(): void {
    if (this.#hits) this.#hits = new Hits(this.#hits.pattern);
  }

  /** Counts what came since the last frame. */
  keepUp(lines: TextLines): void {
    this.look(lines, FRAME_BUDGET_MS);
  }

  /** @returns true when all lines were looked at */
  look(lines: TextLines, budgetMs = SLICE_MS): boolean {
    return (this.#isComplete = this.#hits?.look(lines, budgetMs) ?? true);
  }

  /** The hit beyond this line, from the other end when there is none. */
  find(from: number, which: 'next' | 'previous'): { readonly line: number; readonly isRound: boolean } | null {
    if (!this.#hits) return null;
    const beyond = (line: number): number | null =>
      which === 'next' ? this.#hits!.after(line) : this.#hits!.before(line);
    const near = beyond(from);
    if (near !== null) return { line: near, isRound: false };
    const far = beyond(which === 'next' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY);
    return far === null ? null : { line: far, isRound: true };
  }

  placesIn(lines: TextLines, number: number): readonly Place[] {
    return this.pattern?.placesIn(lines.text(number).slice(0, LONGEST_MARKED)) ?? [];
  }

  /** `/refused 3/17`; empty without a search. @param picked the line that was found */
  heading(picked: number | null): string {
    if (!this.#hits) return '';
    const place = picked === null ? 0 : this.#hits.placeOf(picked);
    const count = `${formatCount(this.#hits.count)}${this.#isComplete ? '' : '…'}`;
    return `${this.source.startsWith('/') ? '' : '/'}${this.source} ${place > 0 ? `${formatCount(place)}/` : ''}${count}`;
  }
}
