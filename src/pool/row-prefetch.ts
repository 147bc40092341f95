/**
 * Reads what the writer of rows is going to read. What changed lies anywhere in some thirty columns, and waiting for memory
 * that is in no cache takes half the time of writing a row; reads made here overlap, because none waits for another's answer.
 */
import { ROWS_AHEAD } from '../model/state.ts';
import { LENGTHS } from './detail-pack.ts';
import type { Records } from './records.ts';

export class RowPrefetch {
  readonly #records: Records;
  readonly #slots = new Int32Array(ROWS_AHEAD);
  /** What was read is kept here, or the compiler leaves out reads that nobody wants. */
  readonly #kept = new Float64Array(1);

  constructor(records: Records) {
    this.#records = records;
  }

  /** @param to at most {@link ROWS_AHEAD} after `from` */
  read(ids: Uint32Array, from: number, to: number): void {
    const count = to - from;
    for (let i = 0; i < count; i += 1) this.#slots[i] = this.#records.ids.slot(ids[from + i]!);
    this.#columns(count);
    this.#details(count);
  }

  #columns(count: number): void {
    const { columns: c } = this.#records;
    const { id, host, port, flags, sources, firstSeen, claimed, status, checks, results, reason, breaker } = c;
    const { failures, opened, openUntil, history, passes, speaks, spoken, anonymity, country, user, tags } = c;
    const { throughput, timeline, timelineFill, checkTally, passTally, checkedAt, dueAt } = c;
    let read = 0;
    for (let i = 0; i < count; i += 1) {
      const s = this.#slots[i]!;
      if (s < 0) continue;
      read |= id[s]! | host[s]! | port[s]! | flags[s]! | sources[s]! | firstSeen[s]! | claimed[s]! | status[s]!;
      read |= checks[s]! | results[s]! | reason[s]! | breaker[s]! | failures[s]! | opened[s]! | openUntil[s]!;
      read |= history[s]! | passes[s]! | speaks[s]! | spoken[s]! | anonymity[s]! | country[s]! | user[s]! | tags[s]!;
      read |= throughput[s]! | timeline[s]! | timelineFill[s]!;
      read |= checkTally[s]! | passTally[s]! | checkedAt[s]! | dueAt[s]!;
    }
    this.#kept[0] = read;
  }

  /** Where they are, before any of them: a read that waits for another's answer overlaps with none that comes later. */
  #details(count: number): void {
    const { details } = this.#records;
    let read = 0;
    for (let i = 0; i < count; i += 1) if (this.#slots[i]! >= 0) read |= details.placeOf(this.#slots[i]!);
    for (let i = 0; i < count; i += 1) {
      const at = this.#slots[i]! < 0 ? -1 : details.seek(this.#slots[i]!);
      if (at >= 0) read |= details.numbers[at + LENGTHS]!;
    }
    this.#kept[0]! += read;
  }
}
