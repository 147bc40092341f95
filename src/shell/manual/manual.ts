/** The manual: its contents and pages, made from what the program itself runs on. Loaded when the help view is first looked at. */
import type { Keymap } from '../../command/keys/keymap.ts';
import type { Registry } from '../../command/registry.ts';
import type { Chapter } from './chapter.ts';
import { commandChapters } from './commands.ts';
import type { Entry } from './entry.ts';
import { languageChapters } from './language.ts';
import { shellChapters } from './shell.ts';

export class Manual {
  readonly chapters: readonly Chapter[];
  readonly #pages: (readonly Entry[] | undefined)[] = [];

  constructor(registry: Registry, keymap: Keymap) {
    this.chapters = [...shellChapters(keymap), ...languageChapters(registry), ...commandChapters(registry)];
  }

  /** Made once. */
  page(chapter: number): readonly Entry[] {
    return (this.#pages[chapter] ??= this.chapters[chapter]?.page() ?? []);
  }
}

/** What Enter on an entry takes into the prompt; null where it is nothing to type. */
export function typedBy(entry: Entry | undefined): string | null {
  if (entry?.kind === 'line') return entry.text;
  return entry?.kind === 'pair' ? (entry.types ?? null) : null;
}

/** What a search looks at. */
export function wordsOf(entry: Entry): string {
  if (entry.kind === 'blank') return '';
  return entry.kind === 'pair' ? `${entry.left} ${entry.right}` : entry.text;
}
