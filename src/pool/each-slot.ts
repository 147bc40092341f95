/** Does something to the proxies of many ids in slices, so that a hundred thousand may be named at once. Called by the pool alone. */
import { Slicer } from '../lib/slices.ts';
import type { Records } from './records.ts';

/** Steps between two looks at the clock; a step takes a few microseconds at most. */
const STEPS_A_LOOK = 64;

/**
 * Ids of proxies that are gone are passed over.
 * @param changed is told each of which `work` said that it changed something @returns how many those are
 */
export async function eachSlot(
  records: Records,
  ids: ArrayLike<number>,
  work: (slot: number) => boolean,
  changed?: (id: number) => void,
  slicer: Slicer = new Slicer(),
): Promise<number> {
  let count = 0;
  for (let i = 0; i < ids.length; i += 1) {
    const slot = records.ids.slot(ids[i]!);
    if (slot >= 0 && work(slot)) {
      count += 1;
      changed?.(ids[i]!);
    }
    if (i % STEPS_A_LOOK === STEPS_A_LOOK - 1 && slicer.due()) await slicer.breathe();
  }
  return count;
}
