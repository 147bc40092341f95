/** Which candidates fit what was typed: those that begin with it, in their own order, then those it is met in somewhere. */
import { fuzzyRank } from '../../lib/fuzzy.ts';
import type { Completion } from '../types.ts';

/** From so many characters on, candidates that only hold them somewhere are offered as well. */
const FUZZY_FROM = 2;
/** Candidates that are offered; nobody looks further. */
const MOST = 200;

export interface RankedCandidates {
  readonly candidates: readonly Completion[];
  /** So many of them, the first, begin as typed. */
  readonly exact: number;
}

/**
 * @param offset of the typed part that fuzzy matching starts at: behind the last comma or slash
 * @param others candidates that are only met somewhere
 */
export function rankCandidates(
  typed: string,
  all: readonly Completion[],
  offset = 0,
  others: readonly Completion[] = [],
): RankedCandidates {
  const begun = typed.toLowerCase();
  const exact: Completion[] = [];
  const rest: Completion[] = [];
  const places = placesOf(offset, typed.length);
  const seen = new Set<string>();
  for (const candidate of all) {
    if (!candidate.value.toLowerCase().startsWith(begun)) rest.push(candidate);
    else if (exact.length < MOST && !seen.has(candidate.value)) {
      seen.add(candidate.value);
      exact.push({ ...candidate, places });
    }
  }
  for (const candidate of others) if (!candidate.value.toLowerCase().startsWith(begun)) rest.push(candidate);
  const query = typed.slice(offset);
  const isFuzzy = query.trim().length >= (exact.length === 0 ? 1 : FUZZY_FROM);
  const fuzzy = isFuzzy
    ? fuzzyRank(query, rest, ({ value }) => (offset === 0 ? value : value.slice(offset)), MOST)
    : [];
  return {
    candidates: [
      ...exact,
      ...fuzzy.map((hit) => ({
        ...hit.item,
        get places() {
          return hit.places.map((place) => place + offset);
        },
      })),
    ],
    exact: exact.length,
  };
}

function placesOf(start: number, end: number): number[] {
  return Array.from({ length: Math.max(0, end - start) }, (_, index) => start + index);
}
