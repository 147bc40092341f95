/** Which key does what where: the product's own bindings with the person's on top. Immutable; a changed file makes a new one. */
import { DEFAULT_BINDINGS } from './default-bindings.ts';
import type { Binding } from './binding.ts';
import type { KeysFile } from './keys-file.ts';

export class Keymap {
  readonly #byContext = new Map<string, Map<string, Binding>>();

  constructor(file: Pick<KeysFile, 'bindings' | 'unbound'> = { bindings: [], unbound: [] }) {
    for (const binding of DEFAULT_BINDINGS) this.#set(binding);
    for (const { context, chord } of file.unbound) this.#byContext.get(context)?.delete(chord);
    for (const binding of file.bindings) this.#set(binding);
  }

  /** The binding in the first of these contexts that has one. */
  lookup(contexts: readonly string[], chord: string): Binding | null {
    for (const context of contexts) {
      const found = this.#byContext.get(context)?.get(chord);
      if (found) return found;
    }
    return null;
  }

  /** What holds in these contexts, nearest first; a chord that a nearer one takes is left out of the others. */
  inContexts(contexts: readonly string[]): readonly Binding[] {
    const found = new Map<string, Binding>();
    for (const context of contexts) {
      for (const [chord, binding] of this.#byContext.get(context) ?? [])
        if (!found.has(chord)) found.set(chord, binding);
    }
    return [...found.values()];
  }

  /** The chords of a line, for menus that show its key beside the command. */
  chordsOf(line: string): readonly string[] {
    return this.all()
      .filter((binding) => binding.line === line)
      .map(({ chord }) => chord);
  }

  all(): readonly Binding[] {
    return [...this.#byContext.values()].flatMap((keys) => [...keys.values()]);
  }

  #set(binding: Binding): void {
    const keys = this.#byContext.get(binding.context) ?? new Map<string, Binding>();
    this.#byContext.set(binding.context, keys.set(binding.chord, binding));
  }
}
