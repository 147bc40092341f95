/**
 * Makes batches of columns out of the bytes of rows, in the thread that reads a state: the store loads this module there
 * by the name that the pool gives it. What a value means is decided by the readers of src/pool/image-fields.ts alone;
 * here their answers are remembered for values that come again.
 */
import type { CreatePacker, PackedRows, RowBytes, RowPacker } from '../model/state.ts';
import { BatchFill } from './batch-fill.ts';
import { deriveFrom } from './derived.ts';
import type { PackingRules } from './packing.ts';
import { ROWS_A_BATCH } from './packed-rows.ts';
import { RowFields } from './row-fields.ts';
import { NoRow } from './row-scanner.ts';
import { type Field, planOf, writeTo } from './row-plan.ts';
import { areUsual, readUsualRow } from './usual-row.ts';

export const createPacker: CreatePacker = (data, emit) => new Packer(data as PackingRules, emit);

interface Plan {
  readonly fields: readonly Field[];
  readonly isUsual: boolean;
}

class Packer implements RowPacker {
  readonly #rules: PackingRules;
  readonly #emit: (batch: PackedRows, transfer: readonly ArrayBuffer[]) => void;
  readonly #fill = new BatchFill();
  readonly #row = new RowFields(this.#fill);
  readonly #plans = new Map<readonly string[], Plan>();
  /** Rows in the batch. */
  #count = 0;
  /** Whose the last row is; 0 = nobody's. */
  #id = 0;

  constructor(rules: PackingRules, emit: (batch: PackedRows, transfer: readonly ArrayBuffer[]) => void) {
    this.#rules = rules;
    this.#emit = emit;
  }

  add({ bytes, from, to, sealed, ids, skip = [] }: RowBytes, columns: readonly string[]): void {
    let plan = this.#plans.get(columns);
    if (plan === undefined) this.#plans.set(columns, (plan = { fields: planOf(columns), isUsual: areUsual(columns) }));
    const { fields } = plan;
    const row = this.#row;
    for (const { coded } of fields) coded.forget();
    writeTo(fields, this.#fill.into.columns);
    let skipped = 0;
    let place = 0;
    let at = row.scanner.row(row.begin(bytes, from, to));
    for (; at >= 0; place += 1) {
      if (skip[skipped] === place) {
        skipped += 1;
        at = row.pass(at);
      } else {
        at = this.#take(plan, at);
        if (sealed !== undefined && this.#id === 0) throw new NoRow('a row is that of no proxy');
        if (ids !== undefined && this.#id !== ids[place]) throw new NoRow('a row is that of another proxy');
      }
      if (this.#count === ROWS_A_BATCH) {
        this.#flush();
        writeTo(fields, this.#fill.into.columns);
      }
      at = row.scanner.row(at);
    }
    if (sealed !== undefined && sealed !== place) throw new NoRow(`there are ${place} rows instead of ${sealed}`);
  }

  end(): void {
    if (this.#count > 0) this.#flush();
  }

  /** @returns where the row ends; whose it is says {@link #id} */
  #take({ fields, isUsual }: Plan, begin: number): number {
    const fill = this.#fill;
    const slot = this.#count;
    let at = isUsual ? readUsualRow(this.#row, fields, fill, begin, slot) : -1;
    if (at < 0) {
      if (isUsual) this.#row.drop(slot);
      at = this.#row.row(fields, begin, slot);
    }
    this.#id = 0;
    if (!this.#row.end(slot)) return at;
    const { id, speaks, spoken } = fill.into.columns;
    this.#id = id[slot]!;
    const detail = fill.details.close(speaks[slot]!, spoken[slot]!);
    fill.into.columns.detail[slot] = detail;
    if (detail !== 0 || !this.#deriveAgain(slot)) {
      const { medianMs, latestMs } = fill.details;
      deriveFrom(fill.into.columns, slot, medianMs, latestMs, this.#rules);
    }
    this.#count += 1;
    return at;
  }

  /**
   * What follows from the columns of the row before follows from the same ones here: most proxies of a list have failed in
   * the same way. @returns whether that was so
   */
  #deriveAgain(slot: number): boolean {
    const { checks, passTally, checkTally, history, latency, drift, score, detail } = this.#fill.into.columns;
    const last = slot - 1;
    if (
      last < 0 ||
      detail[last] !== 0 ||
      checks[slot] !== checks[last] ||
      history[slot] !== history[last] ||
      passTally[slot] !== passTally[last] ||
      checkTally[slot] !== checkTally[last]
    )
      return false;
    latency[slot] = latency[last]!;
    drift[slot] = drift[last]!;
    score[slot] = score[last]!;
    return true;
  }

  #flush(): void {
    const [batch, memory] = this.#fill.take(this.#count);
    this.#count = 0;
    this.#emit(batch, memory);
  }
}
