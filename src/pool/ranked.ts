/**
 * The order of a whole selection, for results as long as the pool: collected and sorted in slices, while the pool goes
 * on changing. Called by the pool where src/pool/rank.ts would hold up everything else.
 */
import { Slicer, sortSliced } from '../lib/slices.ts';
import type { Cursor } from './cursor.ts';
import { matches, type Selection } from './query.ts';
import type { Records } from './records.ts';

interface Place {
  readonly id: number;
  readonly key: number;
}

/** Steps between two looks at the clock: without a filter a step costs less than a look. */
const STEPS_A_LOOK = 64;

/** Ids by ascending key, equal keys by id; the keys are those of the moment each proxy was met. */
export async function rankedIds(
  records: Records,
  cursor: Cursor,
  selection: Selection,
  keyOf: (slot: number) => number,
): Promise<number[]> {
  const slicer = new Slicer();
  const places: Place[] = [];
  let steps = 0;
  for (const slot of records.ids.slots()) {
    steps += 1;
    if (steps % STEPS_A_LOOK === 0 && slicer.due()) await slicer.breathe();
    if (records.columns.holds(slot) && matches(records, cursor, selection, slot))
      places.push({ id: records.columns.id[slot]!, key: keyOf(slot) });
  }
  const sorted = await sortSliced(places, (one, other) => order(one.key, other.key) || one.id - other.id);
  return sorted.map(({ id }) => id);
}

/** Keys may be infinite: their difference says nothing then. */
function order(one: number, other: number): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
