/** Which editing operation a key means: what is bound to it, or to it and the key before where that begins a chord of two. */
import { SEQUENCE_PREFIX } from '../../command/keys/keys-file.ts';
import { KEYMAP } from '../edit/keymap.ts';
import type { Operation } from '../edit/operations.ts';
import type { PromptEvent } from './prompt.ts';
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

  /**
   * A key, or the second one of a chord.
   * @returns null when there is nothing to do yet, or a paste broke the chord; an operation of null where nothing is bound
   */
  read(event: PromptEvent): { readonly chord: string; readonly operation: Operation | null } | null {
    const first = this.#pending;
    this.#pending = null;
    if (event.type === 'paste') return null;
    const key = event.type === 'key' ? event.chord : event.text;
    const chord = first === null ? key : `${first} ${key}`;
    const bound = this.#bound(chord);
    const operation = (bound === undefined ? KEYMAP[chord] : bound) ?? null;
    if (operation !== null || chord !== SEQUENCE_PREFIX) return { chord, operation };
    this.#pending = chord;
    return null;
  }
}
