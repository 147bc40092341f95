/** The search through the history (Ctrl-R) while it is open: its query, what was found, the line that is looked at. */
import type { Menu } from '../edit/completion.ts';
import type { Operation } from '../edit/operations.ts';
import { type Search, searchHistory } from '../edit/search.ts';
import { searchKey } from './search-keys.ts';

export class HistorySearch {
  readonly #history: () => readonly string[];
  #search: Search | null = null;

  constructor(history: () => readonly string[]) {
    this.#history = history;
  }

  /** Null when it is closed. */
  get shown(): { readonly query: string; readonly found: string | null } | null {
    const search = this.#search;
    return search && { query: search.query, found: search.found[search.menu.chosen] ?? null };
  }
  get menu(): Menu | null {
    return this.#search?.menu ?? null;
  }

  /** @param text the first row of it is what is looked for */
  open(text: string): void {
    this.#search = searchHistory(this.#history(), text.replace(/\n.*$/s, ''));
  }

  /** More of the query was typed or pasted. */
  add(text: string): void {
    this.#search = searchHistory(this.#history(), (this.#search?.query ?? '') + text.replace(/[\r\n].*$/s, ''));
  }

  close(): void {
    this.#search = null;
  }

  /** @returns false when the key means the line that was found */
  handle(chord: string, operation: Operation | null): boolean {
    if (!this.#search) return false;
    const next = searchKey(this.#history(), this.#search, chord, operation);
    if (next.kind === 'take') return false;
    this.#search = next.kind === 'search' ? next.search : null;
    return true;
  }
}
