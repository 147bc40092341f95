/** A search over the whole manual: looks through the pages in slices and knows which entries hold what is searched for. */
import { Slicer } from '../../lib/slices.ts';
import type { Pattern } from '../text/pattern.ts';
import { type Manual, wordsOf } from './manual.ts';

export interface ManualHit {
  readonly chapter: number;
  readonly entry: number;
}

export class ManualSearch {
  readonly pattern: Pattern;
  readonly #manual: Manual;
  readonly #hits: ManualHit[] = [];
  #next = 0;

  constructor(manual: Manual, pattern: Pattern) {
    this.#manual = manual;
    this.pattern = pattern;
  }

  get count(): number {
    return this.#hits.length;
  }
  get isComplete(): boolean {
    return this.#next >= this.#manual.chapters.length;
  }

  /** @returns true when all pages were looked at */
  look(): boolean {
    const slicer = new Slicer();
    for (; !this.isComplete; this.#next++) {
      if (slicer.due()) return false;
      for (const [entry, words] of this.#manual.page(this.#next).map(wordsOf).entries())
        if (this.pattern.isIn(words)) this.#hits.push({ chapter: this.#next, entry });
    }
    return true;
  }

  /** The hit beyond this place, from the other end when there is none; its place is counted from 1. */
  find(from: ManualHit, which: 'next' | 'previous'): (ManualHit & { readonly isRound: boolean }) | null {
    const near =
      which === 'next'
        ? this.#hits.find((hit) => compare(hit, from) > 0)
        : this.#hits.findLast((hit) => compare(hit, from) < 0);
    const found = near ?? (which === 'next' ? this.#hits[0] : this.#hits.at(-1));
    return found ? { ...found, isRound: near === undefined } : null;
  }

  /** Which hit this is, counted from 1; 0 when it is none. */
  placeOf(place: ManualHit): number {
    return this.#hits.findIndex((hit) => compare(hit, place) === 0) + 1;
  }
}

function compare(a: ManualHit, b: ManualHit): number {
  return a.chapter - b.chapter || a.entry - b.entry;
}
