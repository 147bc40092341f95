/**
 * Takes the batches of src/pool/row-packer.ts into the pool: columns are copied, keys, lists, queue and counters follow.
 * One of it for one reading, since batches tell each set of names once.
 */
import { FLAG } from './columns.ts';
import { READERS } from './image-fields.ts';
import type { PackedBatch } from './packed-rows.ts';
import type { Records } from './records.ts';
import { derive, type PoolRules } from './verdict.ts';

export class PackedRestore {
  readonly #records: Records;
  readonly #rules: PoolRules | null;
  /** Sets of the pool by those of the packer. */
  readonly #sources: number[] = [0];
  readonly #tags: number[] = [0];
  #batch: PackedBatch | null = null;
  /** Number of its details. */
  #pack = 0;
  /** Row that {@link #write} writes. */
  #row = 0;

  /** @param rules where what follows from other columns was worked out by others */
  constructor(records: Records, rules: PoolRules | null) {
    this.#records = records;
    this.#rules = rules;
  }

  /** A later row of an id replaces the earlier; a key that is taken by another id is passed over. @param to exclusive */
  take(batch: PackedBatch, from: number, to: number): void {
    if (batch !== this.#batch) this.#begin(batch);
    for (let row = from; row < to; row += 1) this.#take(batch, row);
  }

  #begin(batch: PackedBatch): void {
    const { details, sources, tags } = this.#records;
    this.#batch = batch;
    for (const [set, names] of batch.sources) this.#sources[set] = sources.of(names);
    for (const [set, names] of batch.tags) this.#tags[set] = tags.of(names);
    if (batch.details.numbers.length > 1) this.#pack = details.addPack(batch.details);
  }

  #take({ columns, details: { texts } }: PackedBatch, row: number): void {
    const records = this.#records;
    const id = columns.id[row]!;
    const port = columns.port[row]!;
    const isOdd = (columns.flags[row]! & FLAG.oddHost) !== 0;
    const earlier = records.ids.slot(id);
    if (earlier >= 0) records.remove(earlier);
    const user = columns.user[row] === 0 ? undefined : texts[columns.user[row]! - 1]!;
    let host = columns.host[row]!;
    let userNumber = 0;
    if (isOdd || user !== undefined) {
      // Names are counted by the pool, and only for those that are taken in.
      const userFound = user === undefined ? 0 : records.users.find(user);
      const hostFound = isOdd ? records.hosts.find(texts[host]!) : host;
      const mayBeKnown = (!isOdd || hostFound !== 0) && (user === undefined || userFound !== 0);
      if (mayBeKnown && records.keys.find(hostFound, isOdd, port, userFound) >= 0) return;
      if (isOdd) host = records.hosts.use(texts[host]!);
      if (user !== undefined) userNumber = records.users.use(user);
    } else if (records.keys.find(host, false, port, 0) >= 0) return;
    records.nextId = Math.max(records.nextId, id + 1);
    this.#row = row;
    records.create(id, host, isOdd, port, userNumber, this.#write);
  }

  readonly #write = (slot: number): void => {
    const row = this.#row;
    const records = this.#records;
    const c = records.columns;
    const { columns: from, password, detail, details, timeline, timelines, rest } = this.#batch!;
    c.flags[slot] = from.flags[row]!;
    c.claimed[slot] = from.claimed[row]!;
    c.sources[slot] = this.#sources[from.sources[row]!]!;
    c.firstSeen[slot] = from.firstSeen[row]!;
    // What stays 0 is not written: memory that nobody touches is none.
    if (from.tags[row] !== 0) c.tags[slot] = this.#tags[from.tags[row]!]!;
    if (from.dueAt[row] !== 0) c.dueAt[slot] = from.dueAt[row]!;
    if (from.throughput[row] !== 0) c.throughput[slot] = from.throughput[row]!;
    if (from.country[row] !== 0) c.country[slot] = from.country[row]!;
    if (password[row] !== 0) records.passwords.set(slot, details.texts[password[row]! - 1]!);
    if (detail[row] !== 0) records.details.place(slot, this.#pack, detail[row]!);
    c.status[slot] = from.status[row]!;
    c.checks[slot] = from.checks[row]!;
    c.passes[slot] = from.passes[row]!;
    c.history[slot] = from.history[row]!;
    c.passTally[slot] = from.passTally[row]!;
    c.checkTally[slot] = from.checkTally[row]!;
    c.checkedAt[slot] = from.checkedAt[row]!;
    c.reason[slot] = from.reason[row]!;
    c.results[slot] = from.results[row]!;
    c.speaks[slot] = from.speaks[row]!;
    c.spoken[slot] = from.spoken[row]!;
    c.anonymity[slot] = from.anonymity[row]!;
    c.score[slot] = from.score[row]!;
    c.latency[slot] = from.latency[row]!;
    c.drift[slot] = from.drift[row]!;
    c.breaker[slot] = from.breaker[row]!;
    c.failures[slot] = from.failures[row]!;
    c.opened[slot] = from.opened[row]!;
    c.openUntil[slot] = from.openUntil[row]!;
    if (timeline[row] !== 0) {
      const begin = timeline[row]! + 1;
      records.timelines.restore(slot, timelines.subarray(begin, begin + timelines[begin - 1]!));
    }
    if (this.#rules !== null) derive(records, slot, this.#rules);
    const later = rest.size === 0 ? undefined : rest.get(row);
    if (later === undefined) return;
    for (const [name, value] of later) READERS[name as keyof typeof READERS](records, slot, value);
  };
}
