/**
 * Finds out which of the small documents differ from what is on the disk, by their text. They are changed in place all
 * over the program, and comparing them costs less than asking everybody to say so. Those that are not journalled are not
 * looked at. Used by the store's commits.
 */
import { type StateDocuments, UNJOURNALLED } from '../src/model/state.ts';

export interface DocumentPatch {
  /** JSON text of the members of a line; null when nothing differs. */
  readonly text: string | null;
  /** Text of every document as of now. */
  readonly known: ReadonlyMap<string, string>;
}

export class DocumentChanges {
  #known: ReadonlyMap<string, string> = new Map();

  find(documents: StateDocuments): DocumentPatch {
    const known = textsOf(documents);
    const changed = [...known].filter(([key, text]) => this.#known.get(key) !== text);
    const dropped = [...this.#known.keys()].filter((key) => !known.has(key));
    if (changed.length === 0 && dropped.length === 0) return { text: null, known };
    const docs = changed.map(([key, text]) => `${JSON.stringify(key)}:${text}`).join(',');
    return { text: `"docs":{${docs}},"dropped":${JSON.stringify(dropped)}`, known };
  }

  /** These are on the disk now. */
  written(known: ReadonlyMap<string, string>): void {
    this.#known = known;
  }
}

function textsOf(documents: StateDocuments): Map<string, string> {
  const journalled = Object.entries(documents).filter(([key]) => !UNJOURNALLED.has(key));
  return new Map(journalled.map(([key, value]) => [key, JSON.stringify(value)]));
}
