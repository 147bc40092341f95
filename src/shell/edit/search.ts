/** Searching the history by a few letters (Ctrl-R) as values: what is found, newest first, and which is looked at. */
import { fuzzyRank, type Ranked } from '../../lib/fuzzy.ts';
import type { Menu } from './completion.ts';

export interface Search {
  readonly query: string;
  /** Lines found, the best one first. */
  readonly found: readonly string[];
  /** The same as they are shown; the first stands lowest. */
  readonly menu: Menu;
}

/** Lines that are offered; nobody looks further. */
const MOST = 200;

/** Lines that hold the query as it is, newest first; then those that hold its letters, the best first. */
export function searchHistory(history: readonly string[], query: string): Search {
  const wanted = query.trim();
  const lower = wanted.toLowerCase();
  const literal: Ranked<string>[] = [];
  const others: string[] = [];
  for (let index = history.length - 1; index >= 0 && literal.length < MOST; index--) {
    const item = history[index]!;
    const at = item.toLowerCase().indexOf(lower);
    if (at >= 0) literal.push({ item, places: Array.from(wanted, (_, offset) => at + offset) });
    else others.push(item);
  }
  const hits = [...literal, ...fuzzyRank(wanted, others, (line) => line, MOST - literal.length)];
  const candidates = hits.map((hit) => ({
    value: hit.item.replaceAll('\n', '↵'),
    get places() {
      return hit.places;
    },
  }));
  return {
    query,
    found: hits.map(({ item }) => item),
    menu: { start: 0, end: 0, candidates, chosen: hits.length > 0 ? 0 : -1, upward: true },
  };
}
