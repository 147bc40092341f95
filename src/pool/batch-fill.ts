/**
 * The batch that is being filled with rows, and what readers of src/pool/image-fields.ts write to while it is. Used by the
 * packer of rows; slots are the places of rows in the batch.
 */
import { type BatchColumns, columnsIn, emptyMemory, noteFilled } from './batch-columns.ts';
import { DetailPacker } from './detail-packer.ts';
import type { ReadInto } from './image-fields.ts';
import { NameSets } from './name-sets.ts';
import type { PackedBatch } from './packed-rows.ts';
import { readTimeline } from './timeline-text.ts';
import { TIMELINE_KEPT, WORDS } from './timelines.ts';

/** Numbers of a timeline and of its length at most. */
const MOST_OF_TIMELINE = TIMELINE_KEPT * WORDS + 1;

export class BatchFill {
  readonly details = new DetailPacker();
  #memory = emptyMemory();
  #timelines = new Uint32Array(4_096);
  /** Where the next timeline goes; 0 says "none". */
  #timelinesEnd = 1;
  readonly #sources = new SetsTold();
  readonly #tags = new SetsTold();
  /** Rows that are none leave texts as well, so there may be any number of them. */
  #texts = new Map<string, number>();
  #rest = new Map<number, [string, unknown][]>();
  readonly into: ReadInto & { columns: BatchColumns } = {
    columns: columnsIn(this.#memory),
    sources: this.#sources.sets,
    tags: this.#tags.sets,
    details: this.details,
    timelines: {
      restore: (slot, packed) => {
        const at = this.#beginTimeline();
        this.#timelines.set(packed, at);
        this.#endTimeline(slot, at, packed.length);
      },
    },
  };

  /** @returns the number of a text + 1 */
  textOf(text: string): number {
    let number = this.#texts.get(text);
    if (number === undefined) this.#texts.set(text, (number = this.#texts.size));
    return number + 1;
  }

  /** A value for the readers of the pool itself. */
  rest(slot: number, name: string, value: unknown): void {
    const rest = this.#rest.get(slot);
    if (rest === undefined) this.#rest.set(slot, [[name, value]]);
    else rest.push([name, value]);
  }

  /** A timeline from the letters of its text. @returns whether they were such letters */
  timeline(slot: number, bytes: Uint8Array, from: number, to: number): boolean {
    const at = this.#beginTimeline();
    const count = readTimeline(bytes, from, to, this.into.columns.checkedAt[slot]!, this.#timelines, at);
    if (count >= 0) this.#endTimeline(slot, at, count);
    return count >= 0;
  }

  /** @returns where the numbers of the next one go; before them is room for their length */
  #beginTimeline(): number {
    if (this.#timelinesEnd + MOST_OF_TIMELINE > this.#timelines.length) {
      const more = new Uint32Array(this.#timelines.length * 2);
      more.set(this.#timelines);
      this.#timelines = more;
    }
    return this.#timelinesEnd + 1;
  }

  #endTimeline(slot: number, at: number, count: number): void {
    if (count === 0) return;
    this.#timelines[at - 1] = count;
    this.into.columns.timeline[slot] = at - 1;
    this.#timelinesEnd = at + count;
  }

  /** Leaves no trace of a row that is none. */
  drop(slot: number): void {
    for (const column of Object.values(this.into.columns)) column[slot] = 0;
    this.#rest.delete(slot);
    this.details.drop();
  }

  /** The batch, and the memory to hand over with it; the next one is empty. */
  take(count: number): [batch: PackedBatch, memory: ArrayBuffer[]] {
    const { columns } = this.into;
    const memory = this.#memory;
    noteFilled(memory, columns, count);
    const timelines = this.#timelines.slice(0, this.#timelinesEnd);
    const numbers = this.details.take();
    const batch: PackedBatch = {
      count,
      memory,
      details: { numbers, texts: [...this.#texts.keys()] },
      timelines,
      sources: this.#sources.take(columns.sources, count),
      tags: this.#tags.take(columns.tags, count),
      rest: this.#rest,
    };
    this.#memory = emptyMemory();
    this.into.columns = columnsIn(this.#memory);
    this.#timelinesEnd = 1;
    this.#texts = new Map();
    this.#rest = new Map();
    return [batch, [memory, numbers.buffer, timelines.buffer]];
  }
}

/** Sets of names, and which of them the pool was told of. */
class SetsTold {
  readonly sets = new NameSets();
  readonly #told: boolean[] = [true];

  take(column: Uint32Array, count: number): [set: number, names: readonly string[]][] {
    const fresh: [number, readonly string[]][] = [];
    for (let i = 0; i < count; i += 1) {
      const set = column[i]!;
      if (this.#told[set] === true) continue;
      this.#told[set] = true;
      fresh.push([set, this.sets.names(set)]);
    }
    return fresh;
  }
}
