/**
 * Who of those due is checked first: who is worth most. Worth = chance of passing × what a pass would tell: much of a
 * proxy that was never checked, else the more the longer the last check is ago. Everybody is scored in slices before a
 * round begins; who is not scored by then (nobody had the time, or it came later) is met a few at a time, and then those
 * who still wait are scored again a few at a time, since the first checks tell which lists are worth anything; those never
 * checked as groups of the same lists. So that nobody waits for ever, every eighth goes to who has been due longest, never
 * checked and checked in turn.
 */
import { breathe, Slicer } from '../lib/slices.ts';
import type { Forecast } from './forecast.ts';
import { Newcomers } from './newcomers.ts';
import type { Records } from './records.ts';
import { WorthHeap } from './worth-heap.ts';

/** One of so many is handed out by age alone. */
export const FAIR_SHARE = 8;
/** A proxy found is worth so many confirmations of a known one. */
const NEW_WORTH = 4;
/** A check so long ago is half forgotten. */
const NEWS_MS = 600_000;
/** Due ones scored in one go: a tenth of a millisecond. */
const STEP = 256;
/** Due ones scored with each that is handed out while there are such that were not: 2 ms for a message of 256 to the worker. */
const SAMPLE = 8;
/** Scored ones, and groups, that are looked at again with each that is handed out: a round follows what its checks taught. */
const RENEWED = 2;
const SLICE_MS = 1.5;
/** Slots passed over for each that is scored, at most: finding that one is not due takes a few nanoseconds. */
const PASSED_OVER = 32;
/** The golden section of the pool: neighbours are of one list, a sample must not be. */
const STRIDE = 0.618_034;

export interface DueRound {
  /** The next slot, still queued; -1 when nobody is due any more. */
  readonly next: () => number;
  /** Scores everybody, in slices: half a second for a million. Without it the first ones are the best of a sample. */
  readonly prepare: () => Promise<void>;
}

export class DueOrder {
  readonly #records: Records;
  readonly #forecast: Forecast;
  /** Over all rounds, so that small ones have fair shares as well. */
  #given = 0;
  #from = 0;

  constructor(records: Records, forecast: Forecast) {
    this.#records = records;
    this.#forecast = forecast;
  }

  round(now: number): DueRound {
    const records = this.#records;
    const size = records.columns.top;
    // The pool may be cleared while a round goes on.
    const worth = (slot: number): number => (records.columns.holds(slot) ? this.worth(slot, now) : 0);
    const heap = new WorthHeap(records.columns, size);
    const newcomers = new Newcomers(records.columns, size, now, worth);
    const stride = strideOf(size);
    let seen = 0;
    let at = size === 0 ? 0 : this.#from % size;
    const sample = (count: number): void => {
      let scored = 0;
      for (let left = count * PASSED_OVER; left > 0 && scored < count; left -= 1, seen += 1) {
        // Those that came after the start stand behind those that were there.
        const slot = seen < size ? at : seen;
        if (seen < size) at = this.#from = (at + stride) % size;
        else if (slot >= records.columns.top) return;
        if (!isDue(records, slot, now)) continue;
        if (records.columns.checks[slot] === 0) newcomers.add(slot);
        else heap.push(slot, worth(slot));
        scored += 1;
      }
    };
    const prepare = async (): Promise<void> => {
      // Counting who is due ends in the same turn: the last slice of that and the first of this are two tasks.
      await breathe();
      const slicer = new Slicer(SLICE_MS);
      while (seen < records.columns.top) {
        sample(STEP);
        if (slicer.due()) await slicer.breathe();
      }
    };
    let renewed = 0;
    const renew = (): void => {
      newcomers.renew(RENEWED);
      for (let left = Math.min(RENEWED, heap.size); left > 0; left -= 1) {
        renewed = renewed + 1 < heap.size ? renewed + 1 : 0;
        heap.renew(renewed, worth(heap.at(renewed)));
      }
    };
    const next = (): number => {
      if (seen < records.columns.top) sample(seen === 0 ? STEP : SAMPLE);
      else renew();
      this.#given += 1;
      if (this.#given % FAIR_SHARE === 0) return records.due.longest(now, this.#given % (2 * FAIR_SHARE) === 0);
      for (;;) {
        const slot = newcomers.most > heap.most ? newcomers.take() : heap.pop();
        if (slot < 0) break;
        if (isDue(records, slot, now)) return slot;
      }
      // Nobody scored is left: slots that were given anew meanwhile, or the sample met nobody due.
      return records.due.next(now);
    };
    return { next, prepare };
  }

  /** @param now epoch milliseconds */
  worth(slot: number, now: number): number {
    const { checks, checkedAt } = this.#records.columns;
    const chance = this.#forecast.chance(slot, now);
    if (checks[slot] === 0) return NEW_WORTH * chance;
    const age = Math.max(0, now - checkedAt[slot]!);
    return (chance * age) / (age + NEWS_MS);
  }
}

/** Queued is who exists and is neither banned nor under test. */
function isDue({ columns }: Records, slot: number, now: number): boolean {
  return columns.duePlace[slot] !== 0 && columns.dueAt[slot]! <= now && columns.holds(slot);
}

/** A step that meets every one of `size` slots once; slots one after the other where the first step sees them all. */
function strideOf(size: number): number {
  if (size <= STEP) return 1;
  let stride = Math.floor(size * STRIDE);
  while (divisor(stride, size) !== 1) stride += 1;
  return stride;
}

function divisor(one: number, other: number): number {
  return other === 0 ? one : divisor(other, one % other);
}
