/** How the key of a line is called where it was rebound: for hints, which must not name a key that does something else. Pure. */
import { parseChord, showChord } from './chord.ts';
import type { Keymap } from './keymap.ts';

/**
 * The key that runs the line in these contexts. @param usual the product's own key as it is written here
 * @returns null when nothing runs it
 */
export type NamedKey = (line: string, usual: string) => string | null;

/** Asked several times a frame: the usual key is looked up first. */
export function namedKeys(keymap: Keymap, contexts: readonly string[]): NamedKey {
  return (line, usual) => {
    const chord = parseChord(usual);
    if (chord !== null && keymap.lookup(contexts, chord)?.line === line) return usual;
    const bound = keymap.inContexts(contexts).find((binding) => binding.line === line);
    return bound ? showChord(bound.chord) : null;
  };
}

/** A line about the first steps, for a place that has nothing to show; nothing where no key leads to them. */
export function firstSteps(keymap: Keymap, does: string): readonly string[] {
  const key = namedKeys(keymap, ['general'])('screen presets', 'F2');
  return key === null ? [] : [`${key} ${does}`];
}
