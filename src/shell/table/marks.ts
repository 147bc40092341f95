/** The rows a person marked in a table, for commands on `@marked`, and the one marked last, from which a range goes on. */
import { IdSet } from './id-set.ts';
import type { RowId } from './source.ts';

export class Marks {
  #ids = new IdSet();
  #anchor: RowId | null = null;
  #revision = 0;

  /** Another number for each change. */
  get revision(): number {
    return this.#revision;
  }
  get ids(): IdSet {
    return this.#ids;
  }
  get size(): number {
    return this.#ids.size;
  }

  has(id: RowId): boolean {
    return this.#ids.has(id);
  }

  toggle(id: RowId): void {
    this.#revision += 1;
    if (!this.#ids.delete(id)) this.#ids.add(id);
    this.#anchor = id;
  }

  /** From the row marked last to this one. @returns false when there is no such row in the list */
  range(ids: readonly RowId[], id: RowId): boolean {
    const from = this.#anchor === null ? -1 : ids.indexOf(this.#anchor);
    const to = ids.indexOf(id);
    if (from < 0 || to < 0) return false;
    this.#revision += 1;
    for (let place = Math.min(from, to); place <= Math.max(from, to); place++) this.#ids.add(ids[place]!);
    this.#anchor = id;
    return true;
  }

  all(ids: readonly RowId[]): void {
    this.#revision += 1;
    for (const id of ids) this.#ids.add(id);
  }

  /** Those of the list: what was marked no longer is. Marks elsewhere stay. */
  invert(ids: readonly RowId[]): void {
    this.#revision += 1;
    for (const id of ids) if (!this.#ids.delete(id)) this.#ids.add(id);
  }

  clear(): void {
    this.#revision += 1;
    this.#ids = new IdSet();
    this.#anchor = null;
  }

  /** Forgets what is gone. @param existing those of the marked rows that were met; it is taken over */
  keep(existing: IdSet): void {
    if (existing.size < this.#ids.size) this.#ids = existing;
  }
}
