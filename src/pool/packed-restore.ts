/**
 * Takes the batches of src/pool/row-packer.ts into the pool: rows that follow one another are taken in as a run, step by
 * step for all of them, so that columns are copied whole. One of it for one reading, since batches tell each set of names
 * once.
 */
import { type BatchColumns, columnsIn } from './batch-columns.ts';
import { FLAG } from './columns.ts';
import { derive } from './derived.ts';
import { POOL_READERS } from './image-fields.ts';
import { PACKED_COLUMNS, type PackedBatch, type PackedColumns, ROWS_A_BATCH } from './packed-rows.ts';
import type { Records } from './records.ts';
import type { PoolRules } from './verdict.ts';

/** Rows of the first run: nothing is compiled yet. Each that comes through is followed by one twice as long. */
const FIRST_RUN = 64;

export class PackedRestore {
  readonly #records: Records;
  readonly #rules: PoolRules | null;
  /** Sets of the pool by those of the packer. */
  readonly #sources: number[] = [0];
  readonly #tags: number[] = [0];
  #batch: PackedBatch | null = null;
  /** Its columns; those that have another value than 0. */
  #columns!: BatchColumns;
  readonly #filled: Partial<PackedColumns> = {};
  /** Number of its details. */
  #pack = 0;
  #run = FIRST_RUN;

  /** @param rules where what follows from other columns was worked out by others */
  constructor(records: Records, rules: PoolRules | null) {
    this.#records = records;
    this.#rules = rules;
  }

  /**
   * Takes some rows, a fraction of a millisecond. A later row of an id replaces the earlier; a key that is taken by another
   * id is passed over.
   * @returns the row to go on with
   */
  take(batch: PackedBatch, row: number): number {
    if (batch !== this.#batch) this.#begin(batch);
    const records = this.#records;
    const { columns } = records;
    const earlier = records.ids.slot(this.#columns.id[row]!);
    if (earlier >= 0) records.remove(earlier);
    const count = columns.adoptable(Math.min(this.#run, batch.count - row));
    const first = columns.adopt(this.#filled, row, count);
    const end = this.#index(batch, first, first + count);
    if (end < first + count) {
      columns.giveBack(end);
      this.#run = 1;
    } else this.#run = Math.min(2 * this.#run, ROWS_A_BATCH);
    this.#fill(batch, row, first, end);
    records.enlist(first, end);
    // One whose key is known is passed over when it is the first.
    const next = row + Math.max(1, end - first);
    if (next === batch.count && batch.details.numbers.length > 1) records.details.closePack(this.#pack);
    return next;
  }

  #begin(batch: PackedBatch): void {
    const { details, sources, tags } = this.#records;
    this.#batch = batch;
    const columns = (this.#columns = columnsIn(batch.memory));
    for (const [i, name] of PACKED_COLUMNS.entries())
      Reflect.set(this.#filled, name, columns.filled[i] === 0 ? undefined : columns[name]);
    for (const [set, names] of batch.sources) this.#sources[set] = sources.of(names);
    for (const [set, names] of batch.tags) this.#tags[set] = tags.of(names);
    if (batch.details.numbers.length > 1) this.#pack = details.addPack(batch.details);
  }

  /** Makes ids and keys known. @returns the first slot that cannot be taken, or `end` */
  #index(batch: PackedBatch, first: number, end: number): number {
    const records = this.#records;
    const { ids, keys, columns: c } = records;
    const knownId = ids.addRun(c.id, first, end);
    if (batch.details.texts.length > 0) this.#useNames(batch, first, knownId);
    const known = keys.addRun(first, knownId);
    for (let slot = known; slot < knownId; slot += 1) {
      ids.delete(c.id[slot]!);
      records.releaseNames(slot);
    }
    for (let slot = first; slot < known; slot += 1) if (c.id[slot]! >= records.nextId) records.nextId = c.id[slot]! + 1;
    return known;
  }

  #useNames({ details: { texts } }: PackedBatch, first: number, end: number): void {
    const { columns: c, hosts, users } = this.#records;
    for (let slot = first; slot < end; slot += 1) {
      if ((c.flags[slot]! & FLAG.oddHost) !== 0) c.host[slot] = hosts.use(texts[c.host[slot]!]!);
      if (c.user[slot] !== 0) c.user[slot] = users.use(texts[c.user[slot]! - 1]!);
    }
  }

  /** What the columns do not hold yet. */
  #fill(batch: PackedBatch, row: number, first: number, end: number): void {
    const records = this.#records;
    const { columns: c, passwords, details } = records;
    const {
      timelines,
      rest,
      details: { numbers, texts },
    } = batch;
    const { password, detail, timeline } = this.#columns;
    const [sources, tags] = [this.#sources, this.#tags];
    const ahead = row - first;
    for (let slot = first; slot < end; slot += 1) {
      c.sources[slot] = sources[c.sources[slot]!]!;
      if (c.tags[slot] !== 0) c.tags[slot] = tags[c.tags[slot]!]!;
    }
    if (texts.length > 0)
      for (let slot = first; slot < end; slot += 1) {
        const text = password[slot + ahead]!;
        if (text !== 0) passwords.set(slot, texts[text - 1]!);
      }
    if (numbers.length > 1)
      for (let slot = first; slot < end; slot += 1) {
        const at = detail[slot + ahead]!;
        if (at !== 0) details.place(slot, this.#pack, at);
      }
    if (timelines.length > 1)
      for (let slot = first; slot < end; slot += 1) {
        const at = timeline[slot + ahead]!;
        if (at !== 0) records.timelines.restore(slot, timelines, at + 1, timelines[at]!);
      }
    if (this.#rules !== null) for (let slot = first; slot < end; slot += 1) derive(records, slot, this.#rules);
    if (rest.size === 0) return;
    for (let slot = first; slot < end; slot += 1) {
      for (const [name, value] of rest.get(slot + ahead) ?? [])
        POOL_READERS[name as keyof typeof POOL_READERS](records, slot, value);
    }
  }
}
