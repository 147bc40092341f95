/**
 * The order of all rows that pass a filter, worked out in pieces: a generator that yields whenever its time is used up.
 * Rows are looked at once; what is kept of each is its id and what it is sorted by.
 */
import type { Budget } from './budget.ts';
import type { SortValue } from './column.ts';
import { IdSet } from './id-set.ts';
import type { RowId } from './source.ts';

export interface OrderWish<T> {
  readonly idOf: (row: T) => RowId;
  readonly test: (row: T) => boolean;
  readonly value: (row: T) => SortValue;
  readonly group: (row: T) => number;
  readonly descending: boolean;
  /** Rows that must be known to exist, whether they pass or not. */
  readonly watched: IdSet;
}

export interface Order {
  readonly ids: readonly RowId[];
  /** Those of the watched ones that were met. */
  readonly met: IdSet;
}

const STEPS_A_LOOK = 32;
/** Sorted in one go: below a millisecond, whatever is compared. */
const RUN = 512;

/** @param scan hands every row to the visitor and yields where that returns true */
export function* orderRows<T>(
  scan: (visit: (row: T) => boolean) => Iterable<unknown>,
  { idOf, test, value, group, descending, watched }: OrderWish<T>,
  budget: Budget,
): Generator<undefined, Order> {
  const ids: RowId[] = [];
  const values: SortValue[] = [];
  const groups: number[] = [];
  const met = new IdSet();
  let steps = 0;
  const visit = (row: T): boolean => {
    if (watched.size > 0 && watched.has(idOf(row))) met.add(idOf(row));
    if (test(row)) {
      ids.push(idOf(row));
      values.push(value(row));
      groups.push(group(row));
    }
    steps += 1;
    return steps % STEPS_A_LOOK === 0 && budget.isUsed;
  };
  const visits = scan(visit)[Symbol.iterator]();
  while (visits.next().done !== true) yield;
  const up = descending ? -1 : 1;
  const compare = (a: number, b: number): number =>
    groups[a]! - groups[b]! || compareValues(values[a]!, values[b]!, up) || (ids[a]! < ids[b]! ? -1 : 1);
  const places = yield* sortPlaces(ids.length, compare, budget);
  const ordered: RowId[] = [];
  for (const place of places) {
    ordered.push(ids[place]!);
    if (ordered.length % (STEPS_A_LOOK * RUN) === 0 && budget.isUsed) yield;
  }
  return { ids: ordered, met };
}

/** Numbers by size and before text, text by its letters, nothing last whichever way. */
function compareValues(a: SortValue, b: SortValue, up: 1 | -1): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1;
  return a < b ? -up : up;
}

/** The numbers below `count` in order: short runs first, then runs merged in pairs. */
function* sortPlaces(
  count: number,
  compare: (a: number, b: number) => number,
  budget: Budget,
): Generator<undefined, Uint32Array> {
  let from = new Uint32Array(count);
  let to = new Uint32Array(count);
  for (let place = 0; place < count; place++) from[place] = place;
  for (let start = 0; start < count; start += RUN) {
    from.subarray(start, start + RUN).sort(compare);
    if (budget.isUsed) yield;
  }
  for (let width = RUN; width < count; width *= 2) {
    for (let start = 0; start < count; start += 2 * width) {
      const middle = Math.min(start + width, count);
      const end = Math.min(start + 2 * width, count);
      let left = start;
      let right = middle;
      for (let at = start; at < end; at++) {
        const isLeft = right >= end || (left < middle && compare(from[left]!, from[right]!) < 0);
        to[at] = isLeft ? from[left++]! : from[right++]!;
        if (at % RUN === 0 && budget.isUsed) yield;
      }
    }
    [from, to] = [to, from];
  }
  return from;
}
