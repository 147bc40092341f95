/** A row port over plain arrays, for tests of the store that need no pool. */
import type { ProxyRowPort } from '../../src/model/state.ts';

export class MemoryRows implements ProxyRowPort {
  readonly columns = ['id', 'host', 'port', 'tags'];
  nextId = 1;
  rows: (readonly unknown[])[] = [];
  /** Rows per call of restore. */
  readonly batches: number[] = [];

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
