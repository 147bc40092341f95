/**
 * Hands proxies to the checker as tasks, one at a time and only when it asks, and remembers which of them are under
 * test. Whoever starts a run closes it: what was handed out and never reported becomes due again, without a failure.
 */
import { breathe, Slicer } from '../lib/slices.ts';
import { STATUSES } from '../model/proxy.ts';
import type { CheckTask } from '../model/report.ts';
import { FLAG } from './columns.ts';
import type { DueOrder } from './due-order.ts';
import type { Records } from './records.ts';

/** Called with the slot before its task is handed out. */
export type OnBegin = (slot: number) => void;

/** Slots between two looks at the clock: a tenth of a millisecond where nothing is in the cache. */
const SLOTS_A_LOOK = 8_192;
/** The same while those that were not reported become due again: half a microsecond each, or five. */
const LEFT_A_LOOK = 64;

/** An iterator without `return`: leaving a loop early does not end the tests that are under way, {@link close} does. */
export class TaskRun implements IterableIterator<CheckTask> {
  /** How many there are to hand out when it is asked, before the first; more may come while the run goes on. */
  readonly count: () => Promise<number>;
  readonly #records: Records;
  readonly #nextSlot: () => number;
  readonly #onBegin: OnBegin;
  /** Makes ready to hand out the best first; without it the order is a little worse. */
  readonly prepare: () => Promise<void>;
  #closed = false;
  #isHandingOut = true;

  /** @param nextSlot -1 = no more for now */
  constructor(
    records: Records,
    count: () => Promise<number>,
    nextSlot: () => number,
    onBegin: OnBegin,
    prepare = (): Promise<void> => Promise.resolve(),
  ) {
    this.prepare = prepare;
    this.#records = records;
    this.count = count;
    this.#nextSlot = nextSlot;
    this.#onBegin = onBegin;
  }

  [Symbol.iterator](): this {
    return this;
  }

  next(): IteratorResult<CheckTask, undefined> {
    const slot = this.#closed ? -1 : this.#nextSlot();
    if (slot < 0) {
      this.#isHandingOut = false;
      return { done: true, value: undefined };
    }
    this.#records.beginTest(slot, this);
    this.#onBegin(slot);
    return { done: false, value: taskOf(this.#records, slot) };
  }

  /** False from the first time it had nothing to hand out: whoever is due later needs another run. */
  get isHandingOut(): boolean {
    return this.#isHandingOut;
  }

  /** Ends the run: nobody more is handed out; who was and is not reported is due again, in slices. @returns how many those are */
  async close(): Promise<number> {
    this.#closed = true;
    this.#isHandingOut = false;
    const slicer = new Slicer();
    let left = 0;
    for (const slot of this.#records.testing.slotsOf(this)) {
      this.#records.change(slot, () => this.#records.endTest(slot));
      left += 1;
      if (left % LEFT_A_LOOK === 0 && slicer.due()) await slicer.breathe();
    }
    return left;
  }
}

/** Those due at `now`, the most worth first (src/pool/due-order.ts); new ones that come in meanwhile included. */
export function dueRun(records: Records, order: DueOrder, now: number, limit: number, onBegin: OnBegin): TaskRun {
  let left = limit;
  const round = order.round(now);
  const next = (): number => (left-- > 0 ? round.next() : -1);
  return new TaskRun(records, () => dueCount(records, now, limit), next, onBegin, round.prepare);
}

/** Everybody with one of these statuses (indices of STATUSES) who is neither banned nor under test, by id. */
export function fullRun(
  records: Records,
  limit: number,
  onBegin: OnBegin,
  statuses: readonly number[] = [...STATUSES.keys()],
): TaskRun {
  const { columns, counts } = records;
  const meant = STATUSES.map((_, index) => statuses.includes(index));
  const slots = records.ids.slots();
  let left = limit;
  const next = (): number => {
    while (left > 0) {
      const { done, value } = slots.next();
      if (done === true) return -1;
      if (!columns.holds(value) || (columns.flags[value]! & (FLAG.banned | FLAG.testing)) !== 0) continue;
      if (!meant[columns.status[value]!]) continue;
      left -= 1;
      return value;
    }
    return -1;
  };
  let total = 0;
  for (const index of statuses) total += counts.statuses[index]! - counts.banned[index]!;
  for (let i = 0; i < records.testing.size; i += 1) {
    const slot = records.testing.slot(i);
    if (meant[columns.status[slot]!] && (columns.flags[slot]! & FLAG.banned) === 0) total -= 1;
  }
  return new TaskRun(records, () => Promise.resolve(Math.min(limit, Math.max(0, total))), next, onBegin);
}

/** Exactly these, banned or under test or not; ids of removed proxies are passed over. */
export function namedRun(records: Records, ids: ArrayLike<number>, onBegin: OnBegin): TaskRun {
  let at = 0;
  const next = (): number => {
    while (at < ids.length) {
      const slot = records.ids.slot(ids[at++]!);
      if (slot >= 0) return slot;
    }
    return -1;
  };
  return new TaskRun(records, () => Promise.resolve(ids.length), next, onBegin);
}

/** How many are due, counted up to `limit`: one pass over two columns, in slices. */
export async function dueCount({ columns }: Records, now: number, limit: number): Promise<number> {
  // Whoever asks has often just walked over the pool: its last slice and the first of this are two tasks.
  await breathe();
  const slicer = new Slicer();
  let count = 0;
  for (let slot = 0; slot < columns.top && count < limit; slot += 1) {
    // Columns that grow while others work are other arrays.
    if (columns.duePlace[slot] !== 0 && columns.dueAt[slot]! <= now) count += 1;
    if (slot % SLOTS_A_LOOK === SLOTS_A_LOOK - 1 && slicer.due()) await slicer.breathe();
  }
  return count;
}

function taskOf(records: Records, slot: number): CheckTask {
  const c = records.columns;
  return {
    id: c.id[slot]!,
    host: records.hostOf(slot),
    port: c.port[slot]!,
    user: records.userOf(slot),
    password: records.passwords.get(slot) ?? null,
    claimed: c.claimed[slot]! | c.spoken[slot]!,
    tlsSkip: (c.flags[slot]! & FLAG.tlsSkip) !== 0,
  };
}
