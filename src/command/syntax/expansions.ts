/**
 * Words of a text that were replaced by what they stand for (aliases), and the way back to what was typed: errors point
 * at the typed text. One per scanner; it replaces nothing itself.
 */
import type { At } from './ast.ts';

interface Region {
  /** Offset in the expanded text. */
  start: number;
  /** Length of what stands there now. */
  length: number;
  readonly name: string;
  readonly text: string;
  /** It lies in no other region: its word was typed. */
  readonly typed: boolean;
}

export class Expansions {
  /** The text as it was typed. */
  readonly typed: string;
  #regions: Region[] = [];

  constructor(typed: string) {
    this.typed = typed;
  }

  /** True when the place came out of the expansion of this very word: it would go on for ever. */
  isInside(place: number, name: string): boolean {
    return this.#around(place).some((region) => region.name === name);
  }

  /** Notes that the word at the place was replaced. */
  add(start: number, name: string, text: string): void {
    const around = this.#around(start);
    const grown = text.length - name.length;
    for (const region of this.#regions) {
      if (around.includes(region)) region.length += grown;
      else if (region.start > start) region.start += grown;
    }
    this.#regions.push({ start, length: text.length, name, text, typed: around.length === 0 });
    this.#regions.sort((a, b) => a.start - b.start);
  }

  /** The place in the typed text; what an expansion brought along is at the word that stands for it. */
  typedAt(at: At): At {
    const start = this.#back(at.start, 'start');
    return { start, end: Math.max(start, this.#back(at.end, 'end')) };
  }

  /** The typed word that brought the place along, and what it stands for; null where everything was typed. */
  wordAt(at: At): { readonly name: string; readonly text: string } | null {
    const last = Math.max(at.start, at.end - 1);
    return this.#regions.find((region) => region.typed && contains(region, at.start) && contains(region, last)) ?? null;
  }

  #around(place: number): Region[] {
    return this.#regions.filter((region) => contains(region, place));
  }

  #back(place: number, side: 'start' | 'end'): number {
    let grown = 0;
    for (const region of this.#regions) {
      if (!region.typed) continue;
      const behind = region.start + region.length;
      if (place < region.start || (side === 'end' && place === region.start)) break;
      if (place < behind) return region.start - grown + (side === 'start' ? 0 : region.name.length);
      grown += region.length - region.name.length;
    }
    return place - grown;
  }
}

function contains({ start, length }: Region, place: number): boolean {
  return place >= start && place < start + length;
}
