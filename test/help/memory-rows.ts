/** A row port over plain arrays, for tests of the store that need no pool. Finds out by itself which rows were changed. */
import type { ProxyRowPort } from '../../src/model/state.ts';

export class MemoryRows implements ProxyRowPort {
  readonly columns = ['id', 'host', 'port', 'tags'];
  nextId = 1;
  rows: (readonly unknown[])[] = [];
  /** Rows per call of restore. */
  readonly batches: number[] = [];
  /** Rows as JSON when they were last asked for. */
  readonly #known = new Map<number, string>();
  #given: number[] = [];

  /** Adds rows of realistic width. */
  add(count: number, host = '10.0.0.1'): void {
    for (let index = 0; index < count; index++) {
      const id = this.nextId++;
      this.rows.push([id, host, 1 + (id % 65_535), id % 7 === 0 ? ['fast', 'grün "x"\n],'] : null]);
    }
  }

  count(): number {
    return this.rows.length;
  }

  image(id: number): readonly unknown[] | null {
    // Ids ascend, as in the pool.
    let from = 0;
    for (let to = this.rows.length; from < to;) {
      const middle = (from + to) >> 1;
      if ((this.rows[middle]![0] as number) < id) from = middle + 1;
      else to = middle;
    }
    const row = this.rows[from];
    return row?.[0] === id ? row : null;
  }

  takeChanged(): readonly Uint32Array[] {
    const changed = [...this.#given];
    const ids = new Set<number>();
    for (const row of this.rows) {
      const id = row[0] as number;
      ids.add(id);
      const text = JSON.stringify(row);
      if (this.#known.get(id) !== text) changed.push(id);
      this.#known.set(id, text);
    }
    for (const id of this.#known.keys()) {
      if (ids.has(id)) continue;
      changed.push(id);
      this.#known.delete(id);
    }
    this.#given = [];
    return changed.length === 0 ? [] : [Uint32Array.from(changed)];
  }

  giveBackChanged(ids: readonly Uint32Array[]): void {
    this.#given = ids.flatMap((page) => [...page]);
  }

  images(): IterableIterator<readonly unknown[]> {
    return this.rows.values();
  }

  restore(rows: readonly (readonly unknown[])[], columns: readonly string[]): void {
    this.batches.push(rows.length);
    const places = this.columns.map((column) => columns.indexOf(column));
    for (const row of rows) this.rows.push(places.map((place) => row[place] ?? null));
  }

  clear(): void {
    this.rows = [];
  }
}
