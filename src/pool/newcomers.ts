/**
 * The never checked ones of a round of src/pool/due-order.ts, in groups that nothing tells apart: named by the same lists,
 * about as long ago. A group is scored as one, so that whoever is next follows at once what the checks of a round teach
 * about lists, however many wait.
 */
import type { Columns } from './columns.ts';
import { roomForSlots, withMoreRoom } from './memory.ts';
import { WorthHeap } from './worth-heap.ts';

/** Slots one after the other. */
interface Group {
  readonly number: number;
  /** {@link NOBODY} when all have been taken. */
  last: number;
}

const NOBODY = -1;

/** Powers of two of minutes. */
const AGES = 33;
const MINUTE_S = 60;
/** Room for the firsts of groups: some lists name the same ones, few all combinations. */
const ROOM = 256;

export class Newcomers {
  readonly #columns: Columns;
  readonly #seconds: number;
  readonly #worth: (slot: number) => number;
  /** The first of each group that has somebody left. */
  readonly #firsts: WorthHeap;
  /** By their numbers. */
  readonly #groups: Group[] = [];
  readonly #byKey = new Map<number, Group>();
  /** The slot after a slot of a group, of any value for the last one. */
  #after: Uint32Array;
  /** Numbers of the groups of those in {@link #firsts}, of any value for others. */
  #groupOf: Uint32Array;
  #renewed = 0;

  /**
   * @param room slots that there are
   * @param now epoch milliseconds
   * @param worth of a slot by what is known when it is asked
   */
  constructor(columns: Columns, room: number, now: number, worth: (slot: number) => number) {
    this.#columns = columns;
    this.#seconds = now / 1_000;
    this.#worth = worth;
    this.#firsts = new WorthHeap(columns, ROOM);
    this.#after = roomForSlots(Math.max(ROOM, room));
    this.#groupOf = roomForSlots(this.#after.length);
  }

  /** Worth of whoever is next, as it was when its group was last scored; -1 when nobody is left. */
  get most(): number {
    return this.#firsts.most;
  }

  add(slot: number): void {
    while (slot >= this.#after.length) {
      this.#after = withMoreRoom(this.#after);
      this.#groupOf = withMoreRoom(this.#groupOf);
    }
    const key = this.#keyOf(slot);
    let group = this.#byKey.get(key);
    if (group === undefined) {
      group = { number: this.#groups.length, last: NOBODY };
      this.#groups.push(group);
      this.#byKey.set(key, group);
    }
    if (group.last === NOBODY) this.#lead(group, slot);
    else this.#after[group.last] = slot;
    group.last = slot;
  }

  /** The next one; -1 when nobody is left. */
  take(): number {
    const slot = this.#firsts.pop();
    if (slot < 0) return slot;
    const group = this.#groups[this.#groupOf[slot]!]!;
    if (slot === group.last) group.last = NOBODY;
    else this.#lead(group, this.#after[slot]!);
    return slot;
  }

  /** Scores so many groups again, and the best one, which may have been overtaken. */
  renew(count: number): void {
    const firsts = this.#firsts;
    const again = (place: number): void => firsts.renew(place, this.#worth(firsts.at(place)));
    if (firsts.size > 0) again(0);
    for (let left = Math.min(count, firsts.size - 1); left > 0; left -= 1) {
      this.#renewed = this.#renewed + 1 < firsts.size ? this.#renewed + 1 : 1;
      again(this.#renewed);
    }
  }

  #lead(group: Group, slot: number): void {
    this.#groupOf[slot] = group.number;
    this.#firsts.push(slot, this.#worth(slot));
  }

  #keyOf(slot: number): number {
    const { sources, firstSeen } = this.#columns;
    const minutes = Math.max(0, this.#seconds - firstSeen[slot]!) / MINUTE_S;
    return sources[slot]! * AGES + Math.clz32(minutes);
  }
}
