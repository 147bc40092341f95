/** Which editing operation a key means: what is bound to it, or to it and the key before where that begins a chord of two. */
import { KEYMAP, PREFIX } from '../edit/keymap.ts';
import type { Operation } from '../edit/operations.ts';
import type { PromptEvent } from '../prompt.ts';
import type { PromptSources } from './sources.ts';

export class Chords {
  readonly #bound: (chord: string) => Operation | null | undefined;
  #pending: string | null = null;

  constructor({ operation }: PromptSources) {
    this.#bound = (chord) => operation?.(chord);
  }

  /** The first key of a chord of two, while the second one is waited for. */
  get pending(): string | null {
    return this.#pending;
  }

  forget(): void {
    this.#pending = null;
  }

  /** The operation of a key; null where none is bound to it. */
  of(chord: string): Operation | null {
    const bound = this.#bound(chord);
    return (bound === undefined ? KEYMAP[chord] : bound) ?? null;
  }

  /** @returns true when the key begins a chord of two */
  begins(chord: string): boolean {
    if (chord !== PREFIX || this.of(chord) !== null) return false;
    this.#pending = chord;
    return true;
  }

  /** The chord that the second key completes; null where it is none: nothing pasted ends a chord. */
  complete(event: PromptEvent): string | null {
    const first = this.#pending;
    this.#pending = null;
    return first === null || event.type === 'paste'
      ? null
      : `${first} ${event.type === 'key' ? event.chord : event.text}`;
  }
}
