/**
 * The records of the pool as columns: one typed array a fact, one slot a proxy. Slots are used again after a removal,
 * with a new generation; ids never are. Only src/pool writes here; everything about it that a later gateway reads on
 * another thread is a plain number at [slot], in memory that can be shared.
 */
import { zeros } from './memory.ts';

/** Bits of {@link Columns.flags}. */
export const FLAG = {
  /** `host` is a number of the host table, not an IPv4 address. */
  oddHost: 1,
  banned: 2,
  testing: 4,
  tlsKnown: 8,
  tlsIntact: 16,
  /** A certificate that is not the judge's or the page's own is no failure of this one: the operator knows of it. */
  tlsSkip: 32,
} as const;

/** Latencies are whole tenths of a millisecond and scores whole ten-thousandths: sums of integers do not drift. */
export const LATENCY_UNIT = 10;
export const SCORE_UNIT = 10_000;
export const DRIFT_UNIT = 32;
/** Throughput is whole tenths of KiB/s. */
export const THROUGHPUT_UNIT = 10;

const FIRST_CAPACITY = 1_024;
/** Memory comes in pages of this size; one that is never written to is none. */
const PAGE_BYTES = 4_096;
const ZEROS = Buffer.alloc(PAGE_BYTES);

type Column = Int8Array | Uint8Array | Uint16Array | Uint32Array | Float32Array | Float64Array;

export class Columns {
  /** 0 marks a free slot. */
  id = new Uint32Array(FIRST_CAPACITY);
  generation = new Uint16Array(FIRST_CAPACITY);
  /** IPv4 as an unsigned number, or a number of the host table ({@link FLAG.oddHost}). */
  host = new Uint32Array(FIRST_CAPACITY);
  port = new Uint16Array(FIRST_CAPACITY);
  /** A number of the user table; 0 = none. */
  user = new Uint32Array(FIRST_CAPACITY);
  flags = new Uint8Array(FIRST_CAPACITY);
  /** Index into STATUSES. */
  status = new Uint8Array(FIRST_CAPACITY);
  /** Protocol sets: what lists claim, what works now, what has ever worked. */
  claimed = new Uint8Array(FIRST_CAPACITY);
  speaks = new Uint8Array(FIRST_CAPACITY);
  spoken = new Uint8Array(FIRST_CAPACITY);
  /** Index into ANONYMITIES + 1; 0 = unknown. */
  anonymity = new Uint8Array(FIRST_CAPACITY);
  /** A failure code (src/pool/codes.ts); 0 = none. */
  reason = new Uint8Array(FIRST_CAPACITY);
  /** A country code (src/pool/codes.ts); 0 = unknown. */
  country = new Uint16Array(FIRST_CAPACITY);
  /** Numbers of name sets. */
  sources = new Uint32Array(FIRST_CAPACITY);
  tags = new Uint32Array(FIRST_CAPACITY);
  /** Last result of each protocol, eight bits each (src/pool/codes.ts). */
  results = new Uint32Array(FIRST_CAPACITY);
  checks = new Uint32Array(FIRST_CAPACITY);
  passes = new Uint32Array(FIRST_CAPACITY);
  /** src/model/history.ts. */
  history = new Uint32Array(FIRST_CAPACITY);
  /** Decayed counts as of `checkedAt`. */
  passTally = new Float32Array(FIRST_CAPACITY);
  checkTally = new Float32Array(FIRST_CAPACITY);
  /** In {@link SCORE_UNIT}; 0 before the first check. */
  score = new Uint16Array(FIRST_CAPACITY);
  /** Median of the fastest protocol in 1/{@link LATENCY_UNIT} ms; 0 = never measured. */
  latency = new Uint32Array(FIRST_CAPACITY);
  /** The newest latency of the fastest protocol beside its median, in {@link DRIFT_UNIT} of a doubling; 0 = the same. */
  drift = new Int8Array(FIRST_CAPACITY);
  /** In 1/{@link THROUGHPUT_UNIT} KiB/s; 0 = never measured. */
  throughput = new Uint32Array(FIRST_CAPACITY);
  /** Epoch milliseconds; 0 = never. */
  checkedAt = new Float64Array(FIRST_CAPACITY);
  /** Epoch milliseconds; 0 = at once. */
  dueAt = new Float64Array(FIRST_CAPACITY);
  /** Epoch seconds. */
  firstSeen = new Uint32Array(FIRST_CAPACITY);
  /** Index into BREAKER_STATES, and the rest of src/model/breaker.ts (`openUntil` in epoch seconds). */
  breaker = new Uint8Array(FIRST_CAPACITY);
  failures = new Uint8Array(FIRST_CAPACITY);
  opened = new Uint8Array(FIRST_CAPACITY);
  openUntil = new Uint32Array(FIRST_CAPACITY);
  /** Place in the list of its status, as src/pool/slot-list.ts counts it. */
  listPlace = new Uint32Array(FIRST_CAPACITY);
  /** Place + 1 in the due queue; 0 = not queued. */
  duePlace = new Uint32Array(FIRST_CAPACITY);

  /** Ring of src/pool/timelines.ts and how far it is filled; 0 = none. */
  timeline = new Uint32Array(FIRST_CAPACITY);
  timelineFill = new Uint8Array(FIRST_CAPACITY);

  #capacity = FIRST_CAPACITY;
  readonly #names = Object.keys(this).filter((name) => ArrayBuffer.isView(this[name as ColumnName])) as ColumnName[];
  /** The column that grows next, and how many slots must be in use for that. */
  #growNext = 0;
  #growAt = (FIRST_CAPACITY / 4) * 3;
  /** What the columns grow to, those that have grown already included. */
  #grown = FIRST_CAPACITY * 2;
  /** How many slots may be in use soon. */
  #expected = 0;
  /** Slots below this one were used at some time. */
  #top = 0;
  readonly #free: number[] = [];
  /** Whether {@link adopt} took a released one last. */
  #isReused = false;

  /** All used slots are below. */
  get top(): number {
    return this.#top;
  }

  /** Bytes a slot takes in all columns together. */
  get bytesPerSlot(): number {
    return this.#names.reduce((sum, name) => sum + this[name].BYTES_PER_ELEMENT, 0);
  }

  /** So many more slots may be taken soon: growth, when it comes to that, makes room for as many as it may at once. */
  expect(more: number): void {
    this.#expected = this.#top + more;
  }

  /** Whether somebody has it; for slots from before a turn of the event loop, since when all may have been cleared. */
  holds(slot: number): boolean {
    return slot < this.#top && this.id[slot] !== 0;
  }

  /** Room for so many: {@link take} gives them without taking memory, which may fail. */
  reserve(count: number): void {
    while (this.#growAt < this.#top + count) this.#growOne();
  }

  /** A cleared slot; `id` must be set by the caller. */
  take(): number {
    const free = this.#free.pop();
    if (free !== undefined) return free;
    if (this.#top >= this.#growAt) this.#growOne();
    return this.#top++;
  }

  /** How many of so many slots {@link adopt} can give in a row: one where released slots are to be used again first. */
  adoptable(count: number): number {
    return this.#free.length === 0 ? count : 1;
  }

  /**
   * Takes slots in a row and copies the rows of `values` from `row` on into them; columns that it lacks are 0.
   * @param count as {@link adoptable} says @returns the first slot
   */
  adopt(values: ColumnValues, row: number, count: number): number {
    const released = this.#free.pop();
    const first = released ?? this.#top;
    this.#isReused = released !== undefined;
    if (released === undefined) while (this.#growAt < first + count) this.#growOne();
    for (const name of this.#names) {
      const column = values[name];
      if (column !== undefined)
        this[name].set(count === column.length ? column : column.subarray(row, row + count), first);
    }
    this.#top = Math.max(this.#top, first + count);
    return first;
  }

  /** Gives back, of the slots that {@link adopt} took last, those from this one on. */
  giveBack(from: number): void {
    if (this.#isReused) return this.release(from);
    for (const name of this.#names) if (name !== 'generation') this[name].fill(0, from, this.#top);
    this.#top = from;
  }

  /** Clears a slot for its next user; a handle made of slot and generation no longer fits. */
  release(slot: number): void {
    const generation = this.generation[slot]!;
    for (const name of this.#names) this[name][slot] = 0;
    this.generation[slot] = generation + 1;
    this.#free.push(slot);
  }

  /** Forgets all slots, whose columns are 0 then; no handle made before fits any slot again. */
  clear(): void {
    for (let slot = 0; slot < this.#top; slot += 1) this.generation[slot]! += 1;
    // Overwriting all of the old would take tens of milliseconds.
    for (const name of this.#names) if (name !== 'generation') resize(this, name, this[name].length, 0);
    this.#top = 0;
    this.#free.length = 0;
  }

  /**
   * While the last quarter of the slots fills up, one column after the other is doubled, or grows to what is expected, so
   * that no task copies them all (docs/decisions/0002). All are done before the last slot is taken.
   */
  #growOne(): void {
    if (this.#growNext === 0) {
      this.#grown = this.#capacity * 2;
      // With a quarter to spare: else the next growth, which copies, begins before all of them are there.
      while ((this.#grown / 4) * 3 < this.#expected) this.#grown *= 2;
    }
    const name = this.#names[this.#growNext]!;
    // Generations outlive {@link clear}.
    resize(this, name, this.#grown, name === 'generation' ? this.#capacity : this.#top);
    this.#growNext += 1;
    this.#growAt += Math.floor(this.#capacity / 4 / this.#names.length);
    if (this.#growNext < this.#names.length) return;
    this.#growNext = 0;
    this.#capacity = this.#grown;
    this.#growAt = (this.#capacity / 4) * 3;
  }
}

type ColumnName = { [K in keyof Columns]: Columns[K] extends Column ? K : never }[keyof Columns];
export type ColumnValues = { readonly [K in ColumnName]?: Column };

/** @param kept slots that keep their values; the others are 0 */
function resize<K extends ColumnName>(columns: Columns, name: K, capacity: number, kept: number): void {
  const old: Column = columns[name];
  const size = old.BYTES_PER_ELEMENT;
  const Values = old.constructor as new (buffer: ArrayBufferLike, offset: number, length: number) => Column;
  const next = new Values(zeros(capacity * size), 0, capacity);
  copyPages(Buffer.from(old.buffer, 0, kept * size), Buffer.from(next.buffer, 0, kept * size));
  columns[name] = next as Columns[K];
}

/** Memory that was never written stays so where there are only zeros: most columns of proxies that were never checked. */
function copyPages(source: Buffer, target: Buffer): void {
  for (let at = 0; at < source.length; at += PAGE_BYTES) {
    const end = Math.min(at + PAGE_BYTES, source.length);
    // Without an object for each page.
    if (source.compare(ZEROS, 0, end - at, at, end) !== 0) source.copy(target, at, at, end);
  }
}
